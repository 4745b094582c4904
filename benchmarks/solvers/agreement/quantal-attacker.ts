import type { Random } from '@firstmover/core';
import type { AttackerModel, SecurityGame } from '@firstmover/solvers';
import { solveQuantalSecurity } from '@firstmover/solvers';
import { allCoverages, asSchedules, rangeOf } from '../../../packages/solvers/src/security/security-game/random-security.fixture.ts';
import { randomSecurity } from '../random-security.ts';
import type { AgreementClass } from './agreement-class.ts';

/** More allocations than this make too many points of the grid. */
const ALLOCATIONS = 4;
/** The grid hands out so many equal parts of probability. */
const PARTS = 24;
/** From so many of its best points the search climbs. */
const STARTS = 3;

/** Less is no improvement: climbing would go round in the last digits. */
const LEAST = 1e-12;

/** Branch and bound beside a grid over mixtures of allocations whose best points climb. */
export const quantalAttacker: AgreementClass = {
  name: 'quantal-attacker',
  methods: 'branch and bound with a certificate; hill climbing from the best points of a grid over mixtures',
  games: 'up to 3 targets and 4 allocations, attackers by quantal response and SUQR',
  tolerance: 1e-6,
  compare(random) {
    const game = drawGame(random);
    const range = rangeOf(game) || 1;
    const model = drawModel(random);
    const { leaderValue: value, upperBound } = solveQuantalSecurity(game, model);
    const climbed = climb(game, model);
    // What climbing finds may not be above the certificate, up to rounding.
    return climbed > upperBound + 1e-9 * range ? 1 : Math.abs(climbed - value) / range;
  },
};

function drawGame(random: Random): SecurityGame {
  for (;;) {
    const game = randomSecurity(random, 3);
    if (allCoverages(asSchedules(game)).length <= ALLOCATIONS) return game;
  }
}

function drawModel(random: Random): AttackerModel {
  if (random.integer(2) === 0) return { kind: 'qr', lambda: [0, 0.3, 0.76, 2][random.integer(4)]! };
  return random.integer(2) === 0 ? { kind: 'suqr', w1: -9.85, w2: 0.37, w3: 0.15 } : { kind: 'suqr', w1: 3, w2: 0.5, w3: 0.2 };
}

/** The best value by moving probability between two allocations at a time, in steps that halve. */
function climb(game: SecurityGame, model: AttackerModel): number {
  const allocations = allCoverages(asSchedules(game));
  const worth = (mixture: readonly number[]): number => valueOf(game, model, allocations, mixture);
  const starts = grid(allocations.length)
    .map((mixture) => ({ mixture, value: worth(mixture) }))
    .sort((a, b) => b.value - a.value)
    .slice(0, STARTS);
  let best = -Infinity;
  for (const start of starts) {
    let { mixture, value } = start;
    for (let step = 1 / PARTS; step > 1e-9;) {
      let better: { readonly mixture: number[]; readonly value: number } | null = null;
      for (let from = 0; from < mixture.length; from++) {
        const moved = Math.min(step, mixture[from]!);
        for (let to = 0; to < mixture.length && moved > 0; to++) {
          if (to === from) continue;
          const trial = mixture.slice();
          trial[from]! -= moved;
          trial[to]! += moved;
          const trialValue = worth(trial);
          if (trialValue > (better?.value ?? value + LEAST)) better = { mixture: trial, value: trialValue };
        }
      }
      if (better) ({ mixture, value } = better);
      else step /= 2;
    }
    best = Math.max(best, value);
  }
  return best;
}

/** All mixtures of whole parts. */
function grid(length: number): number[][] {
  const mixtures: number[][] = [];
  const hand = (before: readonly number[], left: number): void => {
    if (before.length === length - 1) mixtures.push([...before, left / PARTS]);
    else for (let parts = 0; parts <= left; parts++) hand([...before, parts / PARTS], left - parts);
  };
  hand([], PARTS);
  return mixtures;
}

/** What the defender expects, from the definition. */
function valueOf(game: SecurityGame, model: AttackerModel, allocations: readonly number[][], mixture: readonly number[]): number {
  const coverage = game.defenderCovered.map(() => 0);
  allocations.forEach((targets, k) => {
    for (const t of targets) coverage[t]! += mixture[k]!;
  });
  let [total, sum] = [0, 0];
  coverage.forEach((c, t) => {
    const [reward, penalty] = [game.attackerUncovered[t]!, game.attackerCovered[t]!];
    const felt =
      model.kind === 'qr' ? model.lambda * (reward * (1 - c) + penalty * c) : model.w1 * c + model.w2 * reward + model.w3 * penalty;
    const weight = Math.exp(felt);
    total += weight;
    sum += weight * (game.defenderUncovered[t]! * (1 - c) + game.defenderCovered[t]! * c);
  });
  return sum / total;
}
