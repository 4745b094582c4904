"""CleanRL's ppo.py, as its authors wrote it, on the cart-pole: its defaults are 4 copies, 128 steps, four epochs of four minibatches and two
networks of two tanh layers of 64. The file is run unchanged from a checkout; the time between its progress lines is taken.

    FIRSTMOVER_CLEANRL=<checkout> python benchmarks/engine/cart_pole_cleanrl.py

Where its argument parser tyro is not installed, a stand-in fills the same dataclass.
"""

import importlib.util
import io
import os
import runpy
import sys
import tempfile
import time
import types

import gymnasium
import torch
from measure import answer, startup

WARM_UP, UPDATES, STEPS = 4, 16, 512
script = os.path.join(os.path.abspath(os.environ["FIRSTMOVER_CLEANRL"]), "cleanrl", "ppo.py")
torch.set_num_threads(1)


def stand_in():
    """What ppo.py calls of tyro: a dataclass from the command line."""

    def cli(kind):
        arguments = kind()
        for name, text in zip(sys.argv[1::2], sys.argv[2::2]):
            field = name[2:].replace("-", "_")
            setattr(arguments, field, type(getattr(arguments, field))(text))
        return arguments

    module = types.ModuleType("tyro")
    module.cli = cli
    return module


class Progress(io.TextIOBase):
    """Takes the time whenever ppo.py says how fast it is, which it does after every update."""

    def __init__(self):
        self.times = []
        self.apart = {}

    def write(self, text):
        if text.startswith("SPS:"):
            self.times.append((time.process_time(), time.perf_counter()))
            self.apart.setdefault("startup", startup())
        return len(text)


def run():
    progress, stdout = Progress(), sys.stdout
    folder = os.getcwd()
    with tempfile.TemporaryDirectory() as scratch:
        os.chdir(scratch)  # it writes its logs below the working folder
        sys.argv = [script, "--total-timesteps", str((WARM_UP + UPDATES) * STEPS)]
        sys.stdout = progress
        try:
            runpy.run_path(script, run_name="__main__")
        finally:
            sys.stdout = stdout
            os.chdir(folder)
    return progress


parser = "tyro"
if importlib.util.find_spec("tyro") is None:
    sys.modules["tyro"] = stand_in()
    parser = "a stand-in for tyro, which is missing"
progress = run()
(cpu0, wall0), (cpu1, wall1) = progress.times[WARM_UP - 1], progress.times[-1]
steps = (len(progress.times) - WARM_UP) * STEPS
answer(
    lambda: {"steps": {"cpu": steps / (cpu1 - cpu0), "wall": steps / (wall1 - wall0)}},
    **progress.apart,
    version=f"torch {torch.__version__}, gymnasium {gymnasium.__version__}, arguments by {parser}",
)
