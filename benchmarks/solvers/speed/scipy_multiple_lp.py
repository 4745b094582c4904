"""Strong Stackelberg values by the multiple-LP method, one HiGHS call of scipy per follower action.

Reads a JSON list of games from standard input; prints the values and the seconds that solving took.
"""

import json
import sys
import time

import numpy as np
from scipy.optimize import linprog


def strong_value(leader, follower):
    rows, columns = leader.shape
    best = -np.inf
    for reply in range(columns):
        others = np.delete(np.arange(columns), reply)
        result = linprog(
            -leader[:, reply],
            A_ub=(follower[:, others] - follower[:, [reply]]).T if columns > 1 else None,
            b_ub=np.zeros(columns - 1) if columns > 1 else None,
            A_eq=np.ones((1, rows)),
            b_eq=[1.0],
            method="highs",
        )
        if result.status == 0:
            best = max(best, -result.fun)
    return best


games = [(np.array(game["leaderPayoff"]), np.array(game["followerPayoff"])) for game in json.load(sys.stdin)]
strong_value(np.eye(2), np.eye(2))
start = time.perf_counter()
values = [strong_value(*game) for game in games]
print(json.dumps({"seconds": time.perf_counter() - start, "values": values}))
