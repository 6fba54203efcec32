"""Lapidary's side of the benchmarks: the steps that answer each mode, and one request through its command line."""

import hashlib
import json
import shlex
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

STEPS = {
    "float16": ["float16"],
    "dynamic": ["dynamic-range", "dynamic-range:all_weights=true"],
    "int8": ["int8"],
    "int16x8": ["int16x8"],
}
TIMEOUT_SECONDS = 1800
NEEDS_CALIBRATION = {"int8", "int16x8"}


@dataclass(frozen=True)
class Data:
    """What the command line takes for --representative and --test."""

    representative: str
    test: str


class RequestFailed(Exception):
    """A request that gave no artifact to measure, or no honest figure for it."""


class Lapidary:
    """Sends requests by the `lapidary` command.

    Where a node runs, on the data folder if one is named, the command uses it; else it starts one for each request, and every request
    is then a cold one.
    """

    def __init__(self, command, repeat, data=None):
        self.command = shlex.split(command)
        self.repeat = repeat
        self.data = data

    def make(self, model, subject, mode, step, data, folder):
        """One artifact, made repeat times. Seeds differ, so that no step is answered from memory."""
        first_seed = time.time_ns() // 1_000_000
        work, waited, contents = [], [], []
        for number in range(self.repeat):
            with tempfile.TemporaryDirectory() as out:
                begin = time.perf_counter()
                document = self._optimize(model, mode, step, data, out, first_seed + number)
                waited.append(round(time.perf_counter() - begin, 2))
                work.append(_work_seconds(document))
                contents.append(_artifact(document, Path(out)))
        kept = folder / f"{subject}.lapidary.{_plain(step)}.tflite"
        kept.write_bytes(contents[-1])
        return {
            "side": f"Lapidary `{step}`",
            "version": "; ".join(f"{s['id']} {s['version']}" for s in document["steps"]),
            "subject": subject,
            "mode": mode,
            "workSeconds": work,
            "processSeconds": waited[-1],
            "equalBytes": len(set(contents)) == 1,
            "file": str(kept),
        }

    def _optimize(self, model, mode, step, data, out, seed):
        command = [*self.command, "optimize", str(model), "--step", step, "--test", data.test]
        if mode in NEEDS_CALIBRATION:
            command += ["--representative", data.representative]
        command += ["--seed", str(seed), "--no-explain", "--out", out, "--json"]
        if self.data:
            command += ["--data", str(self.data)]
        run = subprocess.run(command, capture_output=True, text=True, timeout=TIMEOUT_SECONDS)
        if run.returncode != 0:
            raise RequestFailed(f"{shlex.join(command)}\nexited {run.returncode}: {run.stdout}{run.stderr}")
        return json.loads(run.stdout)


def _work_seconds(document):
    remembered = [step["id"] for step in document["steps"] if step["remembered"]]
    if remembered:
        raise RequestFailed(f"{', '.join(remembered)} came from memory, so there is no time to report")
    return round(sum(step["seconds"] for step in document["steps"]), 4)


def _artifact(document, out):
    """The bytes of the one file in the folder, which has to be the one that the document names."""
    files = [path for path in out.iterdir() if path.is_file()]
    if len(files) != 1:
        raise RequestFailed(f"{out} holds {len(files)} files instead of one")
    content = files[0].read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    if not any(a["sha256"].endswith(digest) and a["bytes"] == len(content) for a in document["artifacts"]):
        raise RequestFailed(f"{files[0]} has sha256 {digest}, which is none of the artifacts that were reported")
    return content


def _plain(step):
    return "".join(c if c.isalnum() or c == "-" else "_" for c in step)
