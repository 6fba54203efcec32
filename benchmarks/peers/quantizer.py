"""Makes a subject's model with ai-edge-quantizer, from its float .tflite.

Environment: requirements-quantizer.txt. One process per figure: its start is part of what a user waits for.
"""

import time

STARTED = time.perf_counter()

from importlib.metadata import version

import making
from ai_edge_litert.interpreter import Interpreter
from ai_edge_quantizer import algorithm_manager, qtyping, quantizer, recipe
from subjects import SUBJECTS

RECIPES = {
    "dynamic": recipe.dynamic_wi8_afp32,
    "int8": recipe.static_wi8_ai8,
    "int16x8": recipe.static_wi8_ai16,
}


def quantizer_of(path, mode):
    subject = quantizer.Quantizer(str(path))
    if mode in RECIPES:
        subject.load_quantization_recipe(RECIPES[mode]())
        return subject
    half = qtyping.TensorQuantizationConfig(num_bits=16, dtype=qtyping.TensorDataType.FLOAT)
    subject.update_quantization_recipe(
        regex=".*",
        operation_name=qtyping.TFLOperationName.ALL_SUPPORTED,
        op_config=qtyping.OpQuantizationConfig(
            weight_tensor_config=half, compute_precision=qtyping.ComputePrecision.FLOAT
        ),
        algorithm_key=algorithm_manager.AlgorithmName.FLOAT_CASTING,
    )
    return subject


def main():
    options = making.arguments(__doc__)
    subject = SUBJECTS[options.subject]

    def calibration(path):
        ((signature, tensors),) = Interpreter(str(path)).get_signature_list().items()
        (name,) = tensors["inputs"]
        return {signature: [{name: sample[None]} for sample in subject.calibration(options.assets)]}

    def convert(path):
        quantizing = quantizer_of(path, options.mode)
        ranges = quantizing.calibrate(calibration(path)) if quantizing.need_calibration else None
        return bytes(quantizing.quantize(ranges).quantized_model)

    making.make(
        "ai-edge-quantizer",
        version("ai-edge-quantizer"),
        STARTED,
        lambda: subject.model_path(options.assets),
        convert,
        options,
    )


if __name__ == "__main__":
    main()
