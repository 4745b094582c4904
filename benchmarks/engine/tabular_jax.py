"""The task of tabular.ts in JAX, in the structure of PureJaxRL: rollout, advantages, epochs and minibatches of both learners are scans inside one
jitted function.

    python benchmarks/engine/tabular_jax.py [permutation|none]

`permutation` shuffles the rows of every epoch by jax.random.permutation with JAX's default generator, as PureJaxRL does; `none` cuts the rows into
minibatches in the order of collection and draws from the cheaper generator rbg.
"""

from measure import answer, arguments, one_core, rate, startup, timed

one_core()
shuffle = (arguments() or ["permutation"])[0]

import jax
import jax.numpy as jnp
from jax import lax

if shuffle == "none":
    jax.config.update("jax_default_prng_impl", "rbg")

COPIES, STEPS, ROUNDS, EPOCHS, MINIBATCHES = 1024, 128, 10, 4, 4
GAMMA, LAMBDA, CLIP = 0.96, 0.95, 0.2
BATCH = COPIES * STEPS
PAYOFFS = jnp.array([[0.5, -1.5], [1.5, -0.5]])  # by the own and the other action; 0 cooperates


def evaluate(parameters, observations):
    """Log-probabilities and values: linear in one-hot vectors, which is a table."""
    hot = jax.nn.one_hot(observations, 5)
    return jax.nn.log_softmax(hot @ parameters["actor"]), hot @ parameters["critic"]


def of_action(logs, actions):
    return jnp.where(actions == 0, logs[:, 0], logs[:, 1])


def play(carry, _):
    both, observations, played, key = carry
    key, *keys = jax.random.split(key, 3)
    evaluated = [evaluate(learner["parameters"], seen) for learner, seen in zip(both, observations)]
    a, b = (
        (jax.random.uniform(k, (COPIES,)) >= jnp.exp(logs[:, 0])).astype(jnp.int32) for k, (logs, _) in zip(keys, evaluated)
    )
    played = played + 1
    over = played == ROUNDS
    rows = tuple(
        {"seen": seen, "action": mine, "log": of_action(logs, mine), "value": values, "reward": PAYOFFS[mine, other], "over": over}
        for (logs, values), seen, mine, other in zip(evaluated, observations, (a, b), (b, a))
    )
    following = (jnp.where(over, 0, 1 + a + 2 * b),) * 2
    return (both, following, jnp.where(over, 0, played), key), rows


def advantages(rows, last):
    def back(carry, row):
        running, following = carry
        alive = 1.0 - row["over"]
        error = row["reward"] + GAMMA * alive * following - row["value"]
        running = error + GAMMA * LAMBDA * alive * running
        return (running, row["value"]), running

    return lax.scan(back, (jnp.zeros(COPIES), last), rows, reverse=True, unroll=16)[1]


def loss(parameters, part):
    logs, values = evaluate(parameters, part["seen"])
    ratio = jnp.exp(of_action(logs, part["action"]) - part["log"])
    advantage = part["advantage"]
    advantage = (advantage - advantage.mean()) / (advantage.std() + 1e-8)
    policy = -jnp.minimum(ratio * advantage, jnp.clip(ratio, 1 - CLIP, 1 + CLIP) * advantage).mean()
    return policy + ((values - part["return"]) ** 2).mean() / 2


def gradient_step(learner, part):
    gradients = jax.grad(loss)(learner["parameters"], part)
    norm = jnp.sqrt(sum((g**2).sum() for g in jax.tree.leaves(gradients)))
    gradients = jax.tree.map(lambda g: g * jnp.minimum(1, 0.5 / (norm + 1e-12)), gradients)
    count = learner["count"] + 1
    first = jax.tree.map(lambda m, g: 0.9 * m + 0.1 * g, learner["first"], gradients)
    second = jax.tree.map(lambda v, g: 0.999 * v + 0.001 * g**2, learner["second"], gradients)
    parameters = jax.tree.map(
        lambda p, m, v: p - 0.01 * (m / (1 - 0.9**count)) / (jnp.sqrt(v / (1 - 0.999**count)) + 1e-5),
        learner["parameters"],
        first,
        second,
    )
    return {"parameters": parameters, "first": first, "second": second, "count": count}, None


def learn(learner, rows, last, key):
    advantage = advantages(rows, evaluate(learner["parameters"], last)[1])
    batch = {name: rows[name].reshape(BATCH) for name in ("seen", "action", "log")}
    batch |= {"advantage": advantage.reshape(BATCH), "return": (advantage + rows["value"]).reshape(BATCH)}

    def epoch(learner, key):
        shuffled = batch
        if shuffle == "permutation":
            order = jax.random.permutation(key, BATCH)
            shuffled = jax.tree.map(lambda column: jnp.take(column, order, axis=0), batch)
        parts = jax.tree.map(lambda column: column.reshape(MINIBATCHES, -1), shuffled)
        return lax.scan(gradient_step, learner, parts)

    return lax.scan(epoch, learner, jax.random.split(key, EPOCHS))[0]


@jax.jit
def update(carry):
    (both, observations, played, key), rows = lax.scan(play, carry, None, STEPS)
    key, *keys = jax.random.split(key, 3)
    both = tuple(learn(learner, row, seen, k) for learner, row, seen, k in zip(both, rows, observations, keys))
    return both, observations, played, key


def initial():
    parameters = {"actor": jnp.zeros((5, 2)), "critic": jnp.zeros(5)}
    zeros = jax.tree.map(jnp.zeros_like, parameters)
    learner = {"parameters": parameters, "first": zeros, "second": zeros, "count": jnp.float32(0)}
    seen = jnp.zeros(COPIES, dtype=jnp.int32)
    return (learner, learner), (seen, seen), jnp.int32(0), jax.random.key(1)


state = [initial()]


def one_update():
    state[0] = jax.block_until_ready(update(state[0]))


before = startup()
compile_seconds = timed(one_update)["wall"]
answer(lambda: {"steps": rate(one_update, BATCH, seconds=1)}, startup=before, compile=compile_seconds, version=jax.__version__)
