"""Checks games that firstmover serves: python served.fixture.py PACKAGE_FOLDER COMMAND GAME..., of which COMMAND is a list in JSON."""

import json
import sys
import warnings

sys.path.insert(0, sys.argv[1])
warnings.simplefilter("error")  # PettingZoo warns of what it tolerates

import numpy as np
from firstmover import parallel_env
from gymnasium.utils.env_checker import data_equivalence
from pettingzoo.test import parallel_api_test, parallel_seed_test, seed_test
from pettingzoo.utils import parallel_to_aec

command, games = json.loads(sys.argv[2]), sys.argv[3:]


def episodes(env, seed, steps):
    """A trace over several episodes. PettingZoo's own parallel_seed_test looks at the first step only."""
    env.reset(seed=seed)
    for i, agent in enumerate(env.possible_agents):
        env.action_space(agent).seed(seed + i)
    trace = []
    for _ in range(steps):
        if not env.agents:
            trace.append(env.reset())
        actions = {agent: env.action_space(agent).sample() for agent in env.agents}
        result = env.step(actions)
        for agent, seen in result[0].items():
            assert env.observation_space(agent).contains(seen), f"{agent} sees {seen!r}"
        trace.append(result)
    return trace


for game in games:
    env = parallel_env(game, command=command)
    again = parallel_env(game, command=command)
    parallel_api_test(env, num_cycles=100)
    first, second, other = episodes(env, 7, 60), episodes(again, 7, 60), episodes(again, 8, 60)
    assert data_equivalence(first, second, exact=True), f"{game} differs from its seed"
    assert len(first) < 61 or not data_equivalence(first, other, exact=True)
    env.close()
    again.close()
    parallel_seed_test(lambda: parallel_env(game, command=command), num_cycles=20)
    if game in games[:2]:  # each starts two processes
        seed_test(lambda: parallel_to_aec(parallel_env(game, command=command)), num_cycles=20)
    print("passed", game)


def fails(expected, run):
    try:
        run()
    except Exception as error:
        assert expected in f"{type(error).__name__}: {error}", f"{error!r}, expected {expected}"
        return
    raise AssertionError(f"nothing was thrown, expected {expected}")


env = parallel_env("matrix/IteratedPrisonersDilemma-v1", command=command, steps=3)
assert env.roles == {"leader": "leader", "follower": "follower"}, env.roles
assert str(env) == "matrix/IteratedPrisonersDilemma-v1" and env.max_num_agents == 2
fails("RuntimeError: step after the end", lambda: env.step({}))
env.reset(seed=1)
fails("ValueError: no action for follower", lambda: env.step({"leader": 0}))
fails("ValueError: action 5 of leader", lambda: env.step({"leader": 5, "follower": 0}))
for step in range(3):
    observations, rewards, terminations, truncations, _infos = env.step({"leader": np.int64(0), "follower": 1})
assert terminations == {"leader": True, "follower": True} and env.agents == []
env._process.kill()
fails("RuntimeError: the process of matrix/IteratedPrisonersDilemma-v1 has ended with code -9", lambda: env.reset())
env.close()
fails("RuntimeError: this environment is closed", lambda: env.reset())
fails("did you mean matrix/Escape-v1", lambda: parallel_env("matrix/Escpe-v1", command=command))
fails("unknown parameter", lambda: parallel_env("matrix/Escape-v1", command=command, rounds=3))
print("passed mistakes")
