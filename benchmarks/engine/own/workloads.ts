// Our own systems at work, through public functions alone that have been there for long: `engine.ts --against` bundles this program with the packages of two
// checkouts. Without an argument it prints what there is; with a name it does that work and prints the CPU seconds of a call and what came of it.
//
// Where the work of an entry changes, so does its `work`: what is not the same is not compared.
import type { FollowerOracle } from '@firstmover/core';
import { columnOf, createBatch, finiteModel, leaderProblem, randomStream } from '@firstmover/core';
import { cartPole, dqn, ppo } from '@firstmover/algorithms';
import { contextualFollower, exactFollower, tabularQFollower } from '@firstmover/followers';
import { iteratedPrisonersDilemma } from '@firstmover/matrix-games';
import type { Network } from '@firstmover/networks';
import { mlpNetwork } from '@firstmover/networks';
import { solveBimatrix } from '@firstmover/solvers';

interface Workload {
  readonly name: string;
  /** What a call does. */
  readonly work: string;
  /** Calls before the clock starts, and under it. */
  readonly calls: number;
  /** Makes the call, which returns a number that two checkouts should agree on. */
  readonly prepare: () => (call: number) => number;
}

/** What is asked of a learner. Written here because the package that says it is not the same in every checkout. */
interface Learner {
  update(): { readonly [name: string]: number };
}

const game = iteratedPrisonersDilemma.create();
const model = finiteModel(game);

const mlp = (outputs: number, outputScale: number, seed: number): Network =>
  mlpNetwork({ input: { kind: 'vector', width: 4 }, hidden: [64, 64], outputs, activation: 'tanh', outputScale, seed });

/** Updates of a learner; they return the mean return of the episodes that ended. */
const updates =
  (learner: Learner, count: number): (() => number) =>
  () => {
    let last = 0;
    for (let i = 0; i < count; i++) last = learner.update()['return'] ?? 0;
    return last;
  };

/** PPO with tables on the problem of the leader of an oracle. */
const tabularPpo = (oracle: FollowerOracle, copies: number): Learner =>
  ppo(leaderProblem(oracle, { copies, seed: 1, model }), { learningRate: 0.01, epochs: 8, entropyBonus: 0.05, lambda: 1, seed: 1 });

const workloads: readonly Workload[] = [
  {
    name: 'tabular PPO, leader problem',
    work: '10 updates of 64 copies against the exact follower of the iterated dilemma',
    calls: 100,
    prepare: () => updates(tabularPpo(exactFollower(model), 64), 10),
  },
  {
    name: 'perceptron PPO, cart-pole',
    work: '4 updates of 4 copies and 128 steps, 4 epochs of 4 minibatches, two networks of two tanh layers of 64',
    calls: 15,
    prepare: () =>
      updates(
        ppo(cartPole({ copies: 4, seed: 1 }), {
          collect: { steps: 128 },
          epochs: 4,
          minibatches: 4,
          learningRate: 2.5e-4,
          gamma: 0.99,
          lambda: 0.95,
          clip: 0.2,
          entropyBonus: 0.01,
          network: mlp(2, 0.01, 2),
          valueNetwork: mlp(1, 1, 3),
          seed: 1,
        }),
        4,
      ),
  },
  {
    name: 'DQN, cart-pole',
    work: '128 gradient steps on 32 transitions, one every four steps of one copy',
    calls: 40,
    prepare: () =>
      updates(
        dqn(cartPole({ copies: 1, seed: 1 }), {
          steps: 4,
          gradientSteps: 1,
          batchSize: 32,
          capacity: 100_000,
          learningStarts: 100,
          gamma: 0.99,
          learningRate: 1e-4,
          maxGradientNorm: 10,
          loss: 'huber',
          double: false,
          target: { every: 2500 },
          exploration: { epsilon: { from: 1, to: 0.05, steps: 5_000 } },
          seed: 1,
        }),
        128,
      ),
  },
  {
    name: 'contextual follower, pre-training',
    work: 'pre-training from nothing to its end, iterated dilemma',
    calls: 30,
    prepare: () => (call) => {
      const follower = contextualFollower(game, { model, seed: call });
      while (!follower.done) follower.update();
      return follower.steps;
    },
  },
  {
    name: 'tabular Q-learning, inner loop',
    work: '1 update of 16 copies, 80 episodes of the follower in each response, iterated dilemma',
    calls: 15,
    prepare: () => updates(tabularPpo(tabularQFollower(game, { model }), 16), 1),
  },
  {
    name: 'exact bimatrix commitments',
    work: '20 games of 10 by 10, mixed, both tie rules',
    calls: 12,
    prepare: () => (call) => {
      const random = randomStream(call, 'payoffs').at(0, 0);
      const payoffs = (): number[][] => Array.from({ length: 10 }, () => Array.from({ length: 10 }, () => random.uniform()));
      let sum = 0;
      for (let i = 0; i < 20; i++) {
        const matrices = { leaderPayoff: payoffs(), followerPayoff: payoffs() };
        for (const ties of ['strong', 'weak'] as const) sum += solveBimatrix(matrices, { commitment: 'mixed', ties }).leaderValue;
      }
      return sum;
    },
  },
  {
    name: 'finite model, batch stepping',
    work: '500 steps of 1,024 copies of the iterated dilemma, random actions',
    calls: 50,
    prepare: () => {
      const size = 1024;
      const batch = createBatch(game, { size, seed: 1, model });
      const random = randomStream(1, 'actions').at(0, 0);
      const joints = Array.from({ length: 2 }, () =>
        game.players.map(({ action }) => {
          const column = columnOf(action, size);
          for (let copy = 0; copy < size; copy++) (column as { [copy: number]: number })[copy] = random.integer(2);
          return column;
        }),
      );
      const over = new Uint8Array(size);
      batch.reset();
      return () => {
        let earned = 0;
        for (let step = 0; step < 500; step++) {
          batch.step(joints[step % joints.length]!);
          for (let copy = 0; copy < size; copy++) over[copy] = batch.terminated[copy]! | batch.truncated[copy]!;
          earned += batch.rewards[0]![step]!;
          batch.reset(over);
        }
        return earned;
      };
    },
  },
];

const asked = process.argv[2];
if (asked === undefined) console.log(JSON.stringify(workloads.map(({ name, work, calls }) => ({ name, work: `${work}; ${calls} calls` }))));
else {
  const workload = workloads.find(({ name }) => name === asked);
  if (!workload) throw new Error(`no workload "${asked}": expected ${workloads.map(({ name }) => name).join('; ')}; name one of these`);
  const { calls } = workload;
  const call = workload.prepare();
  let answer = 0;
  for (let i = 0; i < calls; i++) answer += call(i);
  const before = process.cpuUsage();
  for (let i = 0; i < calls; i++) answer += call(i);
  const { user, system } = process.cpuUsage(before);
  console.log(JSON.stringify({ seconds: (user + system) / 1e6 / calls, answer }));
}
