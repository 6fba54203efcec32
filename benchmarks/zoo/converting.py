"""The TensorFlow Lite converter's side: the float model, and its own quantized ones."""

import tempfile

import tensorflow as tf
from catalogue import signatures
from layers import keras


def convert(model, samples, mode):
    """The bytes of a .tflite; samples is None for the float model."""
    with tempfile.TemporaryDirectory() as folder:
        converter = _converter(model, folder)
        sets = tf.lite.OpsSet
        if mode != "float":
            converter.optimizations = [tf.lite.Optimize.DEFAULT]
        if mode == "float16":
            converter.target_spec.supported_types = [tf.float16]
        elif mode in ("int8", "int16x8"):
            converter.representative_dataset = lambda: _calls(model, samples)
            integers = {
                "int8": sets.TFLITE_BUILTINS_INT8,
                "int16x8": sets.EXPERIMENTAL_TFLITE_BUILTINS_ACTIVATIONS_INT16_WEIGHTS_INT8,
            }[mode]
            converter.target_spec.supported_ops = [integers, sets.TFLITE_BUILTINS]
        return converter.convert()


def _converter(model, folder):
    if isinstance(model, keras.Model):
        return tf.lite.TFLiteConverter.from_keras_model(model)
    functions = {name: function.get_concrete_function() for name, function in signatures(model).items()}
    tf.saved_model.save(model, folder, functions)
    converter = tf.lite.TFLiteConverter.from_saved_model(folder)
    converter.experimental_enable_resource_variables = True
    return converter


def _calls(model, samples):
    count = len(next(iter(samples.values())))
    keys = [None] if isinstance(model, keras.Model) else list(signatures(model))
    for i in range(count):
        call = {name: array[i : i + 1] for name, array in samples.items()}
        for key in keys:
            yield call if key is None else (key, call)
