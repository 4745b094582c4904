import { cmaEsLeader, ppoLeader } from '@firstmover/algorithms';
// Benchmark games at several sizes, whose optimum is known at each: how many steps a leader needs until it is within 2%, and stays there.
import type { Policy } from '@firstmover/core';
import { bindPart, deterministicPolicy, finiteModel, randomStream } from '@firstmover/core';
import {
  FULL_STRENGTH,
  GUARD_LEVELS,
  RUN_STRENGTH,
  bandwagon,
  checkpoints,
  creditHistory,
  linearQuadratic,
} from '@firstmover/benchmark-games';
import { exactFollower, functionFollower } from '@firstmover/followers';
import { bestResponse, verifyCommitment } from '@firstmover/solvers';
import type { Case, Trained, Training } from './case.ts';
import { count, declared, train } from './case.ts';
import { climbed, tableOf, worthOnce } from './worth.ts';

type Sized = Pick<Case, 'name' | 'game' | 'size' | 'how' | 'check' | 'exactAbout'> & { training(): Omit<Training, 'goal'> };

function sized({ training, ...rest }: Sized, exact: number): Case {
  const goal = exact - 0.02 * Math.abs(exact);
  return {
    ...rest,
    kind: 'size',
    exact,
    goal,
    goalAbout: 'within 2%',
    seeds: 10,
    learn: (seed, effort) => train({ ...training(), goal }, seed, effort),
  };
}

/** Firms join one after another, as long as one gains by it: where this ends is their worst equilibrium. */
function worstJoiners(offers: readonly number[]): readonly number[] {
  const n = offers.length;
  const joins = new Array<number>(n).fill(0);
  for (let changed = true; changed;) {
    changed = false;
    const joiners = joins.reduce((sum, join) => sum + join, 0);
    offers.forEach((offer, i) => {
      if (joins[i] === 1 || offer + joiners < n) return;
      joins[i] = 1;
      changed = true;
    });
  }
  return joins;
}

function bandwagonOf(followers: number, budget: number): Case {
  const game = bandwagon.create({ followers });
  return sized(
    {
      name: `bandwagon-${followers}`,
      game,
      size: followers,
      how: `${followers} firms in their worst equilibrium, found by letting them join one after another; PPO (step size 0.03, entropy 0.005, 64 episodes an update), ${count(budget)} steps`,
      check: 'all profiles of the firms tried, the worst equilibrium',
      exactAbout: 'divide and conquer',
      training: () => ({
        oracle: functionFollower(game, {
          name: 'worst equilibrium',
          queries: 'all',
          ties: 'weak',
          equilibrium: 'nash, leader-worst',
          respond: ([offers]) => worstJoiners(offers as readonly number[]).map((join) => deterministicPolicy([join], 2)),
        }),
        leader: bindPart(ppoLeader, { learningRate: 0.03, entropyBonus: 0.005, collect: { episodes: 4 } }),
        budget,
        value: (leader) => worthOnce(game, leader, 'weak'),
      }),
    },
    declared(game, 'weak'),
  );
}

function creditHistoryOf(memory: number, budget: number): Case {
  const game = creditHistory.create({ memory });
  const model = finiteModel(game);
  const whole = sized(
    {
      name: `credit-history-${memory}`,
      game,
      size: memory,
      how: `memory ${memory}; exact follower (stationary, weak ties); PPO (step size 0.03, 64 episodes an update), ${count(budget)} steps`,
      check: 'all stationary borrowers tried, weak ties',
      exactAbout: 'proof on its page',
      training: () => ({
        oracle: exactFollower(model, { ties: 'weak' }),
        leader: bindPart(ppoLeader, { learningRate: 0.03, collect: { episodes: 4 } }),
        budget,
        model,
        value: (leader) => bestResponse(model, tableOf(game, leader), { followerClass: 'stationary', ties: 'weak' }).leaderValue,
      }),
    },
    declared(game, 'weak'),
  );
  return {
    ...whole,
    learn(seed, effort) {
      const { leader, ...run } = whole.learn(seed, effort) as Trained;
      return { ...run, value: verifyCommitment(model, tableOf(game, leader), { followerClass: 'stationary' }).leaderValue.weak };
    },
  };
}

