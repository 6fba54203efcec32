"""Makes a subject's model with the TensorFlow Lite converter, from the source its user would start from.

Environment: requirements-tf.txt. One process per figure: its start is part of what a user waits for.
"""

import os
import time

STARTED = time.perf_counter()
os.environ["TF_USE_LEGACY_KERAS"] = "1"
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import making
import tensorflow as tf
import tf_keras as keras
from subjects import SUBJECTS


def converter_of(subject, assets):
    if subject.name == "kws":
        return tf.lite.TFLiteConverter.from_saved_model(str(assets / "models/kws_saved_model"))
    if subject.name == "mobilenetv2":
        keras.utils.set_random_seed(1)
        return tf.lite.TFLiteConverter.from_keras_model(keras.applications.MobileNetV2(weights=None))
    return tf.lite.TFLiteConverter.from_keras_model(tutorial_network(subject.model_path(assets)))


def tutorial_network(tflite):
    """The Keras network of the TensorFlow pruning tutorial with the weights of its float .tflite."""
    interpreter = tf.lite.Interpreter(str(tflite))
    interpreter.allocate_tensors()

    def constant(*shape):
        (index,) = (t["index"] for t in interpreter.get_tensor_details() if tuple(t["shape"]) == shape)
        return interpreter.get_tensor(index)

    def bias(name):
        operator = next(o for o in interpreter._get_ops_details() if o["op_name"] == name)
        return interpreter.get_tensor(operator["inputs"][2])

    network = keras.Sequential(
        [
            keras.layers.Input((28, 28)),
            keras.layers.Reshape((28, 28, 1)),
            keras.layers.Conv2D(12, 3, activation="relu"),
            keras.layers.MaxPooling2D(),
            keras.layers.Flatten(),
            keras.layers.Dense(10),
        ]
    )
    network.set_weights(
        [
            constant(12, 3, 3, 1).transpose(1, 2, 3, 0),
            bias("CONV_2D"),
            constant(10, 2028).T,
            bias("FULLY_CONNECTED"),
        ]
    )
    return network


def set_mode(converter, mode, calibration):
    converter.optimizations = [tf.lite.Optimize.DEFAULT]
    sets = tf.lite.OpsSet
    if mode == "float16":
        converter.target_spec.supported_types = [tf.float16]
    elif mode == "int8":
        converter.representative_dataset = calibration
        converter.target_spec.supported_ops = [sets.TFLITE_BUILTINS_INT8]
        converter.inference_input_type = converter.inference_output_type = tf.int8
    elif mode == "int16x8":
        converter.representative_dataset = calibration
        converter.target_spec.supported_ops = [
            sets.EXPERIMENTAL_TFLITE_BUILTINS_ACTIVATIONS_INT16_WEIGHTS_INT8,
            sets.TFLITE_BUILTINS,
        ]


def main():
    options = making.arguments(__doc__)
    subject = SUBJECTS[options.subject]

    def calibration():
        return ([sample[None]] for sample in subject.calibration(options.assets))

    def convert(converter):
        set_mode(converter, options.mode, calibration)
        return converter.convert()

    making.make(
        "TensorFlow Lite converter",
        tf.__version__,
        STARTED,
        lambda: converter_of(subject, options.assets),
        convert,
        options,
    )


if __name__ == "__main__":
    main()
