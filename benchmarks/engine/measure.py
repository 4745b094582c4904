"""What the peers' scripts share: rates per CPU second and per wall second, and the JSON that engine.ts reads.

A script prints one JSON object. With --serve it prints one for every line that it reads, so that several systems can take turns.
"""

import json
import os
import sys
import time

STARTED = float(os.environ.get("FIRSTMOVER_STARTED", time.time() * 1000)) / 1000


def arguments():
    return [argument for argument in sys.argv[1:] if argument != "--serve"]


def one_core():
    """Keeps the process on one core, where the system can. To be called before a library counts the cores and starts its threads."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


def startup():
    """Seconds since engine.ts started this process."""
    return time.time() - STARTED


def timed(call):
    """Seconds of the process (all threads) and of the wall."""
    cpu, wall = time.process_time(), time.perf_counter()
    call()
    return {"cpu": time.process_time() - cpu, "wall": time.perf_counter() - wall}


def rate(call, amount, seconds=0.15):
    """How much is done in a second when every call does `amount`, over about so many seconds."""
    cpu, wall, calls = time.process_time(), time.perf_counter(), 0
    while True:
        call()
        calls += 1
        spent = {"cpu": time.process_time() - cpu, "wall": time.perf_counter() - wall}
        if spent["wall"] >= seconds:
            return {clock: amount * calls / max(value, 1e-9) for clock, value in spent.items()}


def seconds_each(call, count, seconds=0.15):
    """The seconds that one of `count` repetitions takes, which every call makes."""
    return {clock: 1 / value for clock, value in rate(call, count, seconds).items()}


def answer(measure, **apart):
    """Prints what `measure` returns as figures, with what is told apart: start-up and compile time."""

    def once():
        print(json.dumps({**apart, "figures": measure()}), flush=True)

    if "--serve" in sys.argv:
        print(json.dumps({"ready": True}), flush=True)
        for _ in sys.stdin:
            once()
    else:
        once()
