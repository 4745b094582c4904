"""PPO on the cart-pole in JAX, in the structure of PureJaxRL: the environment, the rollout, the advantages and the epochs of shuffled minibatches are scans
inside one jitted function. The settings are those of cart-pole.ts; an episode that is cut off at 500 steps counts as over, as in PureJaxRL (ours
bootstraps there).

    python benchmarks/engine/cart_pole_jax.py

Besides the rate: the seconds from a cold start of the compiler until the mean return is 475 of 500, compilation counted, by the rule of cart-pole.ts.
"""

import statistics

from measure import answer, one_core, rate, startup, timed

one_core()

import jax
import jax.numpy as jnp
from jax import lax

COPIES, STEPS, EPOCHS, MINIBATCHES = 4, 128, 4, 4
GAMMA, LAMBDA, CLIP, ENTROPY, VALUE, RATE = 0.99, 0.95, 0.2, 0.01, 0.5, 1e-3
BATCH = COPIES * STEPS
UPDATES = 16  # per call of the jitted function
SEEDS, LIMIT, WINDOW, SOLVED = 3, 1_000_000, 40, 475


def start(key):
    return jax.random.uniform(key, (COPIES, 4), minval=-0.05, maxval=0.05)


def advance(states, actions):
    """The dynamics of Gymnasium's CartPole-v1 and whether the pole fell or the cart left."""
    x, velocity, angle, turning = states.T
    force = jnp.where(actions == 1, 10.0, -10.0)
    cosine, sine = jnp.cos(angle), jnp.sin(angle)
    push = (force + 0.05 * turning**2 * sine) / 1.1
    turn = (9.8 * sine - cosine * push) / (0.5 * (4.0 / 3.0 - 0.1 * cosine**2 / 1.1))
    pull = push - 0.05 * turn * cosine / 1.1
    moved = jnp.stack((x + 0.02 * velocity, velocity + 0.02 * pull, angle + 0.02 * turning, turning + 0.02 * turn), 1)
    return moved, (jnp.abs(moved[:, 0]) > 2.4) | (jnp.abs(moved[:, 2]) > 12 * 2 * jnp.pi / 360)


def layers(key, outputs, scale):
    sizes = ((4, 64, 2**0.5), (64, 64, 2**0.5), (64, outputs, scale))
    return [
        (jax.nn.initializers.orthogonal(gain)(k, (i, o)), jnp.zeros(o))
        for k, (i, o, gain) in zip(jax.random.split(key, 3), sizes)
    ]


def forward(parameters, inputs):
    *hidden, (weights, bias) = parameters
    for w, b in hidden:
        inputs = jnp.tanh(inputs @ w + b)
    return inputs @ weights + bias


def evaluate(parameters, observations):
    return jax.nn.log_softmax(forward(parameters["actor"], observations)), forward(parameters["critic"], observations)[:, 0]


def of_action(logs, actions):
    return jnp.take_along_axis(logs, actions[:, None], 1)[:, 0]


def play(carry, _):
    learner, states, ages, key = carry
    key, act_key, reset_key = jax.random.split(key, 3)
    logs, values = evaluate(learner["parameters"], states)
    actions = jax.random.categorical(act_key, logs)
    moved, fell = advance(states, actions)
    ages = ages + 1
    over = fell | (ages >= 500)
    row = {"seen": states, "action": actions, "log": of_action(logs, actions), "value": values, "over": over, "age": ages}
    states = jnp.where(over[:, None], start(reset_key), moved)
    return (learner, states, jnp.where(over, 0, ages), key), row


def advantages(rows, last):
    def back(carry, row):
        running, following = carry
        alive = 1.0 - row["over"]
        error = 1.0 + GAMMA * alive * following - row["value"]
        running = error + GAMMA * LAMBDA * alive * running
        return (running, row["value"]), running

    return lax.scan(back, (jnp.zeros(COPIES), last), rows, reverse=True, unroll=16)[1]


def loss(parameters, part):
    logs, values = evaluate(parameters, part["seen"])
    ratio = jnp.exp(of_action(logs, part["action"]) - part["log"])
    advantage = part["advantage"]
    advantage = (advantage - advantage.mean()) / (advantage.std() + 1e-8)
    policy = -jnp.minimum(ratio * advantage, jnp.clip(ratio, 1 - CLIP, 1 + CLIP) * advantage).mean()
    entropy = -(jnp.exp(logs) * logs).sum(1).mean()
    return policy + VALUE * ((values - part["return"]) ** 2).mean() / 2 - ENTROPY * entropy


