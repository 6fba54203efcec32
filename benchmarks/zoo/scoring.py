"""Scores a .tflite against the float model on the samples of an .npz; prints one JSON object.

A process of its own for each file, since some files end it. sqnrDb is that of the worst output, 10 log10 of its energy over
the energy of its differences, integers dequantized; "equal" where there are none. floatOperators counts operators of the main
graph that give float32, conversions aside. Environment: requirements-quantizer.txt.
"""

import argparse
import json
from pathlib import Path

import numpy as np
from ai_edge_litert.interpreter import Interpreter, OpResolverType

CONVERSIONS = {"QUANTIZE", "DEQUANTIZE"}


def outputs(file, samples):
    """Arrays [count, ...] by signature, then by name. States begin anew with each signature."""
    results = []
    for key in sorted(Interpreter(str(file)).get_signature_list()):
        run = Interpreter(str(file)).get_signature_runner(key)
        inputs, outs = run.get_input_details(), run.get_output_details()
        gathered = {name: [] for name in sorted(outs)}
        for i in range(len(next(iter(samples.values())))):
            call = {name: stored(samples[name][i : i + 1], detail) for name, detail in inputs.items()}
            for name, value in run(**call).items():
                gathered[name].append(real(value, outs[name]))
        results.extend(np.stack(values) for values in gathered.values())
    return results


def stored(value, detail):
    dtype = detail["dtype"]
    if value.dtype != np.float32 or dtype == np.float32:
        return value.astype(dtype)
    scale, zero_point = detail["quantization"]
    limits = np.iinfo(dtype)
    return np.clip(np.round(value / scale + zero_point), limits.min, limits.max).astype(dtype)


def real(value, detail):
    scale, zero_point = detail["quantization"]
    value = value.astype(np.float64)
    return (value - zero_point) * scale if scale and np.issubdtype(detail["dtype"], np.integer) else value


def sqnr_db(reference, actual):
    worst = np.inf
    for expected, found in zip(reference, actual, strict=True):
        noise = np.square(expected - found).sum()
        if noise > 0 or not np.isfinite(noise):
            worst = min(worst, 10 * np.log10(np.square(expected).sum() / noise))
    return "equal" if np.isposinf(worst) else round(float(worst), 2)


def float_operators(file):
    plain = OpResolverType.BUILTIN_WITHOUT_DEFAULT_DELEGATES
    interpreter = Interpreter(str(file), experimental_op_resolver_type=plain)
    floats = {t["index"] for t in interpreter.get_tensor_details() if t["dtype"] == np.float32}
    operators = [o for o in interpreter._get_ops_details() if o["op_name"] not in CONVERSIONS]
    return sum(any(i in floats for i in o["outputs"]) for o in operators), len(operators)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("original", type=Path)
    parser.add_argument("samples", type=Path)
    parser.add_argument("file", type=Path)
    options = parser.parse_args()
    with np.load(options.samples) as archive:
        samples = dict(archive)
    found, count = float_operators(options.file)
    quality = sqnr_db(outputs(options.original, samples), outputs(options.file, samples))
    print(json.dumps({"sqnrDb": quality, "floatOperators": found, "operators": count}))


if __name__ == "__main__":
    main()
