import type { BoundLeader } from '@firstmover/algorithms';
import { cmaEsLeader, ppoLeader } from '@firstmover/algorithms';
// All environments that are not asked for by name: what defaults reach on them.
import type { Game, Policy, Value } from '@firstmover/core';
import { bindPart, finiteModel, policyFromRows, randomStream } from '@firstmover/core';
import { duopoly, merge } from '@firstmover/benchmark-games';
import { equilibriumFollowers, exactFollower, functionFollower, noRegretFollowers, tabularQFollower } from '@firstmover/followers';
import { bimatrix, conitzer, iterated, maintain, twelveGames } from '@firstmover/matrix-games';
import * as matrix from '@firstmover/matrix-games';
import {
  auction,
  bilateralTrade,
  escapeRoom,
  gatherTrade,
  matrixDesign,
  simpleAllocation,
  tax,
  taxReply,
} from '@firstmover/mechanism-design';
import { patrol, scheduledSecurityGame, securityGame, wildlife } from '@firstmover/security-games';
import { bestDeterministicCommitment, verifyCommitment } from '@firstmover/solvers';
import type { Case, Training } from './case.ts';
import { count, declared, train } from './case.ts';
import { climbed, expectedReturns, played, tableOf, worthOnce } from './worth.ts';

const BUDGET = 20_000;
const first = randomStream(0, 'commitment').at(0, 0);

type Listed = Pick<Case, 'game' | 'how' | 'check' | 'exact' | 'exactAbout'> & { readonly name?: string; training(seed: number): Training };

function listed({ training, name, ...rest }: Listed): Case {
  const { id } = rest.game;
  return {
    ...rest,
    name: name ?? id.replace(/^.*\/|-v\d+$/g, ''),
    kind: 'listed',
    goal: null,
    goalAbout: '',
    seeds: 3,
    learn: (seed, effort) => train(training(seed), seed, effort),
  };
}

/** Finite games of one follower: exact responses while it learns, every policy of the follower tried afterwards. */
function finite(game: Game, exact: number, exactAbout: string, followerClass: 'stationary' | 'rational' = 'stationary'): Case {
  const model = finiteModel(game);
  return listed({
    game,
    how: `exact follower (${followerClass}, weak ties); PPO, ${count(BUDGET)} steps`,
    check: `all ${followerClass === 'stationary' ? 'stationary policies' : 'histories'} of the follower tried, weak ties`,
    exact,
    exactAbout,
    training: () => ({
      oracle: exactFollower(model, { followerClass, ties: 'weak' }),
      leader: bindPart(ppoLeader),
      budget: BUDGET,
      model,
      value: (leader) => verifyCommitment(model, tableOf(game, leader), { followerClass }).leaderValue.weak,
    }),
  });
}

/** Mixtures over actions as the action. */
function mixed(game: Game, exactAbout: string, name?: string): Case {
  return listed({
    game,
    ...(name === undefined ? {} : { name }),
    how: `exact follower, weak ties; CMA-ES, ${count(BUDGET)} steps`,
    check: 'all actions of the follower tried, weak ties',
    exact: declared(game, 'strong', 'mixed'),
    exactAbout,
    training: () => ({
      oracle: exactFollower(game, { ties: 'weak' }),
      leader: bindPart(cmaEsLeader),
      budget: BUDGET,
      value: (leader) => worthOnce(game, leader, 'weak'),
    }),
  });
}

/** Several followers that act once. */
function several(game: Game, leader: BoundLeader, budget: number, exactAbout: string): Case {
  return listed({
    game,
    how: `worst pure equilibrium of the followers; ${leader.part.name === 'ppo' ? 'PPO' : 'CMA-ES'}, ${count(budget)} steps`,
    check: 'all profiles of the followers tried, the worst equilibrium',
    exact: declared(game, 'weak'),
    exactAbout,
    training: () => ({
      oracle: equilibriumFollowers(game, { selection: 'leader-worst' }),
      leader,
      budget,
      value: (policy) => worthOnce(game, policy, 'weak'),
    }),
  });
}

/** Numbers chosen in answer to a number. */
function answered(game: Game, exactAbout: string, reply: (commitment: number) => readonly number[]): Case {
  return listed({
    game,
    how: `replies in closed form; CMA-ES, ${count(BUDGET)} steps`,
    check: 'replies found by pattern search on payoffs',
    exact: declared(game, 'weak'),
    exactAbout,
    training: () => ({
      oracle: functionFollower(game, {
        name: 'closed form',
        queries: 'all',
        respond: ([x]) => reply((x as readonly number[])[0]!).map((y): Policy => ({ act: () => [y] })),
      }),
      leader: bindPart(cmaEsLeader),
      budget: BUDGET,
      value: (leader) => climbed(game, leader.act(0, first)),
    }),
  });
}

/** Bidders and traders who learn what to say; the truth is dominant. */
function truthful(game: Game, exactAbout: string, truth: (price: number) => readonly Policy[]): Case {
  const updates = 200;
  return listed({
    game,
    how: `followers learn by multiplicative weights, ${updates} updates in each response; PPO, ${count(4_000_000)} steps`,
    check: 'truthful followers, who stay out where they are indifferent, along every way of chance',
    exact: declared(game, 'weak'),
    exactAbout,
    training: () => ({
      oracle: noRegretFollowers(game, { updates, rate: 0.5 }),
      leader: bindPart(ppoLeader),
      budget: 4_000_000,
      games: 20,
      value: (leader) => expectedReturns(game, [leader, ...truth(leader.act(0, first) as number)])[0]!,
    }),
  });
}

