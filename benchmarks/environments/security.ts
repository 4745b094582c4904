import { bindPart } from '@firstmover/core';
import { cmaEsLeader, ppoLeader } from '@firstmover/algorithms';
// Learned commitments in security games.
import type { FollowerOracle, Game, Policy } from '@firstmover/core';
import type { ContextualNetworkOptions } from '@firstmover/followers';
import { contextualNetworkFollower, exactFollower } from '@firstmover/followers';
import { droneGame, inspection } from '@firstmover/security-games';
import type { Case, LearnedRun } from './case.ts';
import { count, declared, train } from './case.ts';
import { played, worthOnce } from './worth.ts';

/** A mixture over targets is learned against exact responses; an attacker that is indifferent chooses against it. */
export function inspectionOf(targets: number, inspectors: number, budget: number): Case {
  const game = inspection.create({ targets, inspectors });
  const [low, high] = game.descriptor.rewardBounds;
  const exact = declared(game, 'weak', 'mixed');
  const goal = exact - 0.01 * (high - low);
  const population = 4 + Math.floor(3 * Math.log(2 * targets));
  return {
    name: `inspection-${targets}`,
    game,
    kind: targets === 10 ? 'asked' : 'size',
    size: targets,
    how: `${targets} targets, ${inspectors} inspectors; exact follower, weak ties; CMA-ES with ${population} points a generation, ${count(budget)} steps`,
    check: 'all targets tried, weak ties',
    exact,
    exactAbout: 'ORIGAMI',
    goal,
    goalAbout: 'within 1% of the payoff range',
    seeds: 10,
    learn: (seed, effort) =>
      train(
        {
          oracle: exactFollower(game, { ties: 'weak' }),
          leader: bindPart(cmaEsLeader, { copies: population, population }),
          budget,
          value: (leader) => worthOnce(game, leader, 'weak'),
          goal,
        },
        seed,
        effort,
      ),
  };
}

/** Pre-trains a contextual follower. */
export function pretrained(game: Game, options: ContextualNetworkOptions): FollowerOracle {
  const follower = contextualNetworkFollower(game, options);
  while (!follower.done) follower.update();
  return follower.oracle();
}

/** What a leader is worth against a follower that was trained against it alone. */
export function exploited(game: Game, leader: Policy, options: ContextualNetworkOptions, episodes: number, seed: number): number {
  return played(pretrained(game, { ...options, leaders: () => leader, seed: seed + 1000 }), leader, episodes, seed);
}

const [PRETRAINING, DRONES_BUDGET, EPISODES] = [400_000, 1_000_000, 1000];
const HOW = `blind intruder, contextual, pre-trained for ${count(PRETRAINING)} steps on random defenders; PPO (step size 0.02, entropy 0.01, 64 episodes an update), ${count(DRONES_BUDGET)} steps`;

/** A contextual intruder is pre-trained on the 16 answers of random defenders, then the defender learns against it, and is valued against it or another. */
function dronesAgainst(
  rest: Pick<Case, 'name' | 'kind' | 'check' | 'goal' | 'goalAbout' | 'seeds'>,
  worth: (oracle: FollowerOracle, leader: Policy, seed: number) => number,
): Case {
  const game = droneGame.create();
  return {
    ...rest,
    game,
    how: HOW,
    exact: null,
    exactAbout: 'not known; at most 1',
    learn(seed, effort): LearnedRun {
      const budget = effort * PRETRAINING;
      const oracle = pretrained(game, { budget, seed });
      const { leader, untrained, steps } = train(
        {
          oracle,
          leader: bindPart(ppoLeader, { learningRate: 0.02, entropyBonus: 0.01, collect: { episodes: 4 } }),
          budget: DRONES_BUDGET,
          value: (policy) => played(oracle, policy, EPISODES, seed),
        },
        seed,
        effort,
      );
      return { value: worth(oracle, leader, seed), untrained, steps: budget + steps };
    },
  };
}

/** As published: valued against the intruder that was learned against. */
export function drones(): Case {
  return dronesAgainst(
    {
      name: 'drones',
      kind: 'asked',
      check: `${count(EPISODES)} episodes against the intruder that it learned against, as in the published experiment: not a best response, see drones-adapted`,
      goal: 0.95,
      goalAbout: 'probability of capture',
      seeds: 10,
    },
    (oracle, leader, seed) => played(oracle, leader, EPISODES, seed),
  );
}

/** The same defenders against intruders that had them alone to learn from. */
export function dronesAdapted(): Case {
  return dronesAgainst(
    {
      name: 'drones-adapted',
      kind: 'listed',
      check: `${count(EPISODES)} episodes against an intruder trained for ${count(PRETRAINING)} steps on this defender alone`,
      goal: null,
      goalAbout: '',
      seeds: 3,
    },
    (oracle, leader, seed) => exploited(oracle.game, leader, { budget: PRETRAINING }, EPISODES, seed),
  );
}
