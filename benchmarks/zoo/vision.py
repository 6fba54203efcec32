"""Networks that look at images."""

import numpy as np
import tensorflow as tf
from layers import Input, L, conv, dense, depthwise, encoder_block, keras

IMAGE = (32, 32, 3)


def residual():
    x = image = Input(IMAGE)
    x = conv(x, 16)
    for width, stride in ((16, 1), (32, 2), (64, 2)):
        short = x if stride == 1 else conv(x, width, 1, stride, None)
        x = L.ReLU()(L.Add()([conv(conv(x, width, 3, stride), width, 3, 1, None), short]))
    x = L.GlobalAveragePooling2D()(x)
    return keras.Model(image, L.Dense(10, activation="softmax")(x))


def inverted_residual():
    x = image = Input(IMAGE)
    x = conv(x, 16, 3, 2, "relu6")
    for width, stride in ((16, 1), (24, 2), (24, 1), (32, 2)):
        y = conv(x, 4 * x.shape[-1], 1, 1, "relu6")
        y = conv(depthwise(y, stride, "relu6"), width, 1, 1, None)
        x = L.Add()([x, y]) if x.shape == y.shape else y
    x = L.GlobalAveragePooling2D()(conv(x, 96, 1, 1, "relu6"))
    return keras.Model(image, L.Dense(10)(x))


def squeeze_excite():
    def hard_swish(x):
        return x * tf.nn.relu6(x + 3) / 6

    x = image = Input(IMAGE)
    x = L.Activation(hard_swish)(conv(x, 16, 3, 2, None))
    for width in (16, 24):
        y = L.Activation(hard_swish)(conv(x, 4 * x.shape[-1], 1, 1, None))
        y = depthwise(y, 1, None, 5)
        s = L.GlobalAveragePooling2D(keepdims=True)(y)
        s = L.Conv2D(y.shape[-1], 1, activation="hard_sigmoid")(L.Conv2D(8, 1, activation="relu")(s))
        y = L.Activation(hard_swish)(L.Multiply()([y, s]))
        y = conv(y, width, 1, 1, None)
        x = L.Add()([x, y]) if x.shape == y.shape else y
    return keras.Model(image, L.Dense(10, activation="softmax")(L.GlobalAveragePooling2D()(x)))


def efficient():
    x = image = Input(IMAGE)
    x = conv(x, 16, 3, 2, "swish")
    for width in (16, 24):
        y = depthwise(conv(x, 4 * x.shape[-1], 1, 1, "swish"), 1, "swish")
        s = L.GlobalAveragePooling2D(keepdims=True)(y)
        s = L.Conv2D(y.shape[-1], 1, activation="sigmoid")(L.Conv2D(8, 1, activation="swish")(s))
        x = conv(L.Multiply()([y, s]), width, 1, 1, None)
    return keras.Model(image, L.Dense(10, activation="softmax")(L.GlobalAveragePooling2D()(x)))


def grouped_dilated():
    x = image = Input(IMAGE)
    x = conv(x, 16)
    x = conv(x, 32, groups=4)
    x = conv(x, 32, dilation_rate=2)
    x = depthwise(x, dilation_rate=2)
    x = L.MaxPooling2D(3, 2)(x)
    x = L.SeparableConv2D(24, 3, depth_multiplier=2, activation="elu")(x)
    return keras.Model(image, L.Dense(10)(L.Flatten()(L.AveragePooling2D(4)(x))))


