"""Stable-Baselines3's DQN on the cart-pole at its defaults, which dqn.ts repeats.

    python benchmarks/engine/dqn_sb3.py
"""

import stable_baselines3
import torch
from measure import answer, rate, startup
from stable_baselines3 import DQN

torch.set_num_threads(1)
STEPS = 2048

model = DQN("MlpPolicy", "CartPole-v1", seed=1, device="cpu")
model.learn(512)
before = startup()
model.learn(1024, reset_num_timesteps=False)
answer(
    lambda: {"steps": rate(lambda: model.learn(STEPS, reset_num_timesteps=False), STEPS, seconds=2)},
    startup=before,
    version=f"{stable_baselines3.__version__}, torch {torch.__version__}",
)
