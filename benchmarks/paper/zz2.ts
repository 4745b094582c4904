import { finiteModel, deterministicPolicy, greedyChoices, leaderProblem, randomStream, respondTo, type TablePolicy, type Conditions } from '@firstmover/core';
import { modifiedPrisonersDilemma, iteratedPrisonersDilemma, battleOfTheSexes, outOfEquilibriumBattle, iteratedGame } from '@firstmover/matrix-games';
import * as mg from '@firstmover/matrix-games';
import { reinforce, openaiEs, ppo, dqn } from '@firstmover/algorithms';
import { contextualFollower, exactFollower, tabularQFollower } from '@firstmover/followers';
import { createResponder, evaluatePolicies, bestDeterministicCommitment } from '@firstmover/solvers';
const what = process.argv[2];
const seeds = [100,101,102,103];
const iter = mg.matrixGames.find(g => g.id === 'matrix/Iterated-v1')!;
function hidden() {
  const game = iter.create({ steps: 5, memory: 'other', rewardOffset: -2.5, leaderPayoff: [[4,2],[3,1]], followerPayoff: [[3,4],[1,2]] });
  const model = finiteModel(game);
  const respond = createResponder(model, { followerClass: 'stationary', ties: 'weak' });
  console.log('opt', bestDeterministicCommitment(model, { followerClass: 'stationary', ties: 'weak' }).leaderValue);
  for (const [lr, base, cons, steps] of [[0.05,'normalise',true,60000],[0.05,'none',true,60000],[0.008,'none',false,200000]] as const)
  for (const conditions of [{}, { queriesInTrajectory: false }]) {
    const out: string[] = []; const t0 = process.cpuUsage().user;
    for (const seed of seeds) {
      const f = contextualFollower(game, { model, seed }); while (!f.done) f.update();
      const problem = leaderProblem(f.oracle(), { copies: 12, seed, model, conditions: { ...conditions, consistentAnswers: cons } });
      const l = reinforce(problem, { learningRate: lr, baseline: base, seed });
      let since = 0; let prev = -99;
      while (problem.steps < steps) { l.update(); const v = respond(deterministicPolicy(greedyChoices(l.policy() as TablePolicy), 2)).leaderValue; if (v !== prev) { since = problem.steps; prev = v; } }
      out.push(`${prev}@${since}`);
    }
    console.log('pg', lr, base, cons, JSON.stringify(conditions), out.join(' '), ((process.cpuUsage().user - t0) / 1e6).toFixed(1));
  }
  for (const conditions of [{}, { queriesInTrajectory: false }]) {
    const out: string[] = [];
    for (const seed of seeds) {
      const f = contextualFollower(game, { model, seed }); while (!f.done) f.update();
      const problem = leaderProblem(f.oracle(), { copies: 16, seed, model, conditions });
      const l = openaiEs(problem, { sigma: 0.5, learningRate: 0.2, seed });
      let since = 0; let prev = -99;
      while (problem.steps < 30000) { l.update(); const v = respond(deterministicPolicy(greedyChoices(l.policy() as TablePolicy), 2)).leaderValue; if (v !== prev) { since = problem.steps; prev = v; } }
      out.push(`${prev}@${since}`);
    }
    console.log('es', JSON.stringify(conditions), out.join(' '));
  }
}
function phase() {
  const game = iteratedPrisonersDilemma.create({ steps: 5, memory: 'other' });
  const model = finiteModel(game);
  const respond = createResponder(model, { followerClass: 'stationary', ties: 'weak' });
  for (const [lr, base, cons, ent, steps] of [[0.05,'normalise',true,0.1,60000],[0.05,'normalise',true,0,60000],[0.008,'none',false,0,200000]] as const)
  for (const leaderSeesPhase of [false, true]) {
    const out: string[] = [];
    for (const seed of seeds) {
      const f = contextualFollower(game, { model, seed }); while (!f.done) f.update();
      const oracle = f.oracle();
      const problem = leaderProblem(oracle, { copies: 12, seed, model, conditions: { leaderSeesPhase, consistentAnswers: cons } });
      const l = reinforce(problem, { learningRate: lr, baseline: base, entropyBonus: ent, seed });
      while (problem.steps < steps) l.update();
      const t = greedyChoices(l.policy() as TablePolicy);
      const play = deterministicPolicy(t.slice(0, 3), 2), ans = deterministicPolicy(leaderSeesPhase ? t.slice(3) : t, 2);
      const fol = respondTo(oracle, ans, randomStream(seed, 'x')).policies[0] as TablePolicy;
      const apparent = evaluatePolicies(model, [play, fol])[0]!;
      out.push(`${t.join('')}: apparent ${apparent/5+2.5} true ${respond(play).leaderValue/5+2.5}`);
    }
    console.log('phase', lr, base, cons, ent, leaderSeesPhase, out.join(' | '));
  }
}
function carry() {
  const game = battleOfTheSexes.create(); const model = finiteModel(game);
  for (const [lr, cons, copies, rounds, base, steps] of [[0.015,false,1,9,'none',55000],[0.015,true,1,9,'none',55000],[0.05,false,1,9,'normalise',55000],[0.05,true,1,9,'normalise',55000]] as const)
  for (const oracleRestarts of [true, false]) {
    const out: string[] = [];
    for (const seed of [...seeds, 104, 105]) {
      const oracle = tabularQFollower(game, { model, episodes: 10, learningRate: 0.1, exploration: { parameterNoise: 0.1 }, initial: 'normal' });
      const problem = leaderProblem(oracle, { copies, seed, model, conditions: { oracleRestarts, consistentAnswers: cons } });
      const l = reinforce(problem, { learningRate: lr, baseline: base, rounds, seed });
      let m: any; let last = 0; const tail: number[] = [];
      while (problem.steps < steps) { m = l.update(); tail.push(m.return); }
      const p = (l.policy() as TablePolicy).probability(0, 0);
      const k = tail.slice(-20);
      out.push(`${p.toFixed(2)}/${(k.reduce((a,b)=>a+b,0)/k.length).toFixed(2)}`);
    }
    console.log('carry', lr, cons, copies, base, oracleRestarts, out.join(' '));
  }
}
function rwq() {
  for (const p of [-5, 0]) { const game = outOfEquilibriumBattle.create({ miscoordination: p }); const model = finiteModel(game);
  for (const rewardWhileQuerying of [false, true]) {
    const out: string[] = [];
    for (const seed of seeds) {
      const oracle = tabularQFollower(game, { model, episodes: 10, learningRate: 0.2, exploration: { parameterNoise: 0.1 } });
      const problem = leaderProblem(oracle, { copies: 8, seed, model, conditions: { rewardWhileQuerying } });
      const l = reinforce(problem, { learningRate: 0.05, seed });
      while (problem.steps < 22000) l.update();
      out.push((l.policy() as TablePolicy).probability(0, 0).toFixed(2));
    }
    console.log('rwq', p, rewardWhileQuerying, out.join(' '));
  } }
}
({ hidden, phase, carry, rwq } as any)[what!]();
