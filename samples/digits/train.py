"""Train the sample model: a small convolutional classifier for 8x8 handwritten digits.

Splits the data, trains, exports a float .tflite, and checks that file in the interpreter.
Writes digits.tflite, digits-train.npz, digits-calibration.npz and digits-test.npz into --out.

    python -m venv venv && venv/bin/pip install -r requirements.txt
    venv/bin/python train.py --out .
"""

import argparse
import os
import sys
import tempfile
from pathlib import Path

os.environ["TF_USE_LEGACY_KERAS"] = "1"
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import numpy as np
import tensorflow as tf
import tf_keras as keras
from sklearn.datasets import load_digits

SEED = 20
CLASSES = 10
CALIBRATION, TEST = 100, 497  # the other 1,200 of the 1,797 images train
BATCH = 32
LEAST_ACCURACY = 0.97
GREATEST_PIXEL = 16.0  # a pixel counts the ink in a 4x4 block of the scanned bitmap


def load_parts():
    """Returns {name: (x, y)}: x float32 [N, 8, 8, 1] in 0..1, y int64 [N] in 0..9."""
    digits = load_digits()
    x = (digits.images[..., None] / GREATEST_PIXEL).astype(np.float32)
    y = digits.target.astype(np.int64)
    test, calibration, train = np.split(stratified_order(y), [TEST, TEST + CALIBRATION])
    return {
        "train": (x[train], y[train]),
        "calibration": (x[calibration], y[calibration]),
        "test": (x[test], y[test]),
    }


def stratified_order(y):
    """A shuffled order in which every stretch holds the classes in nearly their overall shares."""
    generator = np.random.default_rng(SEED)
    position = np.empty(len(y))
    for label in range(CLASSES):
        members = generator.permutation(np.flatnonzero(y == label))
        position[members] = (np.arange(len(members)) + generator.random()) / len(members)
    return np.argsort(position, kind="stable")


def build():
    """A convolution, two depthwise-separable blocks, a global mean and a dense layer.

    13,002 weights once the converter has folded the normalization.
    """

    def normalized_relu6(x):
        return keras.layers.ReLU(6.0)(keras.layers.BatchNormalization(momentum=0.9)(x))

    image = keras.Input((8, 8, 1), name="image")
    x = keras.layers.Conv2D(32, 3, padding="same", use_bias=False)(image)
    x = normalized_relu6(x)
    for channels, stride in ((64, 1), (128, 2)):
        x = keras.layers.DepthwiseConv2D(3, strides=stride, padding="same", use_bias=False)(x)
        x = normalized_relu6(x)
        x = keras.layers.Conv2D(channels, 1, use_bias=False)(x)
        x = normalized_relu6(x)
    x = keras.layers.GlobalAveragePooling2D()(x)
    x = keras.layers.Dropout(0.2)(x)
    return keras.Model(image, keras.layers.Dense(CLASSES, activation="softmax")(x))


def shifted(image, label):
    """Moves an image by up to one pixel each way, as handwriting sits anywhere in its box."""
    padded = tf.pad(image, [[1, 1], [1, 1], [0, 0]])
    return tf.image.random_crop(padded, [8, 8, 1]), label


def train(model, x, y, epochs):
    data = (
        tf.data.Dataset.from_tensor_slices((x, y))
        .shuffle(len(x), seed=SEED)
        .map(shifted)
        .batch(BATCH, drop_remainder=True)
    )
    rate = keras.optimizers.schedules.CosineDecay(3e-3, epochs * (len(x) // BATCH))
    model.compile(keras.optimizers.Adam(rate), "sparse_categorical_crossentropy", ["accuracy"])
    model.fit(data, epochs=epochs, verbose=0)


def export(model):
    """The .tflite bytes: float, batch dimension dynamic, signature serving_default(image) -> probabilities."""
    signature = tf.function(
        lambda image: {"probabilities": model(image, training=False)},
        input_signature=[tf.TensorSpec([None, 8, 8, 1], tf.float32, name="image")],
    )
    with tempfile.TemporaryDirectory() as folder:
        tf.saved_model.save(model, folder, signatures={"serving_default": signature})
        return tf.lite.TFLiteConverter.from_saved_model(folder).convert()


def accuracy(tflite, x, y):
    interpreter = tf.lite.Interpreter(model_content=tflite)
    classify = interpreter.get_signature_runner("serving_default")
    hits = sum(int(classify(image=image[None])["probabilities"].argmax() == label) for image, label in zip(x, y))
    return hits / len(x)


def main():
    parser = argparse.ArgumentParser(description="Train the sample digits model.")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent, help="folder to write into")
    parser.add_argument("--epochs", type=int, default=60)
    arguments = parser.parse_args()

    keras.utils.set_random_seed(SEED)
    tf.config.experimental.enable_op_determinism()
    parts = load_parts()
    model = build()
    train(model, *parts["train"], arguments.epochs)
    tflite = export(model)
    measured = {name: accuracy(tflite, x, y) for name, (x, y) in parts.items()}
    print(f"{len(tflite)} bytes, accuracy " + ", ".join(f"{name} {value:.4f}" for name, value in measured.items()))
    if measured["test"] <= LEAST_ACCURACY:
        sys.exit(f"test accuracy {measured['test']:.4f} is not above {LEAST_ACCURACY}: nothing was written")

    arguments.out.mkdir(parents=True, exist_ok=True)
    (arguments.out / "digits.tflite").write_bytes(tflite)
    for name, (x, y) in parts.items():
        np.savez_compressed(arguments.out / f"digits-{name}.npz", x=x, y=y)


if __name__ == "__main__":
    main()
