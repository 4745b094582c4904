"""The gradient step of mlp.ts in PyTorch, with Adam as it comes and with its fused kernel, and acting on one row.

    python benchmarks/engine/mlp_torch.py [threads]
"""

import torch
from measure import answer, arguments, rate, seconds_each, startup

threads = int((arguments() or ["1"])[0])
torch.set_num_threads(threads)
torch.manual_seed(1)


def network():
    return torch.nn.Sequential(
        torch.nn.Linear(32, 64), torch.nn.Tanh(), torch.nn.Linear(64, 64), torch.nn.Tanh(), torch.nn.Linear(64, 3)
    )


def trainer(batch, **adam):
    net = network()
    optimiser = torch.optim.Adam(net.parameters(), lr=3e-4, eps=1e-5, **adam)
    inputs = torch.randn(batch, 32)
    actions = torch.randint(0, 2, (batch,))
    old = torch.full((batch,), -0.69)
    advantages = torch.randn(batch)
    targets = torch.randn(batch)

    def step():
        out = net(inputs)
        logs = torch.log_softmax(out[:, :2], dim=1)
        taken = logs.gather(1, actions[:, None])[:, 0]
        ratio = torch.exp(taken - old)
        policy = -torch.min(ratio * advantages, ratio.clamp(0.8, 1.2) * advantages).mean()
        value = ((out[:, 2] - targets) ** 2).mean() / 2
        entropy = -(logs.exp() * logs).sum(1).mean()
        loss = policy + 0.5 * value - 0.01 * entropy
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 0.5)
        optimiser.step()

    return step


def repeated(call, count):
    def calls():
        for _ in range(count):
            call()

    return calls


steps = {f"{name}/{batch}": (trainer(batch, **adam), batch)
         for name, adam in (("train", {}), ("train fused", {"fused": True})) for batch in (64, 1024, 8192)}
net, row = network(), torch.randn(1, 32)


def act():
    with torch.no_grad():
        for _ in range(100):
            net(row)


def measure():
    figures = {name: rate(repeated(step, 4), 4 * batch) for name, (step, batch) in steps.items()}
    return {**figures, "act": seconds_each(act, 100)}


for step, _ in steps.values():
    step()
act()
apart = {"startup": startup(), "version": torch.__version__}
for step, _ in steps.values():
    repeated(step, 20)()
answer(measure, **apart)
