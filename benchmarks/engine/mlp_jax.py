"""The gradient step of mlp.ts in JAX: one jitted step per call, and many steps in one `scan`; and acting on one row.

    python benchmarks/engine/mlp_jax.py [threads]
"""

from measure import answer, arguments, one_core, rate, seconds_each, startup, timed

if (arguments() or ["1"])[0] == "1":
    one_core()

import jax
import jax.numpy as jnp
from jax import lax

SIZES = ((32, 64), (64, 64), (64, 3))


def initial(key):
    keys = jax.random.split(key, len(SIZES))
    return [(jax.random.normal(k, size) / size[0] ** 0.5, jnp.zeros(size[1])) for k, size in zip(keys, SIZES)]


def forward(parameters, inputs):
    *hidden, (weights, bias) = parameters
    for w, b in hidden:
        inputs = jnp.tanh(inputs @ w + b)
    return inputs @ weights + bias


def loss(parameters, data):
    inputs, actions, old, advantages, targets = data
    out = forward(parameters, inputs)
    logs = jax.nn.log_softmax(out[:, :2])
    ratio = jnp.exp(jnp.where(actions == 0, logs[:, 0], logs[:, 1]) - old)
    policy = -jnp.minimum(ratio * advantages, jnp.clip(ratio, 0.8, 1.2) * advantages).mean()
    value = ((out[:, 2] - targets) ** 2).mean() / 2
    entropy = -(jnp.exp(logs) * logs).sum(1).mean()
    return policy + 0.5 * value - 0.01 * entropy


def adam(state, gradients):
    parameters, first, second, count = state
    norm = jnp.sqrt(sum((g**2).sum() for g in jax.tree.leaves(gradients)))
    gradients = jax.tree.map(lambda g: g * jnp.minimum(1, 0.5 / norm), gradients)
    count = count + 1
    first = jax.tree.map(lambda m, g: 0.9 * m + 0.1 * g, first, gradients)
    second = jax.tree.map(lambda v, g: 0.999 * v + 0.001 * g**2, second, gradients)
    rate1, rate2 = 1 - 0.9**count, 1 - 0.999**count
    parameters = jax.tree.map(
        lambda p, m, v: p - 3e-4 * (m / rate1) / (jnp.sqrt(v / rate2) + 1e-5), parameters, first, second
    )
    return parameters, first, second, count


def step(state, data):
    return adam(state, jax.grad(loss)(state[0], data))


def trainer(batch):
    """A call that takes one step, a call that takes many in a scan, and how many those are."""
    keys = jax.random.split(jax.random.key(1), 5)
    data = (
        jax.random.normal(keys[0], (batch, 32)),
        jax.random.randint(keys[1], (batch,), 0, 2),
        jnp.full((batch,), -0.69),
        jax.random.normal(keys[2], (batch,)),
        jax.random.normal(keys[3], (batch,)),
    )
    length = max(4, 16384 // batch)
    one = jax.jit(step)
    many = jax.jit(lambda state, data: lax.scan(lambda s, _: (step(s, data), None), state, None, length)[0])
    parameters = initial(keys[4])
    zeros = jax.tree.map(jnp.zeros_like, parameters)
    states = {"one": (parameters, zeros, zeros, jnp.float32(0)), "many": (parameters, zeros, zeros, jnp.float32(0))}

    def call_one():
        for _ in range(4):
            states["one"] = one(states["one"], data)
        jax.block_until_ready(states["one"])

    def call_many():
        states["many"] = jax.block_until_ready(many(states["many"], data))

    return call_one, call_many, length


trainers = {batch: trainer(batch) for batch in (64, 1024, 8192)}
forward_one = jax.jit(forward)
network, row = initial(jax.random.key(2)), jnp.ones((1, 32))


def act():
    for _ in range(100):
        jax.block_until_ready(forward_one(network, row))


def measure():
    figures = {}
    for batch, (call_one, call_many, length) in trainers.items():
        figures[f"train/{batch}"] = rate(call_one, 4 * batch)
        figures[f"train scan/{batch}"] = rate(call_many, length * batch)
    return {**figures, "act": seconds_each(act, 100)}


def first_calls():
    for call_one, call_many, _ in trainers.values():
        call_one()
        call_many()
    act()


before = startup()
compile_seconds = timed(first_calls)["wall"]
answer(measure, startup=before, compile=compile_seconds, version=jax.__version__)
