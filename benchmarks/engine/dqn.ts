// How fast DQN trains on the cart-pole at the defaults of Stable-Baselines3: one copy, a gradient step on 32 transitions every four steps after the
// first 100, a memory of a million, Adam at 1e-4, the target network copied every 10,000 steps, no double Q-learning. Environment steps per
// second. Prints JSON.
//
//   npx tsx --tsconfig tsconfig.json benchmarks/engine/dqn.ts
import { cartPole, dqn } from '@firstmover/algorithms';
import { answer, rate, repeated, startup } from './measure.ts';

const STEPS = 4;
const UPDATES = 512;

const learner = dqn(cartPole({ copies: 1, seed: 1 }), {
  steps: STEPS,
  gradientSteps: 1,
  batchSize: 32,
  capacity: 1_000_000,
  learningStarts: 100,
  gamma: 0.99,
  learningRate: 1e-4,
  maxGradientNorm: 10,
  loss: 'huber',
  double: false,
  target: { every: 10_000 / STEPS },
  exploration: { epsilon: { from: 1, to: 0.05, steps: 5_000 } },
  seed: 1,
});
const train = repeated(() => learner.update(), UPDATES);

repeated(() => learner.update(), 128)();
const apart = { startup: startup(), version: process.version };
for (let i = 0; i < 10; i++) train();
await answer(() => ({ steps: rate(train, UPDATES * STEPS, 0.5) }), apart);
