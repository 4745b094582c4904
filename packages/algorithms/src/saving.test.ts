import { describe, expect, it } from 'vitest';
import type { Rules, SavableEnvironment, SavedState, FollowerOracle, VectorEnvironment } from '@firstmover/core';
import { InputError, box, defineGame, deterministicPolicy, discrete, leaderProblem } from '@firstmover/core';
import { checkContinuation } from '@firstmover/core/testing';
import type { Learner } from '@firstmover/experience';
import { mlpNetwork } from '@firstmover/networks';
import { a2c } from './a2c/a2c.ts';
import { concurrentProblem } from './concurrent/concurrent-problem.ts';
import { learnTogether } from './concurrent/learn-together.ts';
import { dqn } from './dqn/dqn.ts';
import { cmaEs } from './evolution/cma-es.ts';
import { openaiEs } from './evolution/openai-es.ts';
import { ppo } from './ppo/ppo.ts';
import { cartPole } from './problems/cart-pole.ts';
import { pendulum } from './problems/pendulum.ts';
import { recurrentPpo } from './recurrent-ppo/recurrent-ppo.ts';
import { reinforce } from './reinforce/reinforce.ts';
import { sac } from './sac/sac.ts';
import { sarsa } from './sarsa/sarsa.ts';
import { exhaustiveSearch, randomSearch } from './table-search/table-search.ts';
import { tabularQ } from './tabular-q/tabular-q.ts';

/** Rounds until chance ends it, three on average; each player sees what the other did, and matching earns. */
const game = defineGame({
  id: 'test/Match-v1',
  rules: (): Rules<{ readonly last: readonly number[] }> => ({
    players: [
      { name: 'leader', role: 'leader', observation: discrete(3), action: discrete(3) },
      { name: 'follower', role: 'follower', observation: discrete(3), action: discrete(3) },
    ],
    initial: (chance) => ({ last: [chance.pick([1, 1, 1]), 0] }),
    step: (_state, actions, chance) => {
      const [first, second] = actions as [number, number];
      const match = first === second ? 1 : 0;
      return { state: { last: [first, second] }, rewards: [match + first / 4, match], terminated: chance.pick([2, 1]) === 1 };
    },
    observe: ({ last }, player) => last[1 - player]!,
  }),
  descriptor: () => ({ commitment: 'pure' }),
}).create();

/** A follower that asks at random, in batches, and plays what it heard last; its policy counts its moves. */
const oracle: FollowerOracle = {
  name: 'curious',
  game,
  followerClass: 'stationary',
  ties: 'unspecified',
  equilibrium: 'none',
  queries: 'adaptive',
  earnsRewards: true,
  carriesOver: true,
  memory: box(-Infinity, Infinity, [1]),
  *respond({ random, carried }) {
    let heard = carried === undefined ? 0 : (carried as [number])[0];
    for (let turn = 0; turn < 3; turn++) {
      const answers = yield { observations: [random.integer(3), random.integer(3)], reward: heard, memory: [heard] };
      heard = (heard + (answers[1] as number)) % 3;
    }
    return { policies: [deterministicPolicy([heard, (heard + 1) % 3, 0], 3)], memory: [heard], carry: [heard] };
  },
};

const leading = (): SavableEnvironment => leaderProblem(oracle, { copies: 4, seed: 5 });
const centralised = (): SavableEnvironment =>
  leaderProblem(oracle, {
    copies: 4,
    critic: 'oracle',
    conditions: { oracleRestarts: false, queriesInTrajectory: 0.5, queriesEarnNothing: false },
  });
const balancing = (): SavableEnvironment => cartPole({ copies: 4, seed: 2, maxSteps: 30 });
const swinging = (): SavableEnvironment => pendulum({ copies: 3, seed: 1 });
const vectors = (outputs: number, width = 4, seed = 0): ReturnType<typeof mlpNetwork> =>
  mlpNetwork({ input: { kind: 'vector', width }, hidden: [8], outputs, activation: 'tanh', seed });
const networks = (outputs: number, width = 4): object => ({ network: vectors(outputs, width), valueNetwork: vectors(1, width, 1) });
const values = (): { valueNetwork: ReturnType<typeof mlpNetwork> } => ({ valueNetwork: vectors(1, 5, 1) });
const replay = { learningStarts: 20, batchSize: 8, capacity: 50, steps: 3 };

