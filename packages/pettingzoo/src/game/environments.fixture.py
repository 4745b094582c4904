"""Small parallel environments for tests: one to be learned, one with odd spaces and agents that leave, and some that are broken."""

import os
import sys
import time

import numpy as np
from gymnasium import spaces
from pettingzoo import ParallelEnv

# Leader and follower; the best commitment of the leader is row 1, which earns it 3. In the only equilibrium of simultaneous play it earns 2.
PAYOFFS = {(0, 0): (2, 1), (0, 1): (4, 0), (1, 0): (1, 0), (1, 1): (3, 1)}


class Commitment(ParallelEnv):
    metadata = {"name": "commitment_v1"}

    def __init__(self, rounds=1):
        self.possible_agents = ["row", "column"]
        self.rounds = rounds

    def observation_space(self, agent):
        return spaces.Discrete(1)

    def action_space(self, agent):
        return spaces.Discrete(2)

    def reset(self, seed=None, options=None):
        self.agents = self.possible_agents[:]
        self.round = 0
        return {agent: 0 for agent in self.agents}, {agent: {} for agent in self.agents}

    def step(self, actions):
        self.round += 1
        agents, over = self.agents, self.round == self.rounds
        rewards = dict(zip(agents, PAYOFFS[actions["row"], actions["column"]]))
        if over:
            self.agents = []
        return ({a: 0 for a in agents}, rewards, {a: over for a in agents}, {a: False for a in agents}, {a: {} for a in agents})


class Caravan(ParallelEnv):
    """Three agents with three kinds of spaces. The guide may leave early, the heir comes late, and what is left is cut short after 12 rounds."""

    metadata = {"name": "caravan_v1"}

    def __init__(self, chatty=False):
        self.possible_agents = ["scout", "guide", "heir"]
        self.chatty = chatty
        self._observations = {
            "scout": spaces.Dict({"observation": spaces.Box(-1, 1, (2, 2), np.float32), "action_mask": spaces.MultiBinary(3)}),
            "guide": spaces.Tuple([spaces.Discrete(3, start=-1), spaces.MultiDiscrete([2, 4])]),
            "heir": spaces.Dict({"10": spaces.Discrete(12), "2": spaces.Box(0, 255, (3,), np.uint8)}),
        }
        self._actions = {
            "scout": spaces.Discrete(3, start=5),
            "guide": spaces.Box(np.array([-1.0, 0.0]), np.array([1.0, 3.0]), dtype=np.float64),
            "heir": spaces.MultiDiscrete([[2, 3], [4, 5]]),
        }

    def observation_space(self, agent):
        return self._observations[agent]

    def action_space(self, agent):
        return self._actions[agent]

    def reset(self, seed=None, options=None):
        self.random = np.random.default_rng(seed)
        self.agents = ["scout", "guide"]
        self.round = 0
        return self._see(self.agents), {agent: {} for agent in self.agents}

    def _see(self, agents):
        seen = {
            "scout": {
                "observation": self.random.uniform(-1, 1, (2, 2)).astype(np.float32),
                "action_mask": np.array([1, self.round % 2, 0], np.int8),
            },
            "guide": (int(self.random.integers(-1, 2)), self.random.integers(0, [2, 4])),
            "heir": {"10": self.round % 12, "2": np.full(3, 20 * self.round, np.uint8)},
        }
        return {agent: seen[agent] for agent in agents}

    def step(self, actions):
        if self.chatty:
            print("a line that must not reach the frames", flush=True)
        for agent, action in actions.items():
            assert self._actions[agent].contains(action), f"{agent}: {action!r}"
        self.round += 1
        agents = self.agents[:]
        terminations = {agent: False for agent in agents}
        truncations = {agent: self.round == 12 for agent in agents}
        if "guide" in agents:
            terminations["guide"] = bool(self.random.uniform() < 0.15)
        rewards = {agent: float(np.sum(actions[agent])) for agent in agents}
        self.agents = [agent for agent in agents if not (terminations[agent] or truncations[agent])]
        if self.round == 3:
            self.agents.append("heir")
        shown = agents + [agent for agent in self.agents if agent not in agents]
        return self._see(shown), rewards, terminations, truncations, {agent: {} for agent in shown}


class Broken(Commitment):
    """Goes wrong at move `at` of an episode, in the way that `how` says."""

    def __init__(self, how, at=2):
        super().__init__(rounds=5)
        self.how, self.at = how, at
        if how == "make":
            raise RuntimeError("no such map")

    def observation_space(self, agent):
        return spaces.Text(5) if self.how == "space" else super().observation_space(agent)

    def step(self, actions):
        seen, rewards, terminations, truncations, infos = super().step(actions)
        if self.round == self.at:
            if self.how == "raise":
                raise KeyError("lost the map")
            if self.how == "exit":
                print("the roof is on fire", file=sys.stderr, flush=True)
                os._exit(3)
            if self.how == "sleep":
                time.sleep(60)
            if self.how == "nan":
                rewards["column"] = float("nan")
            if self.how == "shape":
                seen["row"] = np.zeros(3)
            if self.how == "range":
                seen["row"] = 7
            if self.how == "no reward":
                del rewards["column"]
            if self.how == "no observation":
                del seen["column"]
            if self.how == "leaves":
                self.agents = ["row"]
            if self.how == "stranger":
                self.agents = ["row", "column", "nobody"]
        return seen, rewards, terminations, truncations, infos


class Unseeded(Commitment):
    """Takes randomness from elsewhere than the seed of reset."""

    def __init__(self):
        super().__init__(rounds=5)

    def observation_space(self, agent):
        return spaces.Discrete(1000)

    def reset(self, seed=None, options=None):
        super().reset(seed)
        return {agent: int(np.random.randint(1000)) for agent in self.agents}, {agent: {} for agent in self.agents}


def turns():
    """An environment of turns, which is no parallel one."""
    from pettingzoo.utils import parallel_to_aec

    return parallel_to_aec(Commitment())
