import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { cases } from '../golden/golden.fixture.ts';
import { presets } from '../presets/presets.ts';
import { resolveSweep } from '../sweep/resolve-sweep.ts';
import { configJsonSchema, sweepJsonSchema } from './json-schema.ts';
import { resolveExperiment } from './resolve.ts';

const ajv = new Ajv2020({ strict: false });
const config = ajv.compile(configJsonSchema());
const sweep = ajv.compile(sweepJsonSchema());
const root = join(import.meta.dirname, '../../../..');

/** Whether the program takes it. */
function taken(read: (given: unknown) => unknown, given: unknown): boolean {
  try {
    read(given);
    return true;
  } catch {
    return false;
  }
}

/** The Markdown files in a folder, of what is ours and not made. */
function pagesIn(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return /^(node_modules|dist|\..*)$/.test(entry.name) ? [] : pagesIn(path);
    return entry.name.endsWith('.md') ? [path] : [];
  });
}

/** Whole JSON documents on the pages, with their page. */
function documents(): (readonly [page: string, content: Record<string, unknown>])[] {
  return ['docs', 'packages', 'benchmarks'].flatMap(pagesIn).flatMap((page) =>
    Array.from(readFileSync(join(root, page), 'utf8').matchAll(/^```json[^\n]*\n(.*?)^```/gms), ([, text]) => {
      try {
        return JSON.parse(text!) as Record<string, unknown>;
      } catch {
        return {};
      }
    })
      .filter((content) => 'game' in content && ('method' in content || 'oracle' in content || 'follower' in content))
      .map((content) => [page, content] as const),
  );
}

const game = 'matrix/Escape-v1';
const wrong: readonly object[] = [
  { method: 'exact' },
  { game },
  { game, methd: 'exact' },
  { game, method: 'exakt' },
  { game: 'matrix/Escap-v1', oracle: 'exact', game2: 1 },
  { game, method: 'exact', oracle: 'exact' },
  { game, method: 'exact', conditions: { oracleRestarts: false } },
  { game, method: 'exact', problem: { games: 2 } },
  { game, method: { name: 'tabular-q', episods: 3 } },
  { game, method: { name: 'tabular-q', episodes: 0 } },
  { game, method: { name: 'tabular-q', learningRate: 0 } },
  { game, method: { name: 'exact', lambda: 1 } },
  { game, method: 'implicit-gradient', leader: 'ppo' },
  { game, oracle: 'tabularq' },
  { game, oracle: 'quantal' },
  { game, oracle: { name: 'quantal', lambda: -1 } },
  { game, oracle: { name: 'quantal', lambda: '1' } },
  { game, oracle: { name: 'tabular-q', exploration: { eps: 1 } } },
  { game, oracle: { name: 'tabular-q', exploration: { epsilon: 0.1, parameterNoise: 1 } } },
  { game, oracle: { name: 'exact', ties: 'kind' } },
  { game, oracle: 'exact', leader: 'pop' },
  { game, oracle: 'exact', leader: { learningRate: 1 } },
  { game, oracle: 'exact', leader: { name: 'ppo', learningrate: 1 } },
  { game, oracle: 'exact', leader: { name: 'dqn', clip: 1 } },
  { game, oracle: 'exact', leader: { name: 'ppo', clip: '1' } },
  { game, oracle: 'exact', leader: { name: 'ppo', clip: -1 } },
  { game, oracle: 'exact', leader: { name: 'ppo', epochs: 1.5 } },
  { game, oracle: 'exact', leader: { name: 'ppo', network: { hidden: [8] } } },
  { game, oracle: 'exact', leader: { name: 'ppo', network: { name: 'mlp', hidden: [0] } } },
  { game, oracle: 'exact', leader: { name: 'ppo', network: { name: 'mlp', hidden: 8 } } },
  { game, oracle: 'exact', leader: { name: 'dqn', double: 'yes' } },
  { game, oracle: 'exact', leader: { name: 'dqn', learningRate: { from: 1, to: 0 } } },
  { game, oracle: 'exact', conditions: { oracleRestart: true } },
  { game, oracle: 'exact', conditions: { queriesInTrajectory: 2 } },
  { game, method: 'exact', budget: { leaderSteps: 0 } },
  { game, method: 'exact', budget: { steps: 5 } },
  { game, method: 'exact', evaluation: true },
  { game, method: 'exact', checkpoints: { everySeconds: 1, everyUpdates: 1 } },
  { game, method: 'exact', seed: -1 },
  { game, method: 'exact', seed: 1, seeds: [2] },
  { game, method: 'exact', seeds: [2, 2] },
  { game: {}, method: 'exact' },
  { game, method: 'exact', name: '../x' },
  { game, oracle: { name: 'exact', module: './mine.ts' } },
];

