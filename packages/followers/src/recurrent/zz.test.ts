import { it } from 'vitest';
import { finiteModel, deterministicPolicy, respondTo, randomStream } from '@firstmover/core';
import { createResponder } from '@firstmover/solvers';
import { iteratedPrisonersDilemma } from '@firstmover/matrix-games';
import { recurrentFollower } from './recurrent.ts';
import { playAll } from './play.fixture.ts';
it('x', () => {
  const game = iteratedPrisonersDilemma.create();
  const model = finiteModel(game);
  const configs = JSON.parse(process.env['CFG'] ?? '[{}]');
  for (const c of configs)
    for (let seed = 0; seed < Number(process.env['SEEDS'] ?? 2); seed++) {
      const t0 = performance.now();
      const f = recurrentFollower(game, {
        model,
        seed,
        budget: c.budget ?? 500_000,
        copies: c.copies ?? 64,
        rewarded: c.rewarded ?? 'last',
        games: c.games ?? 3,
        learner: c.learner ?? {},
      });
      const log: string[] = [];
      for (let u = 1; !f.done; u++) {
        f.update();
        if (u % (c.every ?? 25) === 0) log.push(f.steps / 1000 + 'k:' + playAll(f.oracle(), 10).follower.toFixed(4));
      }
      console.log(JSON.stringify(c), seed, log.join(' '), ((performance.now() - t0) / 1000).toFixed(1) + 's');
    }
});
