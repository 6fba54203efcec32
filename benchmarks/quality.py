"""Makes each model in each mode with each side, scores all of them in one run, and prints a markdown table.

Run it in the environment of requirements-quantizer.txt; --tf-python names the other environment's interpreter.
See README.md for the commands.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE / "peers"))

import report
from lapidary import STEPS, Data, Lapidary, RequestFailed
from subjects import MODES, SUBJECTS

QUICK = ("float16", "dynamic")  # modes whose conversion the quantizer repeats, so that a warm figure stands beside ours


def options_of():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--assets", type=Path, required=True, help="folder that holds models/ and data/")
    parser.add_argument("--lapidary", help="the lapidary command; without it only the peers are measured")
    parser.add_argument("--lapidary-repeat", type=int, default=5, help="requests per Lapidary row")
    parser.add_argument("--tf-python", help="interpreter with requirements-tf.txt; without it no converter")
    parser.add_argument("--no-quantizer", action="store_true", help="leave ai-edge-quantizer out")
    parser.add_argument("--runtime", choices=("tensorflow", "litert"), help="what scores; tensorflow if it is there")
    parser.add_argument("--subjects", nargs="+", choices=SUBJECTS, default=["kws", "mobilenetv2"])
    parser.add_argument("--modes", nargs="+", choices=MODES, default=list(QUICK))
    parser.add_argument("--seconds", type=float, default=15, help="for the latency runs per subject and thread count")
    parser.add_argument("--keep", type=Path, help="folder for the files that were made; else they are deleted")
    parser.add_argument("--reuse", action="store_true", help="take peers' files and times that --keep already holds")
    parser.add_argument("--record", type=Path, help="write everything measured as JSON")
    return parser.parse_args()


class Bench:
    def __init__(self, options, folder):
        self.options, self.folder = options, folder
        self.assets = options.assets.resolve()

    def measure(self, name):
        """All rows of one subject: the float model first, then side by side for each mode."""
        made = []
        for mode in self.options.modes:
            if self.options.tf_python:
                made.append(self.peer(self.options.tf_python, "converter", name, mode, repeat=1))
            if not self.options.no_quantizer:
                made.append(self.peer(sys.executable, "quantizer", name, mode, repeat=5 if mode in QUICK else 1))
            if self.options.lapidary:
                made.extend(self.lapidary(name, mode))
        scores = self.score(name, [row["file"] for row in made])
        original = {"side": "the float model", "subject": name, "mode": "float"}
        return [{**row, **score} for row, score in zip([original, *made], scores)]

    def peer(self, python, script, name, mode, repeat):
        out = self.folder / f"{name}.{script}.{mode}.tflite"
        record = out.with_suffix(".json")
        if not (self.options.reuse and out.exists() and record.exists()):
            arguments = ["--assets", str(self.assets), "--repeat", str(repeat), name, mode, str(out)]
            lines = self.run([python, str(HERE / "peers" / f"{script}.py"), *arguments])
            record.write_text(lines[-1] + "\n")
        return {**json.loads(record.read_text()), "file": str(out)}

    def lapidary(self, name, mode):
        side = Lapidary(self.options.lapidary, self.options.lapidary_repeat)
        data = self.data(name, mode)
        model = SUBJECTS[name].model_path(self.assets)
        return [side.make(model, name, mode, step, data, self.folder) for step in STEPS[mode]]

    def data(self, name, mode):
        subject = SUBJECTS[name]
        if subject.test_query:
            return Data(f"{self.assets}/{subject.calibration_query}", f"{self.assets}/{subject.test_query}")
        calibration, test = (self.folder / f"{name}-{part}.npz" for part in ("calibration", "test"))
        np.savez(calibration, x=subject.calibration(self.assets))
        np.savez(test, x=subject.test(self.assets)[0])
        return Data(str(calibration), str(test))

    def score(self, name, files):
        runtime = self.options.runtime or ("tensorflow" if self.options.tf_python else "litert")
        python = self.options.tf_python if runtime == "tensorflow" else sys.executable
        common = ["--assets", str(self.assets), "--runtime", runtime, "--seconds", str(self.options.seconds)]
        lines = self.run([python, str(HERE / "peers" / "score.py"), *common, name, *files])
        return [json.loads(line) for line in lines]

    def run(self, command):
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        if done.returncode != 0:
            sys.exit(f"{' '.join(command)}\nexited {done.returncode}:\n{done.stderr[-4000:]}")
        return done.stdout.strip().splitlines()


def machine():
    models = [line for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")]
    return {
        "processor": models[0].partition(":")[2].strip() if models else platform.processor(),
        "cores": os.cpu_count(),
        "system": platform.platform(terse=True),
        "loadAverage": round(os.getloadavg()[0], 2),
    }


def main():
    options = options_of()
    if options.runtime == "tensorflow" and not options.tf_python:
        sys.exit("--runtime tensorflow needs --tf-python")
    with tempfile.TemporaryDirectory() as scratch:
        folder = (options.keep or Path(scratch)).resolve()
        folder.mkdir(parents=True, exist_ok=True)
        bench = Bench(options, folder)
        try:
            rows = [row for name in options.subjects for row in bench.measure(name)]
        except RequestFailed as failed:
            sys.exit(str(failed))
    for row in rows:
        row["file"] = Path(row["file"]).name
    measured = {"machine": machine(), "rows": rows}
    if options.record:
        options.record.write_text(json.dumps(measured, indent=1) + "\n")
    print(report.markdown(measured))


if __name__ == "__main__":
    main()