/** What guards are worth, with weak ties: backward induction over the places to come and the smuggler's strength. */
function worthOfGuards(guards: readonly number[], guardCost: number, fine: number): number {
  const levels = [...Array(FULL_STRENGTH + 1).keys()];
  let later = levels.map(() => ({ smuggler: 0, leader: 0 }));
  for (const level of [...guards].reverse()) {
    const caught = level / (GUARD_LEVELS - 1);
    later = levels.map((strength) => {
      const after = (left: number, own: number, lost: number): { smuggler: number; leader: number } => ({
        smuggler: own + later[left]!.smuggler,
        leader: later[left]!.leader - lost - guardCost * caught,
      });
      const rest = after(Math.min(FULL_STRENGTH, strength + 1), 0, 0);
      if (strength < RUN_STRENGTH) return rest;
      const run = after(strength - RUN_STRENGTH, 1 - caught - fine * caught, 1 - caught);
      const gain = run.smuggler - rest.smuggler;
      return gain > 1e-9 || (gain > -1e-9 && run.leader < rest.leader) ? run : rest;
    });
  }
  return later[FULL_STRENGTH]!.leader;
}

function checkpointsOf(places: number, budget: number): Case {
  const game = checkpoints.create({ places });
  const { guardCost, fine } = game.parameters as { guardCost: number; fine: number };
  const model = finiteModel(game);
  const random = randomStream(0, 'guards').at(0, 0);
  return sized(
    {
      name: `checkpoints-${places}`,
      game,
      size: places,
      how: `${places} places, as many queries; exact follower (rational, weak ties); PPO (step size 0.05, entropy 0.25, 256 episodes an update), ${count(budget)} steps`,
      check: 'backward induction over places and strength, weak ties',
      exactAbout: 'backward induction over all tables',
      training: () => ({
        oracle: exactFollower(model, { followerClass: 'rational', ties: 'weak' }),
        leader: bindPart(ppoLeader, { learningRate: 0.05, entropyBonus: 0.25, collect: { episodes: 16 } }),
        budget,
        model,
        value: (leader) =>
          worthOfGuards(
            Array.from({ length: places }, (_unused, place) => leader.act(place, random) as number),
            guardCost,
            fine,
          ),
      }),
    },
    declared(game, 'weak'),
  );
}

function linearQuadraticOf(size: number, budget: number): Case {
  const game = linearQuadratic.create({ size });
  const population = 4 + Math.floor(3 * Math.log(2 * size));
  const reply = (x: readonly number[]): Policy => ({ act: () => x.map((each) => (0.5 + each) / 2) });
  const random = randomStream(0, 'commitment').at(0, 0);
  return sized(
    {
      name: `linear-quadratic-${size}`,
      game,
      size,
      how: `${size} numbers each; the reply in closed form; CMA-ES with ${population} points a generation, ${count(budget)} steps`,
      check: 'the reply found by pattern search on the payoff of the follower',
      exactAbout: 'closed form',
      training: () => ({
        oracle: functionFollower(game, {
          name: 'closed form',
          queries: 'all',
          ties: 'weak',
          equilibrium: 'best response',
          respond: ([x]) => [reply(x as readonly number[])],
        }),
        leader: bindPart(cmaEsLeader, { copies: population, population }),
        budget,
        value: (leader) => climbed(game, leader.act(0, random)),
      }),
    },
    declared(game, 'weak'),
  );
}

/** Sizes of the games of `@firstmover/benchmark-games` that scale, of inspections and of contract trees. */
export function scaling(): readonly Case[] {
  return [
    ...[3, 6, 12].map((followers) => bandwagonOf(followers, 100_000)),
    ...[2, 3, 4].map((memory) => creditHistoryOf(memory, 200_000)),
    // From 22 places on, no guards at all are within 2% of the optimum.
    ...[4, 8, 16].map((places) => checkpointsOf(places, 600_000)),
    ...[2, 8, 32].map((size) => linearQuadraticOf(size, 40_000)),
  ];
}
