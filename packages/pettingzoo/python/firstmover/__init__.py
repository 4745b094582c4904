"""Games of firstmover as PettingZoo parallel environments.

    from firstmover import parallel_env

    env = parallel_env("matrix/IteratedPrisonersDilemma-v1", steps=5)

firstmover itself runs in Node; this package starts it and needs nothing but pettingzoo and numpy.
"""

__all__ = ["FirstmoverEnv", "parallel_env"]


def __getattr__(name):
    # The other direction, host.py, says in a frame what is not installed: nothing may be imported before it runs.
    if name in __all__:
        from . import served

        return getattr(served, name)
    raise AttributeError(f"module 'firstmover' has no attribute {name!r}")
