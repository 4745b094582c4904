import { deterministicPolicy, finiteModel } from '@firstmover/core';
import { bestDeterministicCommitment, leaderTables, verifyCommitment } from '@firstmover/solvers';
import { randomGame } from '../../../packages/solvers/src/markov/policy-values/random-games.fixture.ts';
import type { AgreementClass } from './agreement-class.ts';

/** The range of the leader's reward in one step of a random game: its returns range more. */
const RANGE = 4;

/** The joint search over both players' tables beside the verifier on every table of the leader. */
export const iterated: AgreementClass = {
  name: 'iterated',
  methods: 'joint search over tables; the brute-force verifier on every table; both classes of follower and tie rules',
  games: 'games of up to 4 steps with chance, hidden states and ties, one in ten of up to 7',
  tolerance: 1e-9,
  compare(random) {
    const model = finiteModel(randomGame(random.integer(1 << 30), random.integer(10) === 0 ? {} : { states: 4, choices: 2 }));
    const leader = model.game.players[0]!.role === 'leader' ? 0 : 1;
    const [observations, actions] = [model.observationCounts[leader]!, model.actionCounts[leader]!];
    const tables = Array.from({ length: leaderTables(model) }, (_table, index) =>
      deterministicPolicy(
        Array.from({ length: observations }, (_row, k) => Math.floor(index / actions ** k) % actions),
        actions,
      ),
    );
    let difference = 0;
    for (const followerClass of ['stationary', 'rational'] as const) {
      const values = tables.map((table) => verifyCommitment(model, table, { followerClass }).leaderValue);
      for (const ties of ['strong', 'weak'] as const) {
        const { leaderValue } = bestDeterministicCommitment(model, { followerClass, ties });
        difference = Math.max(difference, Math.abs(leaderValue - Math.max(...values.map((value) => value[ties]))));
      }
    }
    return difference / RANGE;
  },
};
