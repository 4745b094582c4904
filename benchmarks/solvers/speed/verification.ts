import { deterministicPolicy, finiteModel } from '@firstmover/core';
import { matrixGames } from '@firstmover/matrix-games';
import { verifyCommitment } from '@firstmover/solvers';
import type { SpeedRow } from './speed-row.ts';

const dilemma = finiteModel(matrixGames.find(({ id }) => id === 'matrix/IteratedPrisonersDilemma-v1')!.create());
const tables = Array.from({ length: 32 }, (_table, index) =>
  deterministicPolicy(
    [16, 8, 4, 2, 1].map((bit) => (index & bit ? 1 : 0)),
    2,
  ),
);

/** Every table of the leader against every table of a stationary follower. */
export const verificationRows: readonly SpeedRow[] = [
  {
    name: 'verification',
    quick: true,
    work: "best-response verification of all 1,024 pairs of tables of the iterated prisoner's dilemma over ten rounds",
    asked: 0.01,
    run: () => tables.map((table) => verifyCommitment(dilemma, table, { followerClass: 'stationary' }).leaderValue.strong),
  },
];
