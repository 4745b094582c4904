import { randomStream } from '@firstmover/core';
import type { SecurityGame } from '@firstmover/solvers';
import { solveOrigami } from '@firstmover/solvers';
import type { SpeedRow } from './speed-row.ts';

/** Rewards from 1 to 10 and penalties from -10 to -1, as in the literature, but uniform; one unit for every ten targets. */
function uniformGame(targets: number): SecurityGame {
  const random = randomStream(0, `speed/security ${targets}`);
  const list = (low: number): number[] => Array.from({ length: targets }, () => low + 9 * random.uniform());
  return {
    defenderCovered: list(1),
    defenderUncovered: list(-10),
    attackerCovered: list(-10),
    attackerUncovered: list(1),
    resources: targets / 10,
  };
}

function row(targets: number, hasPeer: boolean): SpeedRow {
  const game = uniformGame(targets);
  return {
    name: `origami-${targets}`,
    work: `ORIGAMI with ${targets.toLocaleString('en-GB')} targets and ${(targets / 10).toLocaleString('en-GB')} units, the mixture included`,
    asked: 1,
    ...(targets < 1000 ? { quick: true } : {}),
    run: () => [solveOrigami(game, { ties: 'strong' }).leaderValue],
    ...(hasPeer ? { peer: { script: 'scipy_target_lp.py', games: [game] } } : {}),
  };
}

/** Identical units, strong ties; linear programmes are for as many targets as they can do in a few seconds. */
export const securityRows: readonly SpeedRow[] = [row(10_000, false), row(100, true)];
