"""The markdown table of what quality.py measured."""

import statistics

HEAD = (
    "model, mode",
    "side",
    "bytes",
    "zipped",
    "SQNR dB",
    "agreement",
    "accuracy",
    "latency µs, 1 thread (times float)",
    "2 threads",
    "work s, first; later",
    "whole process s; peak MB",
)


def markdown(measured):
    machine = measured["machine"]
    lines = [
        f"{machine['processor']}, {machine['cores']} cores, {machine['system']}, load {machine['loadAverage']}",
        "",
        _line(HEAD),
        _line(["---"] * len(HEAD)),
    ]
    return "\n".join(lines + [_line(_cells(row)) for row in measured["rows"]])


def _line(cells):
    return "| " + " | ".join(cells) + " |"


def _cells(row):
    return (
        f"{row['subject']} {row['mode']}",
        row["side"] + ("" if row.get("equalBytes", True) else ", bytes differ from run to run"),
        f"{row['bytes']:,}",
        f"{row['zippedBytes']:,}",
        _number(row, "sqnrDb", ".2f"),
        _number(row, "agreement", ".4f"),
        _number(row, "accuracy", ".4f"),
        _latency(row, "1"),
        _latency(row, "2"),
        _work(row.get("workSeconds")),
        _process(row),
    )


def _number(row, key, form):
    if key not in row or row["mode"] == "float" and key != "accuracy":
        return "–"
    return "equal" if row[key] is None else format(row[key], form)


def _latency(row, threads):
    if "error" in row:
        return "does not run"
    measured = row["latency"].get(threads)
    return "–" if measured is None else f"{measured['p50Micros']:,.0f} ({measured['ratio']:.2f})"


def _work(seconds):
    if not seconds:
        return "–"
    first = f"{seconds[0]:.3f}"
    return first if len(seconds) == 1 else f"{first}; {statistics.median(seconds[1:]):.3f}"


def _process(row):
    if "processSeconds" not in row:
        return "–"
    return f"{row['processSeconds']}; {row.get('peakMegabytes', '–')}"
