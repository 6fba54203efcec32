"""Quantizes many kinds of networks with Lapidary and with the TensorFlow Lite converter, and prints a markdown table.

The networks are made here, with random but settled weights, and so is their data. Environment: requirements-tf.txt;
--litert-python names the other environment's interpreter.
See README.md for the command and for what the columns say.
"""

import argparse
import json
import multiprocessing
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE / "zoo")]

import numpy as np
from catalogue import NETWORKS, SINGLE_OPERATORS
from converting import convert
from lapidary import Data, Lapidary, RequestFailed

MODES = {"float16": "float16", "dynamic": "dynamic-range", "int8": "int8", "int16x8": "int16x8"}
SAMPLES = 100
KNOWN = NETWORKS | SINGLE_OPERATORS


def options_of():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lapidary", help="the lapidary command; without it only the converter is measured")
    parser.add_argument("--litert-python", required=True, help="interpreter with requirements-quantizer.txt, which scores")
    parser.add_argument("--no-converter", action="store_true", help="leave the converter out")
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--networks", nargs="+", choices=KNOWN, default=list(NETWORKS), metavar="NAME")
    which.add_argument("--single-operators", dest="networks", action="store_const", const=list(SINGLE_OPERATORS))
    parser.add_argument("--modes", nargs="+", choices=MODES, default=list(MODES))
    parser.add_argument("--keep", type=Path, help="folder for the files that were made, which are taken from there again")
    parser.add_argument("--record", type=Path, help="write everything measured as JSON")
    return parser.parse_args()


def write_converted(name, mode, file):
    calibration = KNOWN[name].samples("calibration", SAMPLES)
    Path(file).write_bytes(convert(KNOWN[name].made(), calibration, mode))


class Bench:
    def __init__(self, options, folder):
        self.options, self.folder = options, folder

    def measure(self, name):
        """One row for each mode."""
        self.name = name
        self.calibration = KNOWN[name].samples("calibration", SAMPLES)
        self.data = Data(self.saved("calibration", self.calibration), self.saved("test", KNOWN[name].samples("test", SAMPLES)))
        self.original = self.converted("float")
        rows = []
        for mode in self.options.modes:
            row = {"network": name, "mode": mode, "floatBytes": self.original.stat().st_size}
            if not self.options.no_converter:
                row["converter"] = self.scored(lambda: self.converted(mode))
            if self.options.lapidary:
                row["lapidary"] = self.scored(lambda: self.ours(mode))
            rows.append(row)
            print(line(row), flush=True)
        return rows

    def converted(self, mode):
        file = self.folder / f"{self.name}.converter.{mode}.tflite"
        if not file.exists():
            # The converter ends its process on some networks.
            child = multiprocessing.get_context("spawn").Process(target=write_converted, args=(self.name, mode, str(file)))
            child.start()
            child.join()
            if child.exitcode != 0:
                raise RuntimeError(f"the converter ended with {child.exitcode}")
        return file

    def ours(self, mode):
        made = Lapidary(self.options.lapidary, 1).make(
            self.original, self.name, mode, MODES[mode], self.data, self.folder
        )
        return Path(made["file"])

    def saved(self, part, arrays):
        file = self.folder / f"{self.name}.{part}.npz"
        np.savez(file, **arrays)
        return str(file)

    def scored(self, make):
        """What one side's file is like; the reason where it makes none, or one that does not run."""
        try:
            file = make()
        except Exception as failed:  # a side that makes nothing is a finding, whatever it raises
            return {"error": "makes none", "why": str(failed)[-2000:]}
        command = [self.options.litert_python, str(HERE / "zoo" / "scoring.py"), self.original, self.data.test, file]
        run = subprocess.run(command, capture_output=True, text=True)
        size = {"bytes": file.stat().st_size}
        if run.returncode != 0:
            return {**size, "error": "does not run", "why": run.stderr[-2000:]}
        return {**size, **json.loads(run.stdout)}


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
    shown = quality if quality == "equal" else f"{quality:.1f}"
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
