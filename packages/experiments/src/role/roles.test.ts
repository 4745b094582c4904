import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { TablePolicy } from '@firstmover/core';
import { finiteModel, randomStream, respondTo } from '@firstmover/core';
import { bestResponse } from '@firstmover/solvers';
import { resolveExperiment } from '../config/resolve.ts';
import type { RunConfig } from '../config/experiment.ts';
import { bundledRegistry } from '@firstmover/pipeline';
import { buildRun } from '../parts/build.ts';
import { readRun } from '../run-folder/read-run.ts';
import { train } from '../train/train.ts';
import { exportLeader, loadFollowers, loadLeader } from './load-roles.ts';

const out = mkdtempSync(join(tmpdir(), 'firstmover-roles-'));
afterAll(() => rmSync(out, { recursive: true, force: true }));
const game = 'matrix/IteratedPrisonersDilemma-v1';
const table = (policy: object): number[] => {
  const { table: all, offset, observations, actions } = policy as TablePolicy;
  return [...all.subarray(offset * actions, (offset + observations) * actions)];
};

/** Trains in a folder, and the same without one: the roles as they were, before anything was saved. */
async function both(
  experiment: object,
): Promise<{ readonly folder: string; readonly run: Awaited<ReturnType<typeof buildRun>>['run']; readonly config: RunConfig }> {
  const [config] = resolveExperiment(experiment);
  const { folder, result } = await train(config!, { out });
  const { run } = await buildRun(config!, bundledRegistry());
  for (let update = 0; update < result!.updates; update++) run.update();
  return { folder, run, config: config! };
}

describe('roles of a run', () => {
  it('act exactly like those that were trained: tables', async () => {
    const { folder, run } = await both({
      name: 'tables',
      game,
      method: 'contextual',
      budget: { leaderSteps: 3000, pretrainingSteps: 5000 },
      checkpoints: { everyUpdates: 5 },
    });
    for (const mode of ['greedy', 'sampled'] as const) expect(table(await loadLeader(folder, mode))).toEqual(table(run.leader(mode)));
    expect(table(await loadLeader(folder, 'sampled')).some((probability) => probability > 0 && probability < 1)).toBe(true);
    const random = randomStream(3, 'responses');
    const responses = [run.oracle()!, await loadFollowers(folder)].map((oracle) =>
      respondTo(oracle, run.leader('greedy'), random.at(0, 0)),
    );
    expect(table(responses[1]!.policies[0]!)).toEqual(table(responses[0]!.policies[0]!));

    // What was verified is the loaded leader's value: computed here anew.
    const model = finiteModel(bundledRegistry().find('game', game).create());
    const { leaderValue } = bestResponse(model, (await loadLeader(folder)) as TablePolicy, { followerClass: 'stationary', ties: 'weak' });
    expect(leaderValue).toBe(readRun(folder).result!.leaderValue);
  });

  it('act exactly like those that were trained: a network, on every observation', async () => {
    const { folder, run } = await both({
      name: 'network',
      game: 'benchmark/Duopoly-v1',
      oracle: { name: 'inner-loop', updates: 2 },
      leader: { name: 'ppo', network: { name: 'mlp', hidden: [8] } },
      budget: { updates: 3 },
    });
    const loaded = await loadLeader(folder);
    const trained = run.leader('greedy');
    const { observation } = run.oracle()!.game.players[0]!;
    const random = randomStream(4, 'observations');
    for (let trial = 0; trial < 50; trial++) {
      const seen = observation.kind === 'box' ? Array.from({ length: observation.shape[0]! }, () => random.uniform()) : 0;
      expect(loaded.act(seen, random.at(0, trial))).toEqual(trained.act(seen, random.at(0, trial)));
    }
    await expect(exportLeader(folder, join(out, 'x.safetensors'))).rejects.toThrow('is no table of observations: use loadLeader');
  });

  it('of the best checkpoint are those that it was evaluated for', async () => {
    const folder = join(out, 'tables');
    const { best } = readRun(folder).result!;
    const model = finiteModel(bundledRegistry().find('game', game).create());
    const leader = (await loadLeader(folder, 'greedy', { checkpoint: 'best' })) as TablePolicy;
    expect(bestResponse(model, leader, { followerClass: 'stationary', ties: 'weak' }).leaderValue).toBe(best!.leaderValue);
  });

  it('are read by the safetensors of Python', async ({ skip }) => {
    const python = process.env['FIRSTMOVER_PEERS_PYTHON'] ?? 'python3';
    try {
      execFileSync(python, ['-c', 'import safetensors.numpy'], { stdio: 'ignore' });
    } catch {
      skip(`${python} has no safetensors: set FIRSTMOVER_PEERS_PYTHON to one that has`);
    }
    const path = join(out, 'leader.safetensors');
    await exportLeader(join(out, 'tables'), path, 'sampled');
    const program =
      'import sys, json; from safetensors import safe_open; f = safe_open(sys.argv[1], "numpy"); t = f.get_tensor("probabilities"); print(json.dumps([list(f.keys()), f.metadata(), t.shape, str(t.dtype), t.ravel().tolist()]))';
    const [keys, metadata, shape, , values] = JSON.parse(execFileSync(python, ['-c', program, path], { encoding: 'utf8' })) as unknown[];
    expect([keys, metadata, shape]).toEqual([['probabilities'], { game, role: 'leader' }, [5, 2]]);
    expect(values).toEqual(table(await loadLeader(join(out, 'tables'), 'sampled')));
  });
});
