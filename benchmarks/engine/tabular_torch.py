"""The task of tabular.ts in PyTorch and numpy, vectorised over the copies in the style of CleanRL: two PPO learners with tables for policy and
value in 1,024 parallel iterated prisoner's dilemmas of ten rounds, 128 steps per update, four epochs of four shuffled minibatches.

    python benchmarks/engine/tabular_torch.py
"""

import numpy as np
import torch
from measure import answer, rate, startup

COPIES, STEPS, ROUNDS, EPOCHS, MINIBATCHES = 1024, 128, 10, 4, 4
GAMMA, LAMBDA, CLIP = 0.96, 0.95, 0.2
PAYOFFS = np.array([[0.5, -1.5], [1.5, -0.5]], dtype=np.float32)  # by the own and the other action; 0 cooperates
BATCH = COPIES * STEPS

torch.set_num_threads(1)
torch.manual_seed(1)
np.random.seed(1)


class Agent(torch.nn.Module):
    def __init__(self):
        super().__init__()
        # One row per observation: two logits and a value. A linear layer on one-hot vectors is the same function.
        self.actor = torch.nn.Parameter(torch.zeros(5, 2))
        self.critic = torch.nn.Parameter(torch.zeros(5))

    def forward(self, observations):
        return torch.log_softmax(self.actor[observations], dim=-1), self.critic[observations]


class Learner:
    def __init__(self):
        self.agent = Agent()
        self.optimiser = torch.optim.Adam(self.agent.parameters(), lr=0.01, eps=1e-5, fused=True)
        self.observations = torch.zeros(STEPS, COPIES, dtype=torch.long)
        self.actions = torch.zeros(STEPS, COPIES, dtype=torch.long)
        self.logs = torch.zeros(STEPS, COPIES)
        self.values = torch.zeros(STEPS, COPIES)
        self.rewards = torch.zeros(STEPS, COPIES)

    def act(self, t, observations):
        observations = torch.from_numpy(observations)
        with torch.no_grad():
            logs, values = self.agent(observations)
            actions = (torch.rand(COPIES) >= logs[:, 0].exp()).long()
            self.observations[t] = observations
            self.actions[t] = actions
            self.logs[t] = logs.gather(1, actions[:, None])[:, 0]
            self.values[t] = values
        return actions.numpy()

    def advantages(self, dones, last):
        with torch.no_grad():
            following = self.agent(torch.from_numpy(last))[1]
            advantages = torch.zeros(STEPS, COPIES)
            running = torch.zeros(COPIES)
            for t in reversed(range(STEPS)):
                alive = 1.0 - dones[t]
                error = self.rewards[t] + GAMMA * alive * following - self.values[t]
                running = error + GAMMA * LAMBDA * alive * running
                advantages[t] = running
                following = self.values[t]
        return advantages

    def learn(self, dones, last):
        advantages = self.advantages(dones, last)
        returns = (advantages + self.values).reshape(-1)
        advantages, logs = advantages.reshape(-1), self.logs.reshape(-1)
        observations, actions = self.observations.reshape(-1), self.actions.reshape(-1)
        for _ in range(EPOCHS):
            order = torch.from_numpy(np.random.permutation(BATCH))
            for rows in order.split(BATCH // MINIBATCHES):
                all_logs, values = self.agent(observations[rows])
                ratio = (all_logs.gather(1, actions[rows][:, None])[:, 0] - logs[rows]).exp()
                advantage = advantages[rows]
                advantage = (advantage - advantage.mean()) / (advantage.std() + 1e-8)
                policy = -torch.min(ratio * advantage, ratio.clamp(1 - CLIP, 1 + CLIP) * advantage).mean()
                value = ((values - returns[rows]) ** 2).mean() / 2
                self.optimiser.zero_grad(set_to_none=True)
                (policy + value).backward()
                torch.nn.utils.clip_grad_norm_(self.agent.parameters(), 0.5)
                self.optimiser.step()


learners = (Learner(), Learner())
state = {"seen": np.zeros((2, COPIES), dtype=np.int64), "round": 0}
dones = torch.zeros(STEPS, COPIES)


def update():
    for t in range(STEPS):
        a, b = (learner.act(t, seen) for learner, seen in zip(learners, state["seen"]))
        learners[0].rewards[t] = torch.from_numpy(PAYOFFS[a, b])
        learners[1].rewards[t] = torch.from_numpy(PAYOFFS[b, a])
        state["round"] += 1
        over = state["round"] == ROUNDS
        dones[t] = float(over)
        if over:
            state["round"] = 0
            state["seen"] = np.zeros((2, COPIES), dtype=np.int64)
        else:
            state["seen"] = np.stack((1 + a + 2 * b,) * 2)
    for learner, seen in zip(learners, state["seen"]):
        learner.learn(dones, seen)


apart = {"startup": startup(), "version": torch.__version__}
update()
answer(lambda: {"steps": rate(update, BATCH, seconds=1)}, **apart)