function patrols(): Case {
  const game = patrol.create();
  const sampled = patrol.create({ commitment: 'sampled' });
  const model = finiteModel(sampled);
  const rows = (leader: Policy): readonly number[][] =>
    Array.from({ length: 5 }, (_unused, node) => {
      const mixture = leader.act(node, first) as readonly number[];
      const sum = mixture.reduce((total, share) => total + share, 0);
      return mixture.map((share) => share / sum);
    });
  return listed({
    game,
    how: `exact follower (stationary, weak ties); CMA-ES, ${count(60_000)} steps`,
    check: 'the game in which the patrol draws its moves: all stationary attackers tried, weak ties',
    exact: declared(game, 'weak', 'mixed'),
    exactAbout: 'water filling',
    training: () => ({
      oracle: exactFollower(game, { ties: 'weak' }),
      leader: bindPart(cmaEsLeader),
      budget: 60_000,
      games: 4,
      value: (leader) => verifyCommitment(model, policyFromRows(rows(leader)), { followerClass: 'stationary' }).leaderValue.weak,
    }),
  });
}

/** Followers without a known optimum: Q-learning in each response, then from scratch for much longer against the leader that was learned. */
function unknown(game: Game, play: 'greedy' | 'sampled', inner: number, outer: number, budget: number, exactAbout: string): Case {
  return listed({
    game,
    how: `tabular Q-learning for ${count(inner)} games in each response; PPO, ${count(budget)} steps`,
    check: `1,000 games against followers that learned from scratch for ${count(outer)} games`,
    exact: null,
    exactAbout,
    training: (seed) => {
      const check = tabularQFollower(game, { episodes: outer, learningRate: 0.05, gamma: 1 });
      return {
        oracle: tabularQFollower(game, { episodes: inner, learningRate: 0.2, gamma: 1 }),
        leader: bindPart(ppoLeader),
        budget,
        games: 8,
        play,
        value: (leader) => played(check, leader, 1000, seed + 1000),
      };
    },
  });
}

const own = (observation: Value): number => observation as number;

/** All of them. */
export function others(): readonly Case[] {
  const bids = auction.create();
  const trade = bilateralTrade.create();
  const free = duopoly.create();
  const taxed = tax.create();
  const { workers, curvature, threshold } = taxed.parameters as { workers: number[][]; curvature: number; threshold: number };
  const computed = (game: Game): number =>
    bestDeterministicCommitment(finiteModel(game), { followerClass: 'stationary', ties: 'weak' }).leaderValue;
  return [
    ...twelveGames.map((definition) => finite(definition.create(), computed(definition.create()), 'all tables')),
    ...[bimatrix, iterated].map((definition) => finite(definition.create(), computed(definition.create()), 'all tables')),
    ...[
      matrix.battleOfTheSexes,
      conitzer,
      matrix.dominantColumn,
      matrix.escape,
      maintain,
      matrix.modifiedPrisonersDilemma,
      matrix.outOfEquilibriumBattle,
    ].map((definition) => finite(definition.create(), declared(definition.create(), 'weak'), 'see its page')),
    mixed(conitzer.create({ commitment: 'mixed' }), 'linear programmes; a supremum', 'Conitzer, mixed'),
    mixed(maintain.create({ commitment: 'mixed' }), 'linear programmes; a supremum', 'Maintain, mixed'),
    finite(simpleAllocation.create(), 1, 'derived'),
    finite(merge.create(), declared(merge.create(), 'weak'), 'all commitments', 'rational'),
    mixed(securityGame.create(), 'ORIGAMI'),
    mixed(scheduledSecurityGame.create(), 'derived'),
    patrols(),
    several(escapeRoom.create(), bindPart(ppoLeader), 40_000, 'derived'),
    several(matrixDesign.create(), bindPart(cmaEsLeader), BUDGET, 'Monderer & Tennenholtz 2004'),
    answered(free, 'closed form', (q) => [Math.max(0, (1 - q) / 2)]),
    answered(taxed, 'Saez 2001', (rate) => workers.map(([skill]) => taxReply(rate, skill!, { curvature, threshold }).labour)),
    truthful(bids, 'all prices', (price) => [0, 1].map(() => ({ act: (seen) => (own(seen) > 6 || own(seen) <= price ? 0 : own(seen)) }))),
    truthful(trade, 'all prices', (price) => [
      { act: (seen) => (own(seen) > 6 || own(seen) >= price ? 6 : own(seen)) },
      { act: (seen) => (own(seen) > 6 || own(seen) <= price ? 0 : own(seen)) },
    ]),
    unknown(gatherTrade.create(), 'greedy', 100, 5000, 3_000_000, 'not known: depends on the equilibrium of the workers'),
    unknown(wildlife.create(), 'sampled', 100, 20_000, 10_000_000, 'not known'),
  ];
}
