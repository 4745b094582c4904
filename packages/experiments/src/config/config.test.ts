import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { InputError } from '@firstmover/core';
import { leaders, methods } from '@firstmover/methods';
import { bundledGames } from '../games/bundled-games.ts';
import { buildRun } from '../parts/build.ts';
import { FOLLOWER_NAMES } from '../parts/followers.ts';
import { presets } from '../presets/presets.ts';
import { loadExperiment } from './load.ts';
import { withOverrides } from './overrides.ts';
import { resolveExperiment } from './resolve.ts';

const folder = mkdtempSync(join(tmpdir(), 'firstmover-config-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const game = 'matrix/Escape-v1';
const write = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};

describe('resolveExperiment', () => {
  it('fills in what is left out, and is its own fixed point', () => {
    const [config] = resolveExperiment({ game, method: 'contextual' });
    expect(config).toMatchObject({
      name: 'Escape-v1-contextual-s0',
      game: { id: game },
      method: { name: 'contextual' },
      budget: { leaderSteps: 40_000 },
      evaluation: { everyUpdates: 20 },
      checkpoints: { everySeconds: 30, keep: 3 },
      seed: 0,
    });
    expect(resolveExperiment(config)).toEqual([config]);
    expect(resolveExperiment({ game, follower: 'exact', seeds: [3, 5], name: 'x' }).map(({ name, seed }) => [name, seed])).toEqual([
      ['x-s3', 3],
      ['x-s5', 5],
    ]);
  });

  it.each<[object, string]>([
    [{ method: 'exact' }, 'the config has no game'],
    [{ game, methd: 'exact' }, 'unknown entry of the config "methd": did you mean method?'],
    [{ game }, 'no method and no follower: expected one of them'],
    [{ game, method: 'exact', follower: 'exact' }, 'follower has no effect with method "exact"'],
    [{ game, method: 'exact', conditions: { oracleRestarts: false } }, 'conditions has no effect with method "exact"'],
    [{ game, method: 'exact', problem: { games: 2 } }, 'problem has no effect with method "exact"'],
    [{ game, method: 'exakt' }, 'unknown method "exakt": did you mean exact'],
    [{ game, method: { name: 'tabular-q', episods: 3 } }, 'unknown entry of method tabular-q "episods": did you mean episodes?'],
    [{ game, method: 'implicit-gradient', leader: 'ppo' }, 'leader ppo has no effect with method implicit-gradient: it has its own'],
    [{ game, follower: 'tabularq' }, 'unknown follower oracle "tabularq": did you mean tabular-q?'],
    [{ game, follower: { oracle: 'quantal' } }, 'follower quantal.lambda is undefined: expected a finite number'],
    [{ game, follower: { oracle: 'tabular-q', exploration: { eps: 1 } } }, 'expected a record with epsilon or parameterNoise'],
    [{ game, follower: 'exact', leader: 'pop' }, 'unknown leader "pop": did you mean ppo'],
    [{ game, follower: 'exact', leader: { algorithm: 'ppo', learningrate: 1 } }, 'did you mean learningRate'],
    [{ game, follower: 'exact', leader: { algorithm: 'dqn', clip: 1 } }, 'unknown entry of leader dqn "clip"'],
    [{ game, follower: 'exact', leader: { algorithm: 'ppo', clip: '1' } }, 'leader ppo.clip is "1": expected a finite number'],
    [{ game, follower: 'exact', leader: { learningRate: 1 } }, 'in the config: expected its algorithm'],
    [{ game, method: 'exact', budget: { leaderSteps: 0 } }, 'budget.leaderSteps is 0: expected an integer of at least 1'],
    [{ game, method: 'exact', budget: { leaderSteps: 1.5 } }, 'expected an integer of at least 1'],
    [{ game, method: 'exact', budget: { steps: 5 } }, 'unknown entry of budget "steps": did you mean leaderSteps'],
    [{ game, method: 'exact', checkpoints: { everySeconds: 1, everyUpdates: 1 } }, 'everySeconds and everyUpdates: expected one of them'],
    [{ game, method: 'exact', checkpoints: { everySeconds: 0 } }, 'checkpoints.everySeconds is 0'],
    [{ game, method: 'exact', seed: -1 }, 'seed -1: expected'],
    [{ game, method: 'exact', seed: 1, seeds: [2] }, 'seed and seeds'],
    [{ game, method: 'exact', seeds: [2, 2] }, 'expected each seed once'],
    [{ game, method: 'exact', seeds: [] }, 'at least one seed'],
    [{ game: {}, method: 'exact' }, 'expected either id or module'],
    [{ game: { id: game, export: 'x' }, method: 'exact' }, 'game.export has no effect without module'],
    ...['../x', 'a/b', '..', '.x', 'a\\b', 'a\0b', '', 'x'.repeat(201), 'a b', '-x', 'a.', 'C:x'].map((name): [object, string] => [
      { game, method: 'exact', name },
      'name of the run is',
    ]),
  ])('refuses %j', (given, message) => {
    expect(() => resolveExperiment(given)).toThrow(InputError);
    expect(() => resolveExperiment(given)).toThrow(message);
  });

  it('knows every method and leader', () => {
    for (const { name } of methods) expect(resolveExperiment({ game, method: name })[0]?.method).toEqual({ name });
    for (const { name } of leaders) expect(resolveExperiment({ game, follower: 'exact', leader: name })[0]?.leader?.algorithm).toBe(name);
  });
});

describe('buildRun', () => {
  const games = bundledGames();
  it.each(FOLLOWER_NAMES)('makes a run with follower %s', async (oracle) => {
    const needed = { quantal: { lambda: 1 }, 'epsilon-optimal': { epsilon: 0.1 } }[oracle] ?? {};
    const [config] = resolveExperiment({ game, follower: { oracle, ...needed } });
    const { run } = await buildRun(config!, games);
    expect(['pretraining', 'leader']).toContain(run.phase);
    expect(run.update()).toBeTypeOf('object');
  });

  it.each<[object, string]>([
    [{ follower: 'exact', budget: { pretrainingSteps: 10 } }, 'budget.pretrainingSteps has no effect'],
    [{ follower: 'exact', conditions: { oracleRestarts: false } }, 'oracleRestarts: false has no effect'],
    [{ follower: 'exact', conditions: { oracleRestart: true } }, 'unknown condition'],
    [{ follower: 'exact', leader: { algorithm: 'ppo', clip: -1 } }, 'clip of ppo is -1'],
    [{ method: 'exact', game: 'matrix/Escap-v1' }, 'did you mean matrix/Escape-v1'],
    [{ method: 'exact', game: { id: game, parameters: { step: 1 } } }, 'unknown parameter'],
  ])('refuses %j', async (given, message) => {
    const [config] = resolveExperiment({ game, ...given });
    await expect(buildRun(config!, games)).rejects.toThrow(message);
  });

  it('uses the settings of the leader', async () => {
    const rows = async (leader: object): Promise<unknown> =>
      (await buildRun(resolveExperiment({ game, method: 'exact', leader: { algorithm: 'ppo', ...leader } })[0]!, games)).run.update();
    expect(await rows({})).not.toEqual(await rows({ epochs: 1 }));
    expect(await rows({})).not.toEqual(await rows({ network: { hidden: [8] } }));
    expect(await rows({ copies: 4 })).not.toEqual(await rows({}));
  });
});

describe('withOverrides', () => {
  it('sets entries, in parts that were only named too', () => {
    expect(withOverrides({ game, leader: 'ppo' }, ['leader.learningRate=3e-4', 'seed=3', 'game=matrix/X-v1', 'evaluation=false'])).toEqual({
      game: 'matrix/X-v1',
      leader: { algorithm: 'ppo', learningRate: 3e-4 },
      seed: 3,
      evaluation: false,
    });
  });

  it.each(['seed', '=1', 'a..b=1', '__proto__.x=1', 'game.constructor.y=2', 'seed.x=1', 'a=1e400', 'a={"b":1,"b":2}'])(
    'refuses %s',
    (text) => {
      expect(() => withOverrides({ game, seed: 1 }, [text])).toThrow(InputError);
      expect(({} as Record<string, unknown>)['x']).toBe(undefined);
    },
  );
});

describe('loadExperiment', () => {
  const text = JSON.stringify({ game, method: 'exact' });

  it('reads JSON, TypeScript, JavaScript, presets and methods', async () => {
    const expected = resolveExperiment({ game, method: 'exact', seed: 4 });
    expect(await loadExperiment(write('a.json', text), ['seed=4'])).toEqual(expected);
    const typed =
      'interface E { game: string; method: string }\nconst e: E = { game: "matrix/Escape-v1", method: "exact" };\nexport default e;\n';
    expect(await loadExperiment(write('a.ts', typed), ['seed=4'])).toEqual(expected);
    expect(await loadExperiment(write('a.mjs', `export default ${text};`), ['seed=4'])).toEqual(expected);
    expect(await loadExperiment('exact', [`game=${game}`, 'seed=4'])).toEqual(expected);
    for (const [name, preset] of presets) expect(await loadExperiment(name)).toEqual(resolveExperiment(preset));
  });

  it('finds the module of a game beside the config', async () => {
    write('game.mjs', `export const mine = { id: 'my/Game-v1', parameters: {}, create: () => (globalThis.__made = true, undefined) };`);
    const [config] = await loadExperiment(
      write('b.json', JSON.stringify({ game: { module: 'game.mjs', export: 'mine' }, method: 'exact' })),
    );
    expect(config!.game.module).toBe(join(folder, 'game.mjs'));
    const other = resolveExperiment({ ...config!, game: { ...config!.game, export: 'other' } })[0]!;
    await expect(buildRun(other, bundledGames())).rejects.toThrow('has no export "other": it exports mine');
  });

  it.each<[string, () => string, string]>([
    ['an unknown name', () => 'prisonersdilemma', 'did you mean prisoners-dilemma'],
    ['a missing file', () => join(folder, 'none.json'), 'it does not exist (ENOENT)'],
    ['a missing module', () => join(folder, 'none.ts'), 'there is no file'],
    ['a folder', () => (write('x', ''), folder) + '.json', 'ENOENT'],
    ['a module that fails', () => write('c.ts', 'throw new Error("no luck\\nreally");'), 'no luck'],
    ['a module without default', () => write('d.ts', 'export const x = 1;'), 'has no export "default": it exports x'],
    ['a broken module', () => write('e.ts', 'export default {'), 'cannot load'],
    ['a large file', () => write('f.json', `{"x":"${'y'.repeat(1 << 20)}"}`), 'expected at most 1048576'],
    ['a key twice', () => write('g.json', '{"game":"a","game":"b"}'), 'has the key "game" twice'],
    ['bytes', () => (writeFileSync(join(folder, 'h.json'), Uint8Array.of(0x22, 0xff, 0x22)), join(folder, 'h.json')), 'no text in UTF-8'],
    ['a link', () => (symlinkSync(join(folder, 'a.json'), join(folder, 'l.json')), join(folder, 'l.json')), 'is a symbolic link'],
  ])('refuses %s', async (_what, source, message) => {
    const error: unknown = await loadExperiment(source()).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(InputError);
    expect((error as Error).message).toContain(message);
    expect((error as Error).message).not.toContain('\n');
  });
});
