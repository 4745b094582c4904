"""Stable-Baselines3's PPO on the cart-pole at the settings of cart-pole.ts: 4 copies, 128 steps, four epochs of four minibatches of 128, two networks of
two tanh layers of 64.

    python benchmarks/engine/cart_pole_sb3.py
"""

import stable_baselines3
import torch
from measure import answer, rate, startup
from stable_baselines3 import PPO
from stable_baselines3.common.env_util import make_vec_env

torch.set_num_threads(1)
UPDATES = 8

model = PPO(
    "MlpPolicy",
    make_vec_env("CartPole-v1", n_envs=4, seed=1),
    n_steps=128,
    batch_size=128,
    n_epochs=4,
    learning_rate=2.5e-4,
    ent_coef=0.01,
    policy_kwargs={"net_arch": {"pi": [64, 64], "vf": [64, 64]}, "activation_fn": torch.nn.Tanh},
    seed=1,
    device="cpu",
)
model.learn(512)
before = startup()
model.learn(1024, reset_num_timesteps=False)
answer(
    lambda: {"steps": rate(lambda: model.learn(UPDATES * 512, reset_num_timesteps=False), UPDATES * 512, seconds=2)},
    startup=before,
    version=f"{stable_baselines3.__version__}, torch {torch.__version__}",
)
