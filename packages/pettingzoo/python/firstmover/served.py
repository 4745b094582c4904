"""Games of firstmover as parallel environments: a Node process per environment, asked over its standard streams."""

import os
import shutil
import subprocess
import tempfile

import json
import numpy as np
from pettingzoo import ParallelEnv

from .frames import JSON, PROTOCOL, Frames
from .spaces import codec, space_of

RESET, STEP = 0, 1


def parallel_env(game, *, command=None, **parameters):
    """A game of firstmover as a PettingZoo parallel environment.

    game: an id of `firstmover list`, or the path of a module that exports a game.
    command: how firstmover is started, as a list (default: the one installed in node_modules of this folder or one above, else that on the path).
    parameters: those of the game, for example steps=5.
    """
    return FirstmoverEnv(game, command=command, **parameters)


def _find_command():
    folder = os.getcwd()
    while True:
        script = os.path.join(folder, "node_modules", "firstmover", "bin", "firstmover.js")
        if os.path.exists(script) and shutil.which("node"):
            return [shutil.which("node"), script]
        above = os.path.dirname(folder)
        if above == folder:
            break
        folder = above
    found = shutil.which("firstmover")
    if found is None:
        raise FileNotFoundError("there is no firstmover here: expected `npm install firstmover` in this folder or one above, or command=[...]")
    return [found]


class FirstmoverEnv(ParallelEnv):
    """One copy of a game. The agents are its players; `roles` says who leads and who follows.

    reset(seed=...) starts the random stream of the game; without a seed it continues, from that of seed 0 at first. The same seed and the same
    actions give the same episode, bit for bit.
    """

    def __init__(self, game, *, command=None, **parameters):
        self.metadata = {"name": game, "render_modes": []}
        self.render_mode = None
        self._process = None
        arguments = [part for name, value in parameters.items() for part in ("--param", f"{name}={_text(value)}")]
        self._errors = tempfile.TemporaryFile()
        self._process = subprocess.Popen(
            [*(command or _find_command()), "serve", game, *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
        )
        self._frames = Frames(self._process.stdout, self._process.stdin)
        self._over = True
        hello = self._answer()
        if hello["protocol"] != PROTOCOL:
            raise RuntimeError(f"firstmover speaks protocol {hello['protocol']}, this package {PROTOCOL}: install the same version of both")
        self.metadata["name"] = hello["name"]
        self.possible_agents = [agent["name"] for agent in hello["agents"]]
        self.agents = []
        self.roles = {agent["name"]: agent["role"] for agent in hello["agents"]}
        self.observation_spaces = {agent["name"]: space_of(agent["observation"]) for agent in hello["agents"]}
        self.action_spaces = {agent["name"]: space_of(agent["action"]) for agent in hello["agents"]}
        self._seen = [codec(space, False) for space in self.observation_spaces.values()]
        self._does = [codec(space, True) for space in self.action_spaces.values()]

    def observation_space(self, agent):
        return self.observation_spaces[agent]

    def action_space(self, agent):
        return self.action_spaces[agent]

    def reset(self, seed=None, options=None):
        """Starts an episode; there are no options that a game knows."""
        row = self._ask(np.array([RESET, -1.0 if seed is None else float(seed)]))
        self.agents = self.possible_agents[:]
        observations, _rewards = self._read(row)
        return observations, {agent: {} for agent in self.agents}

    def step(self, actions):
        if not self.agents:
            raise RuntimeError("step after the end of an episode or before the first: call reset")
        missing = [agent for agent in self.agents if agent not in actions]
        if missing:
            raise ValueError(f"no action for {', '.join(missing)}: expected one for each of {', '.join(self.agents)}")
        moves = np.empty(1 + sum(does.width for does in self._does))
        moves[0] = STEP
        at = 1
        for agent, does in zip(self.possible_agents, self._does):
            does.write(actions[agent], moves[at : at + does.width])
            at += does.width
        row = self._ask(moves)
        observations, rewards = self._read(row)
        ended, agents = int(row[0]), self.agents
        if ended:
            self.agents = []
        return (
            observations,
            rewards,
            {agent: ended == 1 for agent in agents},
            {agent: ended == 2 for agent in agents},
            {agent: {} for agent in agents},
        )

    def close(self):
        """Ends the process of the game."""
        process, self._process = self._process, None
        if process is None:
            return
        process.stdin.close()
        try:
            process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        process.stdout.close()
        self._errors.close()

    def __del__(self):
        try:
            self.close()
        except Exception:
            pass  # the interpreter ends

    def _read(self, row):
        observations, rewards, at = {}, {}, 1
        for agent, seen in zip(self.possible_agents, self._seen):
            rewards[agent] = float(row[at])
            observations[agent] = seen.read(row[at + 1 : at + 1 + seen.width])
            at += 1 + seen.width
        return observations, rewards

    def _ask(self, numbers):
        if self._process is None:
            raise RuntimeError("this environment is closed")
        try:
            self._frames.send_numbers(numbers)
        except OSError:
            pass  # that it has ended is told when there is no answer
        return self._answer()

    def _answer(self):
        received = self._frames.receive()
        if received is None:
            code = self._process.wait()
            self._errors.seek(0)
            lines = self._errors.read().decode(errors="replace").strip().splitlines()
            raise RuntimeError(f"the process of {self.metadata['name']} has ended with code {code}: {' | '.join(lines[-5:]) or 'it said nothing'}")
        kind, payload = received
        if kind != JSON:
            return np.frombuffer(payload)
        document = json.loads(payload)
        if "error" in document:
            raise ValueError(document["error"]["message"])
        return document


def _text(value):
    """A parameter as the command line takes it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else json.dumps(value)
