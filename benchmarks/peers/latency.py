"""Latency of several calls on a machine that others use too: they take turns, so that each meets the same noise."""

import random
import statistics
import time

TIMED, LEAST_ROUNDS = 3, 20


def interleaved(calls, seconds):
    """Runs the calls in rounds, in an order drawn anew each round, for about the given time.

    Per round a call runs once to warm the caches and three times on the clock. Gives for each call p50 and p90 in
    microseconds, and ratio: the median over all rounds of its median over the first call's median in that round.
    """
    order = list(range(len(calls)))
    shuffle = random.Random(1).shuffle
    samples = [[] for _ in calls]
    end = time.perf_counter() + seconds
    while time.perf_counter() < end or len(samples[0]) < LEAST_ROUNDS:
        shuffle(order)
        for index in order:
            calls[index]()
            samples[index].append([_timed(calls[index]) for _ in range(TIMED)])
    medians = [[statistics.median(turn) for turn in turns] for turns in samples]
    return [
        {
            "p50Micros": round(statistics.median(own), 1),
            "p90Micros": round(statistics.quantiles([value for turn in turns for value in turn], n=10)[-1], 1),
            "ratio": round(statistics.median(a / b for a, b in zip(own, medians[0])), 3),
            "rounds": len(own),
        }
        for own, turns in zip(medians, samples)
    ]


def _timed(call):
    begin = time.perf_counter_ns()
    call()
    return (time.perf_counter_ns() - begin) / 1000