describe('the JSON Schema of configs', () => {
  it('is the one in the package: npm run generate:parts', () => {
    const kept = (name: string): unknown => JSON.parse(readFileSync(join(root, `packages/experiments/schema/${name}.json`), 'utf8'));
    expect(kept('config')).toEqual(JSON.parse(JSON.stringify(configJsonSchema())));
    expect(kept('sweep')).toEqual(JSON.parse(JSON.stringify(sweepJsonSchema())));
  });

  it.each(cases)('accepts %s', (_name, experiment) => {
    expect(config(experiment), JSON.stringify(config.errors)).toBe(true);
  });

  it('accepts presets, and what frozen configs hold', () => {
    for (const [name, preset] of presets) {
      expect(config(preset), name).toBe(true);
      for (const frozen of resolveExperiment(preset)) expect(config(frozen), name).toBe(true);
    }
  });

  it('accepts every config on the pages', () => {
    const found = documents();
    expect(found.length).toBeGreaterThan(0);
    for (const [page, content] of found) expect(config(content), `${page}: ${JSON.stringify(config.errors?.[0])}`).toBe(true);
  });

  it.each<[object]>([
    [{ game: './mine.ts', oracle: './mine.ts#oracle', leader: { module: './cem.ts', export: 'cem', population: 3 } }],
    [{ game: { id: game, parameters: {} }, method: 'contextual', leader: { name: 'a2c', network: './mine.ts#net' } }],
    [
      {
        $schema: './node_modules/@firstmover/experiments/schema/config.json',
        game: 'matrix/Escape',
        oracle: { name: 'quantal', lambda: 2 },
      },
    ],
  ])('accepts parts of the user: %j', (given) => {
    expect(config(given), JSON.stringify(config.errors)).toBe(true);
    expect(taken(resolveExperiment, given)).toBe(true);
  });

  it('refuses wrong configs as the program does, at least 30', () => {
    expect(wrong.length).toBeGreaterThanOrEqual(30);
    for (const given of wrong) {
      expect([JSON.stringify(given), config(given)]).toEqual([JSON.stringify(given), false]);
      expect([JSON.stringify(given), taken(resolveExperiment, given)]).toEqual([JSON.stringify(given), false]);
    }
  });
});

describe('the JSON Schema of sweeps', () => {
  const experiment = { game, oracle: 'exact', leader: 'ppo' };
  const space = { 'leader.learningRate': { from: 0.01, to: 0.1, points: 2 } };
  it.each<[object, boolean]>([
    [{ name: 'a', experiment, space }, true],
    [{ name: 'a', experiment, space: { 'leader.clip': [0.1, 0.2] }, halving: { from: 2, to: 8 } }, true],
    [{ name: 'a', experiment, space: { 'leader.clip': { from: 0.1, to: 0.2 } }, sampling: { sampler: 'sobol', settings: 4 } }, true],
    [{ name: 'a', experiment }, false],
    [{ name: 'a', experiment, space: {} }, false],
    [{ name: 'a', experiment, space: { seed: [1] } }, false],
    [{ name: 'a/b', experiment, space }, false],
    [{ name: 'a', experiment: { ...experiment, leader: 'pop' }, space }, false],
    [{ name: 'a', experiment, space, sampling: 'dice' }, false],
    [{ name: 'a', experiment, space, halving: { from: 2 } }, false],
    [{ name: 'a', experiment, space: { 'leader.clip': [] } }, false],
  ])('%j: %s, as the program', (given, accepted) => {
    expect(sweep(given), JSON.stringify(sweep.errors?.[0])).toBe(accepted);
    expect(taken(resolveSweep, given)).toBe(accepted);
  });
});
