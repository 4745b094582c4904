import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { InputError } from '@firstmover/core';
import { bundledRegistry } from '@firstmover/pipeline';
import { buildRun } from '../parts/build.ts';
import { presets } from '../presets/presets.ts';
import { loadExperiment } from './load.ts';
import { withOverrides } from './overrides.ts';
import { resolveExperiment } from './resolve.ts';

const folder = mkdtempSync(join(tmpdir(), 'firstmover-config-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const game = 'matrix/Escape-v1';
const registry = bundledRegistry();
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
    expect(resolveExperiment({ game, oracle: 'exact', seeds: [3, 5], name: 'x' }).map(({ name, seed }) => [name, seed])).toEqual([
      ['x-s3', 3],
      ['x-s5', 5],
    ]);
  });

  it.each<[object, string]>([
    [{ method: 'exact' }, 'the config has no game'],
    [{ game, methd: 'exact' }, 'unknown entry of the config "methd": did you mean method?'],
    [{ game }, 'no method and no oracle: expected one of them'],
    [{ game, method: 'exact', oracle: 'exact' }, 'oracle has no effect with method "exact"'],
    [{ game, method: 'exact', conditions: { oracleRestarts: false } }, 'conditions has no effect with method "exact"'],
    [{ game, method: 'exact', problem: { games: 2 } }, 'problem has no effect with method "exact"'],
    [{ game, method: 'exakt' }, 'unknown method "exakt": did you mean exact'],
    [{ game, method: { name: 'tabular-q', episods: 3 } }, 'unknown setting of method tabular-q "episods": did you mean episodes?'],
    [{ game, method: 'implicit-gradient', leader: 'ppo' }, 'leader ppo has no effect with method implicit-gradient: it has its own'],
    [{ game, oracle: 'tabularq' }, 'unknown oracle "tabularq": did you mean tabular-q?'],
    [{ game, oracle: { name: 'quantal' } }, 'lambda of oracle quantal is missing: expected a finite number of at least 0'],
    [
      { game, oracle: { name: 'tabular-q', exploration: { eps: 1 } } },
      'exploration of oracle tabular-q is {"eps":1}: expected a record with epsilon, or a record with parameterNoise',
    ],
    [{ game, oracle: 'exact', leader: 'pop' }, 'unknown leader "pop": did you mean ppo'],
    [{ game, oracle: 'exact', leader: { name: 'ppo', learningrate: 1 } }, 'did you mean learningRate'],
    [{ game, oracle: 'exact', leader: { name: 'dqn', clip: 1 } }, 'unknown setting of leader dqn "clip"'],
    [{ game, oracle: 'exact', leader: { name: 'ppo', clip: '1' } }, 'clip of leader ppo is "1": expected a number from 0 to 1'],
    [
      { game, oracle: 'exact', leader: { learningRate: 1 } },
      'leader is {"learningRate":1}: expected its name, or a record with either name or module',
    ],
    [
      { game, oracle: 'exact', conditions: { oracleRestart: true } },
      'unknown entry of conditions "oracleRestart": did you mean oracleRestarts?',
    ],
    [{ game, oracle: 'exact', leader: { name: 'ppo', clip: -1 } }, 'clip of leader ppo is -1: expected a number from 0 to 1'],
    [{ game, oracle: 'exact', leader: { name: 'ppo', network: { hidden: [8] } } }, 'network is {"hidden":[8]}: expected its name'],
    [{ game, oracle: 'exact', leader: { name: 'ppo', network: { name: 'mlp', hidden: [0] } } }, 'entry 0 of hidden of network mlp is 0'],
    [{ game, method: 'exact', budget: { leaderSteps: 0 } }, 'budget.leaderSteps is 0: expected an integer from 1 to 1000000000000'],
    [{ game, method: 'exact', budget: { leaderSteps: 1.5 } }, 'expected an integer from 1'],
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
    for (const name of registry.names('method')) expect(resolveExperiment({ game, method: name })[0]?.method).toEqual({ name });
    for (const name of registry.names('leader'))
      expect(resolveExperiment({ game, oracle: 'exact', leader: name })[0]?.leader?.name).toBe(name);
  });
});

describe('buildRun', () => {
  it.each(registry.names('oracle'))('makes a run with oracle %s', async (name) => {
    const needed = { quantal: { lambda: 1 }, 'epsilon-optimal': { epsilon: 0.1 } }[name] ?? {};
    const [config] = resolveExperiment({ game, oracle: { name, ...needed } });
    const { run } = await buildRun(config!, registry);
    expect(['pretraining', 'leader']).toContain(run.phase);
    expect(run.update()).toBeTypeOf('object');
  });

  it.each<[object, string]>([
    [{ oracle: 'exact', budget: { pretrainingSteps: 10 } }, 'budget.pretrainingSteps has no effect'],
    [{ oracle: 'exact', conditions: { oracleRestarts: false } }, 'oracleRestarts: false has no effect'],
    [{ method: 'exact', game: 'matrix/Escap-v1' }, 'did you mean matrix/Escape-v1'],
    [{ method: 'exact', game: { id: game, parameters: { step: 1 } } }, 'unknown parameter'],
  ])('refuses %j', async (given, message) => {
    const [config] = resolveExperiment({ game, ...given });
    await expect(buildRun(config!, registry)).rejects.toThrow(message);
  });

  it('uses the settings of the leader', async () => {
    const rows = async (leader: object): Promise<unknown> =>
      (await buildRun(resolveExperiment({ game, method: 'exact', leader: { name: 'ppo', ...leader } })[0]!, registry)).run.update();
    expect(await rows({})).not.toEqual(await rows({ epochs: 1 }));
    expect(await rows({})).not.toEqual(await rows({ network: { name: 'mlp', hidden: [8] } }));
    expect(await rows({ copies: 4 })).not.toEqual(await rows({}));
  });
});

describe('withOverrides', () => {
  it('sets entries, in parts that were only named too', () => {
    expect(withOverrides({ game, leader: 'ppo' }, ['leader.learningRate=3e-4', 'seed=3', 'game=matrix/X-v1', 'evaluation=false'])).toEqual({
      game: 'matrix/X-v1',
      leader: { name: 'ppo', learningRate: 3e-4 },
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
    write(
      'game.mjs',
      `export const mine = { kind: 'game', id: 'my/Game-v1', parameters: {}, create: () => (globalThis.__made = true, undefined) };`,
    );
    const [config] = await loadExperiment(
      write('b.json', JSON.stringify({ game: { module: 'game.mjs', export: 'mine' }, method: 'exact' })),
    );
    expect(config!.game.module).toBe(join(folder, 'game.mjs'));
    const other = resolveExperiment({ ...config!, game: { ...config!.game, export: 'other' } })[0]!;
    await expect(buildRun(other, bundledRegistry())).rejects.toThrow('exports no game "other": what exists: mine (my/Game-v1)');
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
