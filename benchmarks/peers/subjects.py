"""What is measured: each subject's float model, its calibration samples and the samples that score it.

The models and data lie in an assets folder that is not part of the project. Needs NumPy only, so that every
environment can import it.
"""

import gzip
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

CALIBRATION = 100
RANDOM_TEST = 64
KWS_SCALE, KWS_OFFSET = 0.5847029089927673, -83
MODES = ("float16", "dynamic", "int8", "int16x8")
CALIBRATED = ("int8", "int16x8")


@dataclass(frozen=True)
class Subject:
    """One model with its data.

    calibration gives x [100, ...]; test gives x [N, ...] and its labels [N], or None where there are none. *_query is
    the same data as the command line takes it, relative to the assets; None if it has to be written as .npz first.
    """

    name: str
    model: str
    calibration: Callable[[Path], np.ndarray]
    test: Callable[[Path], tuple[np.ndarray, np.ndarray | None]]
    calibration_query: str | None = None
    test_query: str | None = None

    def model_path(self, assets):
        return Path(assets) / self.model


def _kws(assets):
    stored = np.load(assets / "data/kws/inputs_int8.npy").astype(np.float32)
    return (stored + KWS_OFFSET) * np.float32(KWS_SCALE), np.load(assets / "data/kws/labels.npy")


def _kws_test(assets):
    x, y = _kws(assets)
    return x[CALIBRATION:], y[CALIBRATION:]


def _idx(path):
    raw = gzip.decompress(path.read_bytes())
    shape = np.frombuffer(raw, ">u4", raw[3], 4)
    return np.frombuffer(raw, np.uint8, offset=4 + 4 * raw[3]).reshape(shape)


def _mnist(assets, part):
    folder = assets / "data/mnist"
    images = _idx(folder / f"{part}-images-idx3-ubyte.gz").astype(np.float32) / 255
    return images, _idx(folder / f"{part}-labels-idx1-ubyte.gz")


def _noise(samples, seed):
    return np.random.default_rng(seed).standard_normal((samples, 224, 224, 3), np.float32)


def _kws_query(part):
    return f"data/kws/inputs_int8.npy?offset={KWS_OFFSET}&scale={KWS_SCALE}&labels=labels.npy&slice={part}"


def _mnist_query(part, tail=""):
    return f"data/mnist/{part}-images-idx3-ubyte.gz?scale={1 / 255}&labels={part}-labels-idx1-ubyte.gz{tail}"


SUBJECTS = {
    subject.name: subject
    for subject in (
        Subject(
            "kws",
            "models/kws_float.tflite",
            lambda assets: _kws(assets)[0][:CALIBRATION],
            _kws_test,
            _kws_query(f"0:{CALIBRATION}"),
            _kws_query(f"{CALIBRATION}:1000"),
        ),
        Subject(
            "mobilenetv2",
            "models/mobilenetv2_random.tflite",
            lambda assets: _noise(CALIBRATION, seed=1),
            lambda assets: (_noise(RANDOM_TEST, seed=2), None),
        ),
        Subject(
            "mnist",
            "models/mnist_tutorial.tflite",
            lambda assets: _mnist(assets, "train")[0][:CALIBRATION],
            lambda assets: _mnist(assets, "t10k"),
            _mnist_query("train", f"&slice=0:{CALIBRATION}"),
            _mnist_query("t10k"),
        ),
    )
}
