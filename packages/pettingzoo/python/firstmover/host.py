"""Runs copies of a PettingZoo parallel environment for firstmover, which asks over standard input and is answered over standard output.

The first frame names the environment; the answer names its agents and their spaces. Then every request is numbers:

    0, copies, for each: copy, seed, number of moves, the moves     resets copies and plays moves in each
    1, copies, for each: copy, one joint action                     plays one joint action in each

and every answer has one row per copy: whether the episode has ended (1 by its rules, 2 cut short), then for each agent its reward and
what it sees. An answer in JSON is an error. An agent that has left earns nothing and sees what it last saw; its actions go nowhere.
"""

import importlib
import importlib.util
import json
import os
import signal
import sys
import traceback

from .frames import JSON, PROTOCOL, own_streams

BEGIN, STEP = 0, 1


class Refusal(Exception):
    """Something to be told: a reason that the other process knows, and words for people."""

    def __init__(self, reason, message):
        super().__init__(message)
        self.reason = reason


def where(error):
    """An exception on one line: its type, what it says, and the line it comes from."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f" ({os.path.basename(frames[-1].filename)}, line {frames[-1].lineno}, in {frames[-1].name})" if frames else ""
    return f"{type(error).__name__}: {error}{place}"


def load(module):
    """The module of an environment: the path of a file that ends with .py, or a name."""
    if not module.endswith(".py"):
        return importlib.import_module(module)
    path = os.path.abspath(module)
    if not os.path.exists(path):
        raise FileNotFoundError(f"there is no file {path}")
    spec = importlib.util.spec_from_file_location(os.path.basename(path)[:-3], path)
    loaded = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = loaded
    sys.path.insert(0, os.path.dirname(path))
    spec.loader.exec_module(loaded)
    return loaded


def maker(request):
    """A function that makes a copy of the environment."""
    python = f"Python {sys.version.split()[0]} ({sys.executable})"
    for name in ("numpy", "gymnasium", "pettingzoo"):
        try:
            importlib.import_module(name)
        except ImportError as error:
            raise Refusal("no-pettingzoo", f"{python} cannot import {name} ({error}): install it with `{sys.executable} -m pip install pettingzoo numpy`, or name another Python") from None
    module, function = request["module"], request["function"]
    try:
        loaded = load(module)
    except Exception as error:
        raise Refusal("no-environment", f"Python module {json.dumps(module)} cannot be imported: {where(error)}") from None
    made = getattr(loaded, function, None)
    if not callable(made):
        names = [name for name, value in vars(loaded).items() if callable(value) and not name.startswith("_")]
        raise Refusal("no-environment", f"Python module {json.dumps(module)} has no function {json.dumps(function)}: what it has: {', '.join(names) or 'none'}")

    def make():
        try:
            env = made(**request["arguments"])
        except Exception as error:
            raise Refusal("no-environment", f"{function} of {module} cannot make an environment: {where(error)}") from None
        if hasattr(env, "agent_iter"):
            raise Refusal("no-environment", f"{function} of {module} makes an environment of turns (AEC): expected a parallel one, often parallel_env; pettingzoo.utils.aec_to_parallel converts some")
        missing = [name for name in ("reset", "step", "possible_agents", "observation_space", "action_space") if not hasattr(env, name)]
        if missing:
            raise Refusal("no-environment", f"{function} of {module} makes a {type(env).__name__} without {', '.join(missing)}: expected a parallel environment of PettingZoo")
        return env

    return make


class Agents:
    """All agents there can be, and where their numbers are in a row and in a joint action."""

    def __init__(self, env):
        from .spaces import UnknownSpace, codec

        self.names = list(env.possible_agents)
        self.seen = []  # (codec, where its reward is, where what it sees is)
        self.does = []
        self.width = 1
        self.moves = 0
        for agent in self.names:
            try:
                seen, does = codec(env.observation_space(agent), False), codec(env.action_space(agent), True)
            except UnknownSpace as error:
                raise Refusal("no-environment", f"agent {agent} has a space that firstmover does not know: {error}") from None
            except Exception as error:
                raise Refusal("api", f"the spaces of agent {agent} cannot be read: {where(error)}") from None
            self.seen.append((seen, self.width, slice(self.width + 1, self.width + 1 + seen.width)))
            self.does.append((does, slice(self.moves, self.moves + does.width)))
            self.width += 1 + seen.width
            self.moves += does.width

    def describe(self):
        return [
            {"name": str(name), "observation": seen.document, "action": does.document}
            for name, (seen, _reward, _place), (does, _move) in zip(self.names, self.seen, self.does)
        ]


class Copy:
    """One environment, and the row that it shows: the same array all the time."""

    def __init__(self, env, agents):
        self.env = env
        self.agents = agents
        self.living = set()
        self.gone = set()

    def begin(self, seed, row):
        row[:] = 0
        self.living, self.gone = set(), set()
        try:
            observations, _infos = self.env.reset(seed=seed)
        except Exception as error:
            raise Refusal("environment", f"reset failed: {where(error)}") from None
        self.arrive()
        if not self.living:
            raise Refusal("api", "there are no agents after reset")
        self.show(observations, self.living, row)
        for agent, (seen, _reward, place) in zip(self.agents.names, self.agents.seen):
            if agent not in self.living:
                row[place] = self.blank(seen.document)

    def blank(self, document):
        """What an agent is said to see that has not come yet: zeros, or the bound that is nearest."""
        kind = document["kind"]
        if kind == "box":
            size = 1
            for length in document["shape"]:
                size *= length
            return [min(max(0.0, float(document["low"])), float(document["high"]))] * size
        if kind == "dict":
            return [number for entry in document["entries"].values() for number in self.blank(entry)]
        if kind == "tuple":
            return [number for item in document["items"] for number in self.blank(item)]
        return [0.0] * (1 if kind == "discrete" else len(document["counts"]))

    def arrive(self):
        now = set(self.env.agents)
        unknown = now - set(self.agents.names)
        if unknown:
            raise Refusal("api", f"agents has {', '.join(map(str, unknown))}, which possible_agents has not")
        back = now & self.gone
        if back:
            raise Refusal("api", f"{', '.join(map(str, back))} came back after it had left: expected it to stay away until reset")
        self.living = now

    def step(self, moves, row):
        agents = self.agents
        acting = [i for i, agent in enumerate(agents.names) if agent in self.living]
        actions = {agents.names[i]: agents.does[i][0].read(moves[agents.does[i][1]]) for i in acting}
        try:
            observations, rewards, terminations, truncations, _infos = self.env.step(actions)
        except Exception as error:
            raise Refusal("environment", f"step failed: {where(error)}") from None
        staying, cut = set(), False
        for i, agent in enumerate(agents.names):
            reward = agents.seen[i][1]
            row[reward] = 0
            if agent not in self.living:
                continue
            try:
                row[reward] = rewards[agent]
                terminated, truncated = bool(terminations[agent]), bool(truncations[agent])
            except (KeyError, TypeError, ValueError) as error:
                raise Refusal("api", f"step gave no reward, termination or truncation for the living agent {agent}: {where(error)}") from None
            if not (terminated or truncated):
                staying.add(agent)
            cut = cut or (truncated and not terminated)
        before = self.living
        self.gone |= before - staying
        self.arrive()
        if not staying <= self.living:
            raise Refusal("api", f"{', '.join(map(str, staying - self.living))} left without being terminated or truncated")
        self.show(observations, before | self.living, row)
        row[0] = 0 if self.living else (2 if cut else 1)

    def show(self, observations, agents, row):
        from .spaces import BadValue

        for agent, (seen, _reward, place) in zip(self.agents.names, self.agents.seen):
            if agent not in agents:
                continue
            try:
                seen.write(observations[agent], row[place])
            except BadValue as error:
                raise Refusal("api", f"agent {agent} sees {error}") from None
            except (KeyError, TypeError, ValueError) as error:
                raise Refusal("api", f"there is no observation for agent {agent}: {where(error)}") from None


def serve(frames, make):
    """Answers until the other process ends."""
    import numpy as np

    first = make()
    agents = Agents(first)
    metadata = getattr(first, "metadata", None) or {}
    frames.send_json({"protocol": PROTOCOL, "name": str(metadata.get("name", type(first).__name__)), "agents": agents.describe()})
    copies = [Copy(first, agents)]
    shown = [np.zeros(agents.width)]
    while (request := frames.receive()) is not None:
        _kind, payload = request
        numbers = np.frombuffer(payload)
        operation, count = int(numbers[0]), int(numbers[1])
        rows = np.empty((count, agents.width))
        at = 2
        try:
            for k in range(count):
                index = int(numbers[at])
                while index >= len(copies):
                    copies.append(None)
                    shown.append(np.zeros(agents.width))
                if copies[index] is None:
                    copies[index] = Copy(make(), agents)
                copy, row = copies[index], shown[index]
                if operation == BEGIN:
                    moves = int(numbers[at + 2])
                    copy.begin(int(numbers[at + 1]), row)
                    at += 3
                    for _ in range(moves):
                        copy.step(numbers[at : at + agents.moves], row)
                        at += agents.moves
                else:
                    copy.step(numbers[at + 1 : at + 1 + agents.moves], row)
                    at += 1 + agents.moves
                rows[k] = row
        except Refusal as refusal:
            copies[index] = None  # it may be in any state
            frames.send_json({"error": {"reason": refusal.reason, "message": str(refusal)}})
            continue
        frames.send_numbers(rows)


def main():
    # An interrupt reaches all processes of a terminal; firstmover may want to finish its update, and ends this process when it ends.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    frames = own_streams()
    received = frames.receive()
    if received is None or received[0] != JSON:
        return
    try:
        serve(frames, maker(json.loads(received[1])))
    except Refusal as refusal:
        frames.send_json({"error": {"reason": refusal.reason, "message": str(refusal)}})
    except BrokenPipeError:
        pass  # the other process has ended
