"""Strong values of security games with identical units, one HiGHS call of scipy per attacked target.

Reads a JSON list of games from standard input; prints the values and the seconds that solving took.
"""

import json
import sys
import time

import numpy as np
from scipy.optimize import linprog


def strong_value(game):
    covered, uncovered = (np.array(game["attacker" + name], float) for name in ("Covered", "Uncovered"))
    best, ours = np.array(game["defenderCovered"], float), np.array(game["defenderUncovered"], float)
    targets = len(covered)
    slope = covered - uncovered
    value = -np.inf
    for attacked in range(targets):
        # No other target pays the attacker more: u_t + slope_t c_t <= u_a + slope_a c_a; and the units suffice.
        others = np.delete(np.arange(targets), attacked)
        rows = np.zeros((targets, targets))
        rows[np.arange(targets - 1), others] = slope[others]
        rows[: targets - 1, attacked] = -slope[attacked]
        rows[-1] = 1
        objective = np.zeros(targets)
        objective[attacked] = ours[attacked] - best[attacked]
        bounds = np.append(uncovered[attacked] - uncovered[others], game["resources"])
        result = linprog(objective, A_ub=rows, b_ub=bounds, bounds=(0, 1), method="highs")
        if result.status == 0:
            value = max(value, ours[attacked] - result.fun)
    return value


games = json.load(sys.stdin)
strong_value({"attackerCovered": [0], "attackerUncovered": [1], "defenderCovered": [1], "defenderUncovered": [0], "resources": 1})
start = time.perf_counter()
values = [strong_value(game) for game in games]
print(json.dumps({"seconds": time.perf_counter() - start, "values": values}))
