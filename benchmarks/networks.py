"""Quantizes many kinds of networks with Lapidary and with the TensorFlow Lite converter, and prints a markdown table.

The networks are made here, with random but settled weights, and so is their data. Environment: requirements-tf.txt.
See README.md for the command and for what the columns say.
"""

import argparse
import json
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE / "zoo")]

import numpy as np
from catalogue import NETWORKS
from converting import convert
from lapidary import Data, Lapidary, RequestFailed
from scoring import float_operators, outputs, sqnr_db

MODES = {"float16": "float16", "dynamic": "dynamic-range", "int8": "int8", "int16x8": "int16x8"}
SAMPLES = 100


def options_of():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lapidary", help="the lapidary command; without it only the converter is measured")
    parser.add_argument("--no-converter", action="store_true", help="leave the converter out")
    parser.add_argument("--networks", nargs="+", choices=NETWORKS, default=list(NETWORKS))
    parser.add_argument("--modes", nargs="+", choices=MODES, default=list(MODES))
    parser.add_argument("--keep", type=Path, help="folder for the files that were made, which are taken from there again")
    parser.add_argument("--record", type=Path, help="write everything measured as JSON")
    return parser.parse_args()


class Bench:
    def __init__(self, options, folder):
        self.options, self.folder = options, folder

    def measure(self, name):
        """One row for each mode."""
        network = NETWORKS[name]
        self.model, self.name = None, name
        self.calibration, self.test = (network.samples(part, SAMPLES) for part in ("calibration", "test"))
        plain = self.converted("float")
        reference = outputs(plain, self.test)
        rows = []
        for mode in self.options.modes:
            row = {"network": name, "mode": mode, "floatBytes": len(plain)}
            if not self.options.no_converter:
                row["converter"] = score(lambda: self.converted(mode), reference, self.test)
            if self.options.lapidary:
                row["lapidary"] = score(lambda: self.ours(mode), reference, self.test)
            rows.append(row)
            print(line(row), flush=True)
        return rows

    def converted(self, mode):
        file = self.folder / f"{self.name}.converter.{mode}.tflite"
        if not file.exists():
            self.model = self.model or NETWORKS[self.name].made()
            file.write_bytes(convert(self.model, self.calibration, mode))
        return file.read_bytes()

    def ours(self, mode):
        data = Data(*(self.saved(part, arrays) for part, arrays in (("calibration", self.calibration), ("test", self.test))))
        model = self.folder / f"{self.name}.converter.float.tflite"
        made = Lapidary(self.options.lapidary, 1).make(model, self.name, mode, MODES[mode], data, self.folder)
        return Path(made["file"]).read_bytes()

    def saved(self, part, arrays):
        file = self.folder / f"{self.name}.{part}.npz"
        np.savez(file, **arrays)
        return str(file)


def score(make, reference, samples):
    """What one side's file is like; the reason where it makes none, or one that does not run."""
    try:
        content = make()
    except Exception as failed:  # a side that makes nothing is a finding, whatever it raises
        return {"error": "makes none", "why": str(failed)[:2000]}
    result = {"bytes": len(content)}
    try:
        actual = outputs(content, samples)
        result["sqnrDb"] = sqnr_db(reference, actual)
        result["floatOperators"], result["operators"] = float_operators(content)
    except Exception as refused:
        result.update(error="does not run", why=str(refused)[:2000])
    return result


HEAD = "| network | mode | float bytes | converter: bytes | SQNR dB | in float | Lapidary: bytes | SQNR dB | in float |"


def line(row):
    cells = [row["network"], row["mode"], f"{row['floatBytes']:,}"]
    for side in ("converter", "lapidary"):
        cells.extend(side_cells(row.get(side)))
    return "| " + " | ".join(cells) + " |"


def side_cells(result):
    if result is None:
        return ["–", "–", "–"]
    size = f"{result['bytes']:,}" if "bytes" in result else "–"
    if "error" in result:
        return [size, result["error"], "–"]
    quality = result["sqnrDb"]
    shown = "equal" if np.isposinf(quality) else f"{quality:.1f}"
    return [size, shown, f"{result['floatOperators']} of {result['operators']}"]


def main():
    options = options_of()
    print(HEAD + "\n" + "| --- " * HEAD.count(" | ") + "| --- |")
    with tempfile.TemporaryDirectory() as scratch:
        folder = (options.keep or Path(scratch)).resolve()
        folder.mkdir(parents=True, exist_ok=True)
        bench = Bench(options, folder)
        rows = [row for name in options.networks for row in bench.measure(name)]
    if options.record:
        options.record.write_text(json.dumps(rows, indent=1) + "\n")


if __name__ == "__main__":
    main()
