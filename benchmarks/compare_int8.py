"""Holds an int8 file against the TensorFlow Lite converter's own of the same float model and samples.

    python compare_int8.py converter.tflite lapidary.tflite

The file of Lapidary is made by int8:calibration=min-max,global_pooling=keep,balance_channels=false. Prints the largest relative
difference of weight scales and of activation scales, operator by operator; fails if operators or types differ, a weight scale
differs by more than 1e-6 or an activation scale by more than 5 percent.
Environment: requirements-tf.txt.
"""

import argparse

import numpy as np
import tensorflow as tf

WEIGHTS = 1e-6
ACTIVATIONS = 0.05


def operators(path):
    resolver = tf.lite.experimental.OpResolverType.BUILTIN_WITHOUT_DEFAULT_DELEGATES
    interpreter = tf.lite.Interpreter(path, experimental_op_resolver_type=resolver)
    tensors = {tensor["index"]: tensor for tensor in interpreter.get_tensor_details()}
    for operator in interpreter._get_ops_details():
        used = [*operator["inputs"], *operator["outputs"]]
        yield operator["op_name"], [tensors[index] for index in used if index >= 0]


def scales(tensor):
    return tensor["quantization_parameters"]["scales"].astype(np.float64)


def difference(one, other):
    return float(np.max(np.abs(one - other) / one)) if one.size else 0.0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("converter")
    parser.add_argument("lapidary")
    options = parser.parse_args()
    theirs, ours = list(operators(options.converter)), list(operators(options.lapidary))
    assert [name for name, _ in theirs] == [name for name, _ in ours], "operators differ"
    worst = {"weights": 0.0, "activations": 0.0}
    for (name, expected), (_, actual) in zip(theirs, ours, strict=True):
        assert [t["dtype"] for t in expected] == [t["dtype"] for t in actual], f"types of {name} differ"
        for one, other in zip(expected, actual, strict=True):
            assert scales(one).size == scales(other).size, f"{name}: {one['name']} and {other['name']} have other axes"
            if one["dtype"] == np.int8:
                kind = "weights" if scales(one).size > 1 else "activations"
                worst[kind] = max(worst[kind], difference(scales(one), scales(other)))
    print(f"{len(ours)} operators; weight scales differ by {worst['weights']:.2g}", end=" ")
    print(f"and activation scales by {worst['activations']:.2g} at most")
    assert worst["weights"] <= WEIGHTS and worst["activations"] <= ACTIVATIONS


if __name__ == "__main__":
    main()
