"""Scores .tflite files of any side on one data set with one interpreter; prints one JSON object per file.

bytes, zippedBytes (deflated), agreement (share of samples with the float model's top class), accuracy, sqnrDb
(10 log10 of the float output's energy over the energy of the difference, all samples together), and latency; or
error, with the interpreter's words, for a file that it refuses to run. constantOutput marks a float model that gives
every sample the same output, which no comparison can say anything about.
Environment: requirements-quantizer.txt, or requirements-tf.txt with --runtime tensorflow.
"""

import argparse
import io
import json
import os
import zipfile
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import latency
import numpy as np
from subjects import SUBJECTS


def interpreter_class(runtime):
    if runtime == "tensorflow":
        import tensorflow as tf

        return tf.lite.Interpreter
    from ai_edge_litert.interpreter import Interpreter

    return Interpreter


class Runner:
    """A model in the interpreter that takes and gives float samples, whatever its own types are."""

    def __init__(self, interpreter):
        self.interpreter = interpreter
        interpreter.allocate_tensors()
        self.input = interpreter.get_input_details()[0]
        self.output = interpreter.get_output_details()[0]

    def load(self, sample):
        value = sample.reshape(self.input["shape"])
        dtype = self.input["dtype"]
        if np.issubdtype(dtype, np.integer):
            scale, zero_point = self.input["quantization"]
            limits = np.iinfo(dtype)
            value = np.clip(np.round(value / scale + zero_point), limits.min, limits.max)
        self.interpreter.set_tensor(self.input["index"], value.astype(dtype))

    def run(self, sample):
        self.load(sample)
        self.interpreter.invoke()
        value = self.interpreter.get_tensor(self.output["index"])[0].astype(np.float64)
        if np.issubdtype(self.output["dtype"], np.integer):
            scale, zero_point = self.output["quantization"]
            value = (value - zero_point) * scale
        return value


def zipped_bytes(path):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(path, "model")
    return buffer.tell()


def sqnr_db(reference, output):
    noise = np.square(reference - output).sum()
    return float(10 * np.log10(np.square(reference).sum() / noise)) if noise > 0 else None  # None: equal


def size(path):
    return {"file": str(path), "bytes": path.stat().st_size, "zippedBytes": zipped_bytes(path)}


def quality(output, reference, labels):
    if np.ptp(reference, axis=0).max() == 0:
        return {"samples": len(output), "constantOutput": True}
    top = output.argmax(1)
    result = {
        "samples": len(output),
        "agreement": float(np.mean(top == reference.argmax(1))),
        "sqnrDb": sqnr_db(reference, output),
        "largestError": float(np.abs(reference - output).max()),
    }
    if labels is not None:
        result["accuracy"] = float(np.mean(top == labels))
    return result


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--assets", type=Path, required=True, help="folder that holds models/ and data/")
    parser.add_argument("--runtime", choices=("litert", "tensorflow"), default="litert")
    parser.add_argument("--threads", type=int, nargs="+", default=[1, 2], help="thread counts to take latency with")
    parser.add_argument("--seconds", type=float, default=15, help="time for the latency runs of one thread count")
    parser.add_argument("subject", choices=SUBJECTS)
    parser.add_argument("files", type=Path, nargs="*", help="the subject's float model is always scored first")
    options = parser.parse_args()

    subject = SUBJECTS[options.subject]
    new_interpreter = interpreter_class(options.runtime)
    x, labels = subject.test(options.assets)
    files = [subject.model_path(options.assets), *options.files]

    def runner(path, threads):
        return Runner(new_interpreter(str(path), num_threads=threads))

    results, running, reference = [], [], None
    for path in files:
        result = size(path)
        results.append(result)
        try:
            model = runner(path, 2)
        except (RuntimeError, ValueError) as refused:  # a file that its own maker's runtime refuses is a finding
            result["error"] = str(refused)
            continue
        running.append((path, result))
        output = np.stack([model.run(sample) for sample in x])
        reference = output if reference is None else reference
        result.update(quality(output, reference, labels))
    for threads in options.threads:
        runners = [runner(path, threads) for path, _ in running]
        for model in runners:
            model.load(x[0])
        taken = latency.interleaved([model.interpreter.invoke for model in runners], options.seconds)
        for (_, result), measured in zip(running, taken):
            result.setdefault("latency", {})[str(threads)] = measured
    for result in results:
        print(json.dumps(result))


if __name__ == "__main__":
    main()
