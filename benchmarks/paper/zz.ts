import { finiteModel, deterministicPolicy, greedyChoices, type TablePolicy } from '@firstmover/core';
import { twelveGames } from '@firstmover/matrix-games';
import { contextual, tabularQ } from '@firstmover/methods';
import { createResponder, bestDeterministicCommitment } from '@firstmover/solvers';
const eps = process.argv[2]!.split(',').map(Number);
const budgetUpdates = Number(process.argv[3] ?? 60);
const seeds = process.argv[4]!.split(',').map(Number);
const which = process.argv[5] ? process.argv[5].split(',').map(Number) : twelveGames.map((_, i) => i);
for (const e of eps) {
  let total = 0, ok = 0; const all: number[] = []; const t0 = performance.now(); let steps = 0;
  for (const i of which) {
    const game = twelveGames[i]!.create(); const model = finiteModel(game);
    const respond = createResponder(model, { followerClass: 'stationary', ties: 'weak' });
    const opt = bestDeterministicCommitment(model, { followerClass: 'stationary', ties: 'weak' }).leaderValue;
    const res: (string|number)[] = [];
    for (const seed of seeds) {
      const run = (e === 0 ? contextual() : tabularQ({ episodes: e })).start(game, { seed, model });
      let since: number | undefined; let u = 0;
      const memo = new Map<string, number>();
      while (u < budgetUpdates) {
        const lead = run.phase === 'leader'; run.update(); if (!lead) continue; u++;
        const t = greedyChoices(run.leader('greedy') as TablePolicy); const k = t.join();
        let v = memo.get(k); if (v === undefined) memo.set(k, v = respond(deterministicPolicy(t, 2)).leaderValue);
        if (v >= opt - 1e-9) since ??= run.steps.leader; else since = undefined;
      }
      steps += run.steps.leader;
      if (since !== undefined) { ok++; total += since + run.steps.pretraining; }
      all.push(since ?? Infinity); res.push(since ?? 'never');
    }
    console.log(e, game.id, res.join(' '));
  }
  all.sort((a, b) => a - b);
  console.log(`episodes ${e}: ok ${ok}/${all.length} median ${all[all.length >> 1]} total/seed ${total / seeds.length} secs ${((performance.now() - t0) / 1000).toFixed(1)} steps ${steps}`);
}
