"""The same gradient step as mlp.ts in PyTorch: clipped policy loss, value loss, entropy, norm clip and Adam on 32-64-64-(2, 1) with tanh.

Prints JSON: thousand samples per CPU second by batch size, and microseconds for a forward pass of one row.

    python benchmarks/engine/mlp_torch.py [threads]
"""

import json
import statistics
import sys
import time

import torch

threads = int(sys.argv[1]) if len(sys.argv) > 1 else 1
torch.set_num_threads(threads)
torch.manual_seed(1)
RUNS, SECONDS = 7, 0.3
clock = time.process_time if threads == 1 else time.perf_counter


def network():
    return torch.nn.Sequential(
        torch.nn.Linear(32, 64), torch.nn.Tanh(), torch.nn.Linear(64, 64), torch.nn.Tanh(), torch.nn.Linear(64, 3)
    )


def trainer(batch):
    net = network()
    optimiser = torch.optim.Adam(net.parameters(), lr=3e-4, foreach=True)
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


def seconds_per_call(call):
    for _ in range(20):
        call()
    rates = []
    for _ in range(RUNS):
        count, start = 0, clock()
        while clock() - start < SECONDS:
            for _ in range(5):
                call()
            count += 5
        rates.append((clock() - start) / count)
    return statistics.median(rates)


train = {str(batch): batch / seconds_per_call(trainer(batch)) / 1000 for batch in (64, 1024, 8192)}
net, row = network(), torch.randn(1, 32)
with torch.no_grad():
    act = seconds_per_call(lambda: net(row)) * 1e6
print(json.dumps({"torch": torch.__version__, "threads": threads, "train": train, "act": act}))
