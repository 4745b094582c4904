// Learned mechanisms.
import { ppo, ppoLeader } from '@firstmover/algorithms';
import type { FiniteModel, FollowerOracle, Game } from '@firstmover/core';
import { bindPart, childSeed, deterministicPolicy, finiteModel } from '@firstmover/core';
import { equilibriumFollowers, functionFollower } from '@firstmover/followers';
import type { TreeProblem } from '@firstmover/mechanism-design';
import { PIGOU, congestionTolls, contract, drawTree, sequentialPrice } from '@firstmover/mechanism-design';
import { headFor, tableNetwork } from '@firstmover/networks';
import { inducedNormalForm, solveEquilibrium, verifyCommitment } from '@firstmover/solvers';
import { SETTINGS, STANDARD } from '../paper/sequential-price.ts';
import { learnMechanism } from '../paper/mechanisms.ts';
import type { Case, LearnedRun } from './case.ts';
import { count, declared, train } from './case.ts';
import { tableOf, worthOnce } from './worth.ts';

/** Two messages in the PI setting, with the settings of the paper's experiment. */
export function messages(): Case {
  const game = sequentialPrice.create({ messages: 2 });
  let model: FiniteModel | undefined;
  return {
    name: 'two-messages',
    game,
    kind: 'asked',
    how: `PI setting; multiplicative weights over messages; PPO, ${count(SETTINGS.steps)} steps: the settings of the [experiment](../paper/index.md)`,
    check: 'the mean over 100 new responses, each along every way of chance',
    exact: 0,
    exactAbout: `Brero et al. 2022; ${STANDARD} without messages`,
    goal: 0.05 * STANDARD,
    goalAbout: '95% of the gap closed',
    seeds: 10,
    learn(seed, effort): LearnedRun {
      const own = childSeed(seed, 'learned');
      const untrained = learnMechanism(game, { ...SETTINGS, steps: 0 }, own, 1).value;
      const { value, leader } = learnMechanism(game, SETTINGS, own, effort);
      model ??= finiteModel(game);
      const worst = solveEquilibrium(inducedNormalForm(model, tableOf(game, leader)), { equilibrium: 'nash', selection: 'leader-worst' });
      process.stderr.write(`  worst Nash equilibrium of the buyers: ${worst.leaderValue}\n`);
      return { value, untrained, steps: effort * SETTINGS.steps };
    },
  };
}

/** An agent that goes down a tree as is best for it against the contracts at all nodes, by backward induction; indifferent, it does as the principal likes. */
export function inductiveAgent(game: Game): FollowerOracle {
  const { highestPayment, levels, ...problem } = game.parameters as unknown as TreeProblem & { highestPayment: number; levels: number };
  const { rewards, costs, chances } = drawTree(problem);
  const nodes = rewards.length;
  // What is left of the tree from a node on, to the agent and to the principal; nothing below the last nodes.
  const agent = new Float64Array(2 * nodes + 1);
  const principal = new Float64Array(2 * nodes + 1);
  return functionFollower(game, {
    name: 'backward induction',
    queries: 'all',
    ties: 'strong',
    equilibrium: 'best response',
    respond: (answers) => {
      const aims = new Int32Array(nodes);
      for (let node = nodes - 1; node >= 0; node--) {
        const [paidSide, level] = answers[node] as [number, number];
        const paid = (highestPayment * level) / levels;
        const worth = [0, 1].map((aim) => {
          const right = chances[node]![aim]!;
          const sides = [1 - right, right].map((share, side) => ({ share, paid: side === paidSide ? paid : 0, next: 2 * node + 1 + side }));
          return {
            own: sides.reduce((sum, { share, paid: pay, next }) => sum + share * (pay + agent[next]!), 0 - costs[node]![aim]!),
            other: sides.reduce(
              (sum, { share, paid: pay, next }, side) => sum + share * (rewards[node]![side]! - pay + principal[next]!),
              0,
            ),
          };
        }) as [Worth, Worth];
        const gain = worth[1].own - worth[0].own;
        const aim = gain > 1e-9 || (gain > -1e-9 && worth[1].other > worth[0].other) ? 1 : 0;
        aims[node] = aim;
        [agent[node], principal[node]] = [worth[aim].own, worth[aim].other];
      }
      return [deterministicPolicy(aims, 2)];
    },
  });
}