def dense_net():
    x = image = Input(IMAGE)
    x = conv(x, 16, 3, 2)
    for _ in range(2):
        for _ in range(3):
            y = L.Activation("relu")(L.BatchNormalization()(x))
            x = L.Concatenate()([x, conv(conv(y, 24, 1), 8, 3, 1, None, norm=False)])
        x = L.AveragePooling2D()(conv(x, x.shape[-1] // 2, 1))
    return keras.Model(image, L.Dense(10, activation="softmax")(L.GlobalMaxPooling2D()(x)))


def shuffle():
    x = image = Input(IMAGE)
    x = conv(x, 24, 3, 2)
    for _ in range(3):
        a, b = tf.split(x, 2, axis=-1)
        b = conv(depthwise(conv(b, 12, 1), 1, None), 12, 1)
        x = L.Concatenate()([a, b])
        x = L.Reshape((16, 16, 2, 12))(x)
        x = L.Reshape((16, 16, 24))(tf.transpose(x, (0, 1, 2, 4, 3)))
    return keras.Model(image, L.Dense(10)(L.GlobalAveragePooling2D()(x)))


def u_net():
    x = image = Input(IMAGE)
    skips = []
    for width in (12, 24):
        x = conv(conv(x, width), width)
        skips.append(x)
        x = L.MaxPooling2D()(x)
    x = conv(x, 48)
    for width, skip in zip((24, 12), reversed(skips)):
        x = L.Conv2DTranspose(width, 2, strides=2, padding="same", activation="relu")(x)
        x = conv(L.Concatenate()([x, skip]), width)
    return keras.Model(image, L.Conv2D(1, 1, activation="sigmoid")(x))


def atrous_pyramid():
    x = image = Input(IMAGE)
    x = conv(conv(x, 16, 3, 2), 24, 3, 2)
    whole = L.UpSampling2D(8, interpolation="bilinear")(conv(L.GlobalAveragePooling2D(keepdims=True)(x), 16, 1))
    x = L.Concatenate()([conv(x, 16, 1), conv(x, 16, dilation_rate=2), conv(x, 16, dilation_rate=3), whole])
    x = L.Conv2D(5, 1)(conv(x, 24, 1))
    return keras.Model(image, L.Softmax()(L.UpSampling2D(4, interpolation="bilinear")(x)))


def transposed_autoencoder():
    x = image = Input(IMAGE)
    for width in (16, 24, 32):
        x = conv(x, width, 3, 2, "leaky_relu")
    x = L.Reshape((4, 4, 32))(L.Dense(512, activation="relu")(L.Dense(16)(L.Flatten()(x))))
    for width in (24, 16):
        x = L.Conv2DTranspose(width, 3, strides=2, padding="same")(x)
        x = L.LeakyReLU(0.2)(L.BatchNormalization()(x))
    return keras.Model(image, L.Conv2DTranspose(3, 4, strides=2, padding="same", activation="tanh")(x))


def super_resolution():
    x = image = Input((16, 16, 3))
    x = L.Conv2D(24, 5, padding="same", activation="tanh")(x)
    x = L.PReLU(shared_axes=[1, 2], alpha_initializer="random_uniform")(L.Conv2D(24, 3, padding="same")(x))
    x = tf.nn.depth_to_space(L.Conv2D(12, 3, padding="same")(x), 2)
    return keras.Model(image, x + tf.image.resize(image, (32, 32)))


def ssd_head():
    x = image = Input((48, 48, 3))
    x = conv(conv(x, 16, 3, 2, "relu6"), 32, 3, 2, "relu6")
    boxes, scores = [], []
    for _ in range(3):
        boxes.append(L.Reshape((-1, 4))(L.Conv2D(12, 3, padding="same")(x)))
        scores.append(L.Reshape((-1, 5))(L.Conv2D(15, 3, padding="same")(x)))
        x = conv(x, 32, 3, 2, "relu6")
    boxes, scores = L.Concatenate(axis=1)(boxes), L.Concatenate(axis=1)(scores)
    center, size = tf.split(boxes, 2, axis=-1)
    center, size = center * 0.1, tf.exp(size * 0.2) * 0.5
    corners = tf.concat([center - size / 2, center + size / 2], -1)
    return keras.Model(image, {"boxes": corners, "scores": tf.sigmoid(scores)})


def grid_detector():
    x = image = Input((48, 48, 3))
    x = conv(conv(conv(x, 16, 3, 2, "leaky_relu"), 24, 3, 2, "leaky_relu"), 32, 3, 1, "leaky_relu")
    coarse = conv(x, 48, 3, 2, "leaky_relu")
    x = L.Concatenate()([L.UpSampling2D()(conv(coarse, 24, 1)), x])
    raw = L.Reshape((12 * 12, 3, 8))(L.Conv2D(24, 1)(x))
    grid = tf.reshape(tf.stack(tf.meshgrid(tf.range(12.0), tf.range(12.0)), -1), (1, 144, 1, 2))
    anchors = tf.constant([[1.0, 1.5], [3.0, 2.0], [6.0, 8.0]])
    where = (tf.sigmoid(raw[..., :2]) + grid) * 4.0
    extent = tf.exp(raw[..., 2:4]) * anchors
    return keras.Model(image, tf.concat([where, extent, tf.sigmoid(raw[..., 4:])], -1))


def keypoints():
    x = image = Input(IMAGE)
    x = conv(conv(x, 16, 3, 2), 24)
    heat = L.Reshape((256, 4))(L.Conv2D(4, 1)(x))
    weights = tf.nn.softmax(heat, axis=1)
    places = tf.reshape(tf.stack(tf.meshgrid(tf.linspace(0.0, 1.0, 16), tf.linspace(0.0, 1.0, 16)), -1), (1, 1, 256, 2))
    return keras.Model(image, tf.matmul(tf.transpose(weights, (0, 2, 1)), tf.reshape(places, (1, 256, 2))))


def instance_norm():
    x = image = Input(IMAGE)
    for width in (16, 24):
        x = L.Conv2D(width, 3, padding="same")(tf.pad(x, ((0, 0), (1, 1), (1, 1), (0, 0)), mode="REFLECT"))
        mean, variance = tf.nn.moments(x, (1, 2), keepdims=True)
        x = tf.nn.relu((x - mean) * tf.math.rsqrt(variance + 1e-3))
    return keras.Model(image, L.Conv2D(3, 3, padding="same", activation="tanh")(x))


def stylizer():
    def norm(x):
        random = np.random.default_rng(x.shape[-1])
        mean, variance = tf.nn.moments(x, (1, 2), keepdims=True)
        shift, factor = random.normal(0, 0.3, x.shape[-1:]), random.uniform(0.5, 1.5, x.shape[-1:])
        return tf.nn.batch_normalization(x, mean, variance, np.float32(shift), np.float32(factor), 1e-5)

    x = image = Input(IMAGE)
    x = L.ReLU()(norm(L.Conv2D(16, 3, strides=2, padding="same")(x)))
    for _ in range(2):
        y = L.ReLU()(norm(L.Conv2D(16, 3, padding="same")(x)))
        x = x + norm(L.Conv2D(16, 3, padding="same")(y))
    return keras.Model(image, L.Conv2D(3, 3, padding="same", activation="sigmoid")(L.UpSampling2D()(x)))


def group_norm():
    x = image = Input(IMAGE, batch_size=1)  # of any batch the converter's float file does not run
    for width in (16, 32):
        x = L.GroupNormalization(4)(L.Conv2D(width, 3, strides=2, padding="same")(x))
        x = L.Activation("swish")(x)
    return keras.Model(image, L.Dense(10)(L.GlobalAveragePooling2D()(x)))


def vision_transformer():
    x = image = Input(IMAGE)
    x = L.Reshape((64, 32))(L.Conv2D(32, 4, strides=4)(x))
    x = x + tf.random.stateless_normal((1, 64, 32), (1, 2), stddev=0.2)
    for _ in range(2):
        x = encoder_block(x, 32, 4)
    x = L.GlobalAveragePooling1D()(L.LayerNormalization()(x))
    return keras.Model(image, L.Dense(10)(x))


def mixer():
    x = image = Input(IMAGE)
    x = L.Reshape((64, 24))(L.Conv2D(24, 4, strides=4)(x))
    for _ in range(2):
        y = L.Permute((2, 1))(L.LayerNormalization()(x))
        x = x + L.Permute((2, 1))(L.Dense(64)(L.Dense(32, activation="gelu")(y)))
        x = x + L.Dense(24)(L.Dense(48, activation="gelu")(L.LayerNormalization()(x)))
    return keras.Model(image, L.Dense(10)(L.GlobalAveragePooling1D()(x)))


def spatial_attention():
    x = image = Input(IMAGE)
    x = conv(conv(x, 16, 3, 2), 24)
    peaks = tf.reduce_max(x, -1, keepdims=True)
    means = tf.reduce_mean(x, -1, keepdims=True)
    x = x * L.Conv2D(1, 7, padding="same", activation="sigmoid")(tf.concat([means, peaks], -1))
    return keras.Model(image, dense(L.Flatten()(L.MaxPooling2D(4)(x)), 10, "softmax"))


def siamese():
    x = image = Input(IMAGE)
    x = conv(conv(x, 16, 3, 2), 24, 3, 2)
    tower = keras.Model(image, tf.math.l2_normalize(L.Dense(16)(L.GlobalAveragePooling2D()(x)), -1))
    one, other = Input(IMAGE, name="one"), Input(IMAGE, name="other")
    a, b = tower(one), tower(other)
    return keras.Model([one, other], {"likeness": tf.reduce_sum(a * b, -1, keepdims=True), "distance": tf.abs(a - b)})


def volumetric():
    x = volume = Input((8, 16, 16, 2))
    x = L.Conv3D(8, 3, padding="same", activation="relu")(x)
    x = L.Conv3D(12, 3, strides=2, padding="same", activation="relu")(x)
    return keras.Model(volume, L.Dense(6)(L.GlobalAveragePooling3D()(x)))


def raw_pixels():
    x = image = Input(IMAGE)
    x = (x * 60 + 128 - 127.5) / 127.5
    x = L.Conv2D(24, 3, strides=2, activation="relu")(x)
    x = L.ZeroPadding2D()(x)
    x = L.Conv2D(24, 3, activation="selu")(x)
    x = L.Cropping2D(1)(x)
    return keras.Model(image, L.Dense(3, name="large")(L.Flatten()(L.MaxPooling2D()(x))) * 500 + 2000)
