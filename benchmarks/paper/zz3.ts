import { finiteModel, deterministicPolicy, greedyChoices, leaderProblem, type TablePolicy } from '@firstmover/core';
import * as mg from '@firstmover/matrix-games';
import { reinforce, ppo } from '@firstmover/algorithms';
import { contextualFollower, exactFollower } from '@firstmover/followers';
import { createResponder } from '@firstmover/solvers';
const seeds = [100,101,102,103,104,105];
const iter = mg.matrixGames.find(g => g.id === 'matrix/Iterated-v1')!;
for (const memory of ['other', 'joint'] as const) for (const off of [-2.5, -4]) {
  const game = iter.create({ steps: 5, memory, rewardOffset: off, leaderPayoff: [[4,2],[3,1]], followerPayoff: [[3,4],[1,2]] });
  const model = finiteModel(game);
  const respond = createResponder(model, { followerClass: 'stationary', ties: 'weak' });
  for (const [alg, lr, base, steps] of [['pg', 0.008,'none',200000],['pg',0.05,'none',100000],['pg', 0.008,'normalise',200000],['pg',0.05,'normalise',60000],['ppo',0.1,'normalise',60000]] as const)
  for (const conditions of [{}, { queriesInTrajectory: false }]) {
    const out: string[] = []; const t0 = process.cpuUsage().user;
    for (const seed of seeds) {
      const problem = leaderProblem(exactFollower(model), { copies: 12, seed, model, conditions: { ...conditions, consistentAnswers: false } });
      const l = alg === 'pg' ? reinforce(problem, { learningRate: lr, baseline: base, seed }) : ppo(problem, { learningRate: lr, seed, lambda: 1, epochs: 8, entropyBonus: 0.05 });
      let since = 0; let prev = -99;
      while (problem.steps < steps) { l.update(); const v = respond(deterministicPolicy(greedyChoices(l.policy() as TablePolicy), 2)).leaderValue; if (v !== prev) { since = problem.steps; prev = v; } }
      out.push(`${(prev/5-off).toFixed(1)}@${since}`);
    }
    console.log(memory, off, alg, lr, base, JSON.stringify(conditions), out.join(' '), ((process.cpuUsage().user - t0) / 1e6).toFixed(1));
  }
}
