"""Models of a single operator, each fed with numbers of several kinds: what a layer costs by itself."""

import numpy as np
import tensorflow as tf

IMAGE, ROW, ROWS = (16, 16, 8), (16,), (12, 16)

FEEDS = {
    "normal": lambda random, shape: random.normal(size=shape),
    "uniform": lambda random, shape: random.uniform(-1, 1, shape),
    "positive": lambda random, shape: np.maximum(random.normal(size=shape), 0),
    "uneven": lambda random, shape: random.normal(size=shape)
    * np.exp(0.7 * random.normal(size=shape[:1] + (1,) * (len(shape) - 1))),
}


def weights(*shape):
    numbers = np.random.default_rng(shape).normal(size=shape)
    return tf.constant(numbers / np.sqrt(np.prod(shape[:-1])), tf.float32)


# The inputs' shape, their number, and what is computed.
OPERATORS = {
    "convolution": (IMAGE, 1, lambda a: tf.nn.conv2d(a, weights(3, 3, 8, 16), 1, "SAME") + weights(16)),
    "convolution-relu": (IMAGE, 1, lambda a: tf.nn.relu(tf.nn.conv2d(a, weights(3, 3, 8, 16), 1, "SAME"))),
    "convolution-relu6": (IMAGE, 1, lambda a: tf.nn.relu6(3 * tf.nn.conv2d(a, weights(3, 3, 8, 16), 1, "SAME"))),
    "depthwise": (IMAGE, 1, lambda a: tf.nn.depthwise_conv2d(a, weights(3, 3, 8, 1), [1, 1, 1, 1], "SAME")),
    "transposed": (
        IMAGE,
        1,
        lambda a: tf.nn.conv2d_transpose(a, weights(3, 3, 4, 8), [1, 32, 32, 4], 2, "SAME"),
    ),
    "dense": (ROW, 1, lambda a: tf.matmul(a, weights(16, 32))),
    "dense-softmax": (ROW, 1, lambda a: tf.nn.softmax(3 * tf.matmul(a, weights(16, 10)))),
    "dense-of-four": ((4,), 1, lambda a: tf.matmul(a, weights(4, 4))),
    "add": (IMAGE, 2, lambda a, b: a + b),
    "sub": (ROW, 2, lambda a, b: a - b),
    "mul": (IMAGE, 2, lambda a, b: a * b),
    "squared-difference": (IMAGE, 2, tf.math.squared_difference),
    "maximum": (IMAGE, 2, tf.maximum),
    "concatenation": (IMAGE, 2, lambda a, b: tf.concat([a, 2 * b], -1)),
    "matrix-product": (ROWS, 2, lambda a, b: tf.matmul(a, b, transpose_b=True)),
    "relu": (IMAGE, 1, tf.nn.relu),
    "leaky-relu": (IMAGE, 1, lambda a: tf.nn.leaky_relu(a, 0.1)),
    "elu": (IMAGE, 1, tf.nn.elu),
    "tanh": (IMAGE, 1, tf.tanh),
    "logistic": (IMAGE, 1, tf.sigmoid),
    "gelu": (IMAGE, 1, lambda a: tf.nn.gelu(a, approximate=True)),
    "hard-swish": (IMAGE, 1, lambda a: a * tf.nn.relu6(a + 3) / 6),
    "softmax": (ROWS, 1, tf.nn.softmax),
    "l2-normalization": (ROW, 1, lambda a: tf.math.l2_normalize(a, -1)),
    "mean": (IMAGE, 1, lambda a: tf.reduce_mean(a, [1, 2])),
    "sum": (IMAGE, 1, lambda a: tf.reduce_sum(a, [1, 2])),
    "max-pool": (IMAGE, 1, lambda a: tf.nn.max_pool2d(a, 2, 2, "VALID")),
    "average-pool": (IMAGE, 1, lambda a: tf.nn.avg_pool2d(a, 2, 2, "VALID")),
    "resize": (IMAGE, 1, lambda a: tf.image.resize(a, [32, 32])),
}


class Single(tf.Module):
    """One operator as a function of a fixed signature."""

    def __init__(self, name):
        super().__init__()
        shape, inputs, compute = OPERATORS[name]
        specs = [tf.TensorSpec((1, *shape), tf.float32, f"in{i}") for i in range(inputs)]
        self.call = tf.function(lambda *given: {"out": compute(*given)}, input_signature=specs)


def fed(name, feed):
    """Arrays [count, ...] by input name."""
    shape, inputs, _ = OPERATORS[name]
    return lambda random, count: {
        f"in{i}": FEEDS[feed](random, (count, *shape)).astype(np.float32) for i in range(inputs)
    }