const learners: readonly (readonly [string, number, () => Learner])[] = [
  ['reinforce', 5, () => reinforce(leading(), { entropyBonus: 0.1, seed: 3 })],
  ['reinforce on an MLP', 4, () => reinforce(balancing(), { network: vectors(2), gamma: 0.9 })],
  ['a2c', 6, () => a2c(leading(), { steps: 5, lambda: 0.9 })],
  ['a2c with a central critic', 6, () => a2c(centralised(), { steps: 5, ...values() })],
  ['a2c on MLPs', 6, () => a2c(balancing(), { steps: 7, ...networks(2) })],
  ['ppo', 5, () => ppo(leading(), { epochs: 3 })],
  ['ppo in steps and minibatches', 8, () => ppo(leading(), { collect: { steps: 5 }, minibatches: 3, entropyBonus: 0.01 })],
  ['ppo with a central critic', 5, () => ppo(centralised(), { collect: { steps: 4 }, ...values() })],
  ['ppo with gathered tables', 5, () => ppo(leaderProblem(oracle, { copies: 60 }), { minibatches: 2 })],
  ['ppo on MLPs', 6, () => ppo(balancing(), { collect: { steps: 9 }, minibatches: 2, valueClip: 0.2, targetKl: 0.05, ...networks(2) })],
  ['ppo with a shared value', 4, () => ppo(balancing(), { network: vectors(3), valueNetwork: 'shared' })],
  ['ppo on continuous actions', 4, () => ppo(swinging(), { collect: { steps: 20 }, horizon: 'truncated', ...networks(2, 3) })],
  ['recurrent ppo', 4, () => recurrentPpo(leading(), { units: 4, entropyBonus: { from: 0.1, to: 0, steps: 100 } })],
  ['recurrent ppo in steps', 6, () => recurrentPpo(balancing(), { units: 4, collect: { steps: 7 } })],
  ['recurrent ppo with a central critic', 4, () => recurrentPpo(centralised(), { units: 4, collect: { steps: 6 } })],
  ['dqn', 20, () => dqn(leading(), { ...replay, nStep: 4 })],
  [
    'dqn, prioritised and duelling',
    20,
    () =>
      dqn(balancing(), {
        ...replay,
        network: vectors(3),
        duelling: true,
        prioritised: { beta: { from: 0.4, to: 1, steps: 50 } },
        target: { every: 5 },
      }),
  ],
  [
    'dqn with parameter noise',
    20,
    () =>
      dqn(balancing(), {
        ...replay,
        exploration: { parameterNoise: { from: 1, to: 0.1, steps: 100 } },
        target: { polyak: 0.1 },
        network: vectors(2),
      }),
  ],
  ['sac on discrete actions', 20, () => sac(leading(), { ...replay })],
  ['sac on continuous actions', 20, () => sac(swinging(), { ...replay })],
  ['sac with a fixed temperature', 20, () => sac(balancing(), { ...replay, temperature: 0.1, nStep: 2 })],
  ['tabular-q', 6, () => tabularQ(leading(), { epsilon: { from: 1, to: 0, steps: 60 }, learningRate: { decay: 0.6 } })],
  ['sarsa', 6, () => sarsa(leading(), { epsilon: 0.3, rounds: 2 })],
  ['openai-es', 5, () => openaiEs(leading(), { population: 6, acting: 'sampled' })],
  ['cma-es', 8, () => cmaEs(balancing(), { population: 6, network: vectors(2) })],
  ['exhaustive search', 5, () => exhaustiveSearch(leading(), { episodes: 2 })],
  ['random search', 5, () => randomSearch(leading(), { seed: 1 })],
];

describe('a learner saved between two updates', () => {
  it.each(learners)('continues bit for bit: %s', (_name, updates, make) => {
    const stops = [0, 1, 2, Math.floor(updates / 2), updates - 1];
    const compared = checkContinuation(
      () => {
        const learner = make();
        return { target: learner, advance: () => learner.update() };
      },
      updates,
      stops,
    );
    expect(compared).toBeGreaterThan(updates);
  });

  it('continues together with others', () => {
    checkContinuation(
      () => {
        const [leader, follower] = concurrentProblem(game, { copies: 3, seed: 1 });
        const group = learnTogether([ppo(leader!, { collect: { steps: 6 } }), a2c(follower!, { steps: 6, seed: 1 })]);
        return { target: group, advance: () => group.update() };
      },
      6,
      [0, 1, 3, 5],
    );
  });

  it('is not disturbed by looking at its policy', () => {
    const silent = ppo(leading(), { collect: { steps: 5 } });
    const watched = ppo(leading(), { collect: { steps: 5 } });
    for (let update = 0; update < 5; update++) {
      silent.update();
      watched.update();
      watched.policy('greedy');
      watched.policy();
    }
    expect(watched.save()).toStrictEqual(silent.save());
  });
});

describe('a learner refuses', () => {
  const saved = ppo(leading()).save();
  const changed = (change: (parts: Record<string, unknown>) => void): SavedState => {
    const copy = structuredClone(saved) as { parts: Record<string, unknown> };
    change(copy.parts);
    return copy as unknown as SavedState;
  };
  type Inner = { parts: { network: { parts: { parameters: Float32Array } } } };

  it.each<[string, () => void]>([
    ['settings {}: expected {"gamma":0.9}', () => ppo(leading(), { gamma: 0.9 }).restore(saved)],
    ['a saved ppo: expected a saved a2c', () => a2c(leading()).restore(saved)],
    [
      'problem of ppo: a saved leader problem has settings.copies 4: expected 2',
      () => ppo(leaderProblem(oracle, { copies: 2, seed: 5 })).restore(saved),
    ],
    [
      'network of trained network: parameters of network: number 2 is NaN: expected finite numbers',
      () =>
        ppo(leading()).restore(
          changed((parts) => {
            (parts['network'] as Inner).parts.network.parts.parameters[2] = NaN;
          }),
        ),
    ],
  ])('%s', (message, run) => {
    expect(run).toThrow(InputError);
    expect(run).toThrow(message);
  });

  it('to be saved in the middle of an update, or with a problem that cannot be', () => {
    const learner = ppo(leading());
    const run = learner.updating();
    run.next();
    expect(() => learner.save()).toThrow('ppo is in the middle of an update');
    expect(() => learner.restore(saved)).toThrow('ppo is in the middle of an update');
    run.return({});
    const problem: VectorEnvironment = { ...cartPole({ copies: 1 }) };
    delete problem.save;
    expect(() => ppo(problem, networks(2)).save()).toThrow('problem of ppo: the problem of ppo cannot be saved');
  });
});