def gradient_step(learner, part):
    gradients = jax.grad(loss)(learner["parameters"], part)
    norm = jnp.sqrt(sum((g**2).sum() for g in jax.tree.leaves(gradients)))
    gradients = jax.tree.map(lambda g: g * jnp.minimum(1, 0.5 / (norm + 1e-12)), gradients)
    count = learner["count"] + 1
    first = jax.tree.map(lambda m, g: 0.9 * m + 0.1 * g, learner["first"], gradients)
    second = jax.tree.map(lambda v, g: 0.999 * v + 0.001 * g**2, learner["second"], gradients)
    parameters = jax.tree.map(
        lambda p, m, v: p - RATE * (m / (1 - 0.9**count)) / (jnp.sqrt(v / (1 - 0.999**count)) + 1e-5),
        learner["parameters"],
        first,
        second,
    )
    return {"parameters": parameters, "first": first, "second": second, "count": count}, None


def update(carry, _):
    (learner, states, ages, key), rows = lax.scan(play, carry, None, STEPS)
    advantage = advantages(rows, evaluate(learner["parameters"], states)[1])
    batch = {name: rows[name].reshape(BATCH, *rows[name].shape[2:]) for name in ("seen", "action", "log")}
    batch |= {"advantage": advantage.reshape(BATCH), "return": (advantage + rows["value"]).reshape(BATCH)}

    def epoch(learner, key):
        order = jax.random.permutation(key, BATCH)
        shuffled = jax.tree.map(lambda column: jnp.take(column, order, axis=0), batch)
        parts = jax.tree.map(lambda column: column.reshape(MINIBATCHES, -1, *column.shape[1:]), shuffled)
        return lax.scan(gradient_step, learner, parts)

    key, epochs_key = jax.random.split(key)
    learner, _ = lax.scan(epoch, learner, jax.random.split(epochs_key, EPOCHS))
    ended = rows["over"].sum()
    mean = jnp.where(ended > 0, (rows["age"] * rows["over"]).sum() / jnp.maximum(ended, 1), 0.0)
    return (learner, states, ages, key), mean


@jax.jit
def begin(key):
    key, actor, critic, states = jax.random.split(key, 4)
    parameters = {"actor": layers(actor, 2, 0.01), "critic": layers(critic, 1, 1.0)}
    zeros = jax.tree.map(jnp.zeros_like, parameters)
    learner = {"parameters": parameters, "first": zeros, "second": zeros, "count": jnp.float32(0)}
    return learner, start(states), jnp.zeros(COPIES, dtype=jnp.int32), key


@jax.jit
def train(carry):
    return lax.scan(update, carry, None, UPDATES)


state = {}


def go():
    state["carry"], _ = jax.block_until_ready(train(state["carry"]))


def solve(seed):
    """Steps until it is solved; infinite where that takes too long."""
    carry, recent = begin(jax.random.key(seed)), []
    for calls in range(1, LIMIT // (BATCH * UPDATES) + 1):
        carry, means = train(carry)
        for mean in means.tolist():
            if mean == 0:
                continue
            recent = [*recent[-WINDOW + 1 :], mean]
            if len(recent) == WINDOW and statistics.fmean(recent) >= SOLVED:
                return calls * BATCH * UPDATES
    return float("inf")


def compile_all():
    state["carry"] = begin(jax.random.key(1))
    go()


def solved(compiling):
    steps, times = zip(*[(found[0], spent) for found, spent in (solve_timed(seed) for seed in range(SEEDS))])
    finite = all(step < float("inf") for step in steps)
    together = {c: compiling[c] + statistics.median(t[c] for t in times) if finite else None for c in ("cpu", "wall")}
    return together, statistics.median(steps) if finite else None


def solve_timed(seed):
    found = []
    spent = timed(lambda: found.append(solve(seed)))
    return found, spent


before = startup()
compiling = timed(compile_all)
seconds, steps_needed = solved(compiling)
steps = rate(go, UPDATES * BATCH, seconds=1)
answer(
    lambda: {"steps": steps, "solved": seconds},
    startup=before,
    compile=compiling["wall"],
    version=jax.__version__,
    stepsToSolve=steps_needed,
)
