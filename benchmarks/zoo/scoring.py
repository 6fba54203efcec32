"""What a .tflite gives for samples, by signature, and how near that is to another's."""

import numpy as np
import tensorflow as tf

CONVERSIONS = {"QUANTIZE", "DEQUANTIZE"}


def outputs(content, samples):
    """Arrays [count, ...] by (signature, output), integers dequantized. States begin anew with each signature."""
    results = {}
    for key in tf.lite.Interpreter(model_content=content).get_signature_list():
        interpreter = tf.lite.Interpreter(model_content=content)
        run = interpreter.get_signature_runner(key)
        inputs, outs = run.get_input_details(), run.get_output_details()
        gathered = {name: [] for name in outs}
        for i in range(len(next(iter(samples.values())))):
            call = {name: _stored(samples[name][i : i + 1], detail) for name, detail in inputs.items()}
            for name, value in run(**call).items():
                gathered[name].append(_real(value, outs[name]))
        results.update({(key, name): np.stack(values) for name, values in gathered.items()})
    return results


def _stored(value, detail):
    dtype = detail["dtype"]
    if value.dtype != np.float32 or dtype == np.float32:
        return value.astype(dtype)
    scale, zero_point = detail["quantization"]
    limits = np.iinfo(dtype)
    return np.clip(np.round(value / scale + zero_point), limits.min, limits.max).astype(dtype)


def _real(value, detail):
    scale, zero_point = detail["quantization"]
    value = value.astype(np.float64)
    return (value - zero_point) * scale if scale and np.issubdtype(detail["dtype"], np.integer) else value


def sqnr_db(reference, actual):
    """Of the worst output: 10 log10 of its energy over its differences' energy; infinite where equal."""
    worst = np.inf
    for name, expected in reference.items():
        noise = np.square(expected - actual[name]).sum()
        if noise > 0 or not np.isfinite(noise):
            worst = min(worst, 10 * np.log10(np.square(expected).sum() / noise))
    return worst


def float_operators(content):
    """Operators of the main graph that compute float32, and all of them, conversions aside."""
    resolver = tf.lite.experimental.OpResolverType.BUILTIN_WITHOUT_DEFAULT_DELEGATES
    interpreter = tf.lite.Interpreter(model_content=content, experimental_op_resolver_type=resolver)
    floats = {t["index"] for t in interpreter.get_tensor_details() if t["dtype"] == np.float32}
    operators = [o for o in interpreter._get_ops_details() if o["op_name"] not in CONVERSIONS]
    return sum(any(i in floats for i in o["outputs"]) for o in operators), len(operators)
