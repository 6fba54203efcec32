"""Measures what quantization costs in a running node, beside the peers, in one run.

Time is what a step says of itself in the result; CPU time and resident memory are those of the node and its engine processes
while a request is served, its evaluation included. Start a node first (`lapidary start`); its pid is in node.json.
Run it in the environment of requirements-quantizer.txt, on Linux. See README.md for the command.
"""

import argparse
import json
import os
import statistics
import sys
import tempfile
import threading
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE / "peers"))

from lapidary import STEPS, Lapidary, RequestFailed
from quality import Bench, machine
from subjects import SUBJECTS

TICKS = os.sysconf("SC_CLK_TCK")
SAMPLING_SECONDS = 0.02
HEAD = ("model, mode", "side", "work s", "CPU s", "resident MB over rest", "of it at its peak: node; engines")


def options_of():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--assets", type=Path, required=True, help="folder that holds models/ and data/")
    parser.add_argument("--lapidary", required=True, help="the lapidary command")
    parser.add_argument("--data", type=Path, default=Path("~/.lapidary").expanduser(), help="the node's data folder")
    parser.add_argument("--tf-python", help="interpreter with requirements-tf.txt; without it no converter")
    parser.add_argument("--subjects", nargs="+", choices=SUBJECTS, default=["mobilenetv2"])
    parser.add_argument("--modes", nargs="+", choices=STEPS, default=["int8"])
    parser.add_argument("--repeat", type=int, default=5, help="requests per Lapidary row")
    parser.add_argument("--record", type=Path, help="write everything measured as JSON")
    return parser.parse_args()


class Node:
    """A node's process and its engine processes, as /proc shows them."""

    def __init__(self, data):
        self.pid = int(json.loads((data / "node.json").read_text())["pid"])

    def processes(self):
        """Pids: the node's first, then those of its engines."""
        children = []
        for task in Path(f"/proc/{self.pid}/task").iterdir():
            try:
                children += [int(pid) for pid in (task / "children").read_text().split()]
            except OSError:
                continue  # a thread that has just ended
        return [self.pid, *(pid for pid in children if "io.lapidary.engine" in _read(pid, "cmdline"))]

    def megabytes(self):
        return {pid: _megabytes(pid) for pid in self.processes()}

    def cpu_seconds(self):
        return {pid: _cpu_seconds(pid) for pid in self.processes()}


def _read(pid, name):
    try:
        return Path(f"/proc/{pid}/{name}").read_text()
    except OSError:
        return ""  # a process that has just ended


def _megabytes(pid):
    lines = [line for line in _read(pid, "status").splitlines() if line.startswith("VmRSS")]
    return int(lines[0].split()[1]) // 1024 if lines else 0


def _cpu_seconds(pid):
    fields = _read(pid, "stat").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS if fields else 0.0


class Watch:
    """The largest resident memory of a node and its engines together while the block runs, and the CPU time it took."""

    def __init__(self, node):
        self.node = node
        self.peak = {}
        self.ended = threading.Event()
        self.thread = threading.Thread(target=self._watch)

    def __enter__(self):
        self.before = self.node.cpu_seconds()
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.ended.set()
        self.thread.join()
        after = self.node.cpu_seconds()
        self.cpu = sum(seconds - self.before.get(pid, 0) for pid, seconds in after.items())

    def _watch(self):
        while not self.ended.wait(SAMPLING_SECONDS):
            now = self.node.megabytes()
            if sum(now.values()) > sum(self.peak.values()):
                self.peak = now


def lapidary_row(options, node, bench, name, mode, folder):
    rest = _megabytes(node.pid)
    side = Lapidary(options.lapidary, repeat=1, data=options.data)
    data = bench.data(name, mode)
    model = SUBJECTS[name].model_path(bench.assets)
    work, cpu, grown = [], [], []
    for _ in range(options.repeat):
        with Watch(node) as watch:
            made = side.make(model, name, mode, STEPS[mode][0], data, folder)
        work += made["workSeconds"]
        cpu.append(round(watch.cpu, 2))
        own = watch.peak.get(node.pid, 0) - rest
        grown.append((sum(watch.peak.values()) - rest, own, sum(watch.peak.values()) - rest - own))
    return {**made, "workSeconds": work, "cpuSeconds": cpu, "restMegabytes": rest, "grownMegabytes": grown}


def cells(row):
    first, later = row["workSeconds"][0], row["workSeconds"][1:]
    work = f"{first:.2f}" + (f"; {statistics.median(later):.2f}" if later else "")
    if "grownMegabytes" not in row:
        return (work, "–", f"{row['peakMegabytes']} (the whole process)", "–")
    total, node, engines = max(row["grownMegabytes"])
    cpu = statistics.median(row["cpuSeconds"][1:] or row["cpuSeconds"])
    return (work, f"{cpu:.2f}, with the evaluation", f"{total}", f"{node}; {engines}")


def main():
    options = options_of()
    options.reuse = False
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        bench, node, rows = Bench(options, folder), Node(options.data), []
        try:
            for name in options.subjects:
                for mode in options.modes:
                    rows.append(lapidary_row(options, node, bench, name, mode, folder))
                    rows.append(bench.peer(sys.executable, "quantizer", name, mode, repeat=1))
                    if options.tf_python:
                        rows.append(bench.peer(options.tf_python, "converter", name, mode, repeat=1))
        except RequestFailed as failed:
            sys.exit(str(failed))
    measured = {"machine": machine(), "time": time.strftime("%Y-%m-%d"), "rows": rows}
    if options.record:
        options.record.write_text(json.dumps(measured, indent=1) + "\n")
    found = measured["machine"]
    print(f"{found['processor']}, {found['cores']} cores, {found['system']}, load {found['loadAverage']}\n")
    for line in (HEAD, ["---"] * len(HEAD)):
        print("| " + " | ".join(line) + " |")
    for row in rows:
        print("| " + " | ".join((f"{row['subject']} {row['mode']}", row["side"], *cells(row))) + " |")


if __name__ == "__main__":
    main()
