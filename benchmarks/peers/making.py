"""What both peers' scripts share: their arguments, their clock and the line of JSON that they print."""

import argparse
import json
import resource
import time
from pathlib import Path

from subjects import MODES, SUBJECTS


def arguments(description):
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--assets", type=Path, required=True, help="folder that holds models/ and data/")
    parser.add_argument("--repeat", type=int, default=1, help="conversions in this process; the last file is kept")
    parser.add_argument("subject", choices=SUBJECTS)
    parser.add_argument("mode", choices=MODES)
    parser.add_argument("out", type=Path, help="the .tflite to write")
    return parser.parse_args()


def make(peer, version, started, prepare, convert, options):
    """Makes the file options.repeat times, each from the source to a written file, and prints what it took.

    prepare() gives what convert() takes; a source that is a network to build first is not the conversion's work.
    """
    preparing, working = [], []
    for _ in range(options.repeat):
        begin = time.perf_counter()
        source = prepare()
        ready = time.perf_counter()
        options.out.write_bytes(convert(source))
        preparing.append(round(ready - begin, 4))
        working.append(round(time.perf_counter() - ready, 4))
    print(
        json.dumps(
            {
                "side": peer,
                "version": version,
                "subject": options.subject,
                "mode": options.mode,
                "prepareSeconds": preparing,
                "workSeconds": working,
                "processSeconds": round(time.perf_counter() - started, 2),
                "peakMegabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
            }
        )
    )