interface Worth {
  readonly own: number;
  readonly other: number;
}

const CONTRACTS = { learningRate: 0.03, epochs: 2, lambda: 0.2, entropyBonus: 0.02, collect: { episodes: 4 } };
/** The first weight of paying nothing: without it all that was never visited would look like a promise of high pay to the agent. */
const FREE = 1.5;
const [TRIALS_KEPT, TRIALS] = [60, 500];

/**
 * A tree of contracts. Queries are hidden: the learner sees each contract where it is met in play, so that it is credited with what follows it there and not with the noise of
 * all the others.
 */
export function contractOf(depth: number, budget: number): Case {
  const game = contract.create({ depth });
  const exact = declared(game, 'strong');
  const goal = 0.95 * exact;
  const nodes = 2 ** depth - 1;
  return {
    name: `contract-${depth}`,
    game,
    kind: depth === 10 ? 'asked' : 'size',
    size: depth,
    how: `depth ${depth}; exact follower (rational, strong ties), queries hidden; PPO (step size ${CONTRACTS.learningRate}, lambda ${CONTRACTS.lambda}, entropy ${CONTRACTS.entropyBonus}, ${CONTRACTS.epochs} epochs, 64 games an update, paying nothing ${FREE} nats likelier than a payment at first), ${count(budget)} steps; of ${TRIALS_KEPT} commitments on the way the one with the best mean over ${TRIALS} games`,
    check: 'all histories of the agent valued, strong ties',
    exact,
    exactAbout: 'dynamic programming on promised utility',
    goal,
    goalAbout: '95% of the optimal principal value',
    seeds: 10,
    learn(seed, effort) {
      const model = finiteModel(game);
      return train(
        {
          oracle: inductiveAgent(game),
          leader: {
            copies: 16,
            learn(problem, own) {
              const network = tableNetwork(nodes, headFor(problem.action).parameters);
              for (let node = 0; node < nodes; node++) network.parameters[node * network.outputs + 2] = FREE;
              return ppo(problem, { ...CONTRACTS, network, valueNetwork: tableNetwork(nodes, 1), seed: own });
            },
          },
          conditions: { queriesInTrajectory: false },
          budget,
          best: { every: budget / TRIALS_KEPT, games: TRIALS },
          model,
          value: (leader) => verifyCommitment(model, tableOf(game, leader), { followerClass: 'rational' }).leaderValue.strong,
        },
        seed,
        effort,
      );
    },
  };
}

/** Tolls against the worst equilibrium of the drivers. */
export function tolls(name: 'braess' | 'pigou', budget: number): Case {
  const parameters = name === 'braess' ? { levels: 20 } : { network: PIGOU, drivers: 8, levels: 16 };
  const game = congestionTolls.create(parameters);
  const exact = declared(game, 'weak');
  return {
    name,
    game,
    kind: name === 'braess' ? 'asked' : 'listed',
    how: `${name === 'braess' ? 'network of Braess, 4 drivers, tolls in twentieths' : 'two roads of Pigou, 8 drivers, tolls in sixteenths'}; worst pure equilibrium of the drivers; PPO, ${count(budget)} steps`,
    check: 'all profiles of routes tried, the worst equilibrium',
    exact,
    exactAbout: 'all tolls and splits of the drivers',
    goal: exact - 0.02 * Math.abs(exact),
    goalAbout: 'within 2%',
    seeds: 10,
    learn: (seed, effort) =>
      train(
        {
          oracle: equilibriumFollowers(game, { selection: 'leader-worst' }),
          leader: bindPart(ppoLeader),
          budget,
          value: (leader) => worthOnce(game, leader, 'weak'),
        },
        seed,
        effort,
      ),
  };
}
