// Every package that is not Node's by nature bundles for a browser as it is, without a plugin or a list of exceptions. On the sources: no build is needed.
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { BuildResult } from 'esbuild';
import { build } from 'esbuild';
import { afterAll, describe, expect, it } from 'vitest';
import { packages, root } from '../tools/packages.ts';

/** Packages about files, processes, threads or the terminal. */
const OF_NODE = ['cli', 'experiments', 'pettingzoo', 'queue', 'reports', 'workers'];

const folder = mkdtempSync(join(tmpdir(), 'firstmover-browser-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const bundle = (text: string): Promise<BuildResult<{ write: false; metafile: true }>> =>
  build({
    stdin: { contents: text, resolveDir: root },
    bundle: true,
    write: false,
    metafile: true,
    platform: 'browser',
    format: 'esm',
    target: 'es2023',
    tsconfig: join(root, 'tsconfig.json'),
    logLevel: 'silent',
  });
const entries = packages()
  .filter(({ folder: name }) => !OF_NODE.includes(name))
  .flatMap(({ manifest }) =>
    Object.keys(manifest.exports)
      .filter((key) => !key.endsWith('.json'))
      .map((key) => `${manifest.name}${key.slice(1)}`),
  );

describe('bundles for a browser', () => {
  it.each(entries)('%s', async (entry) => {
    const { warnings, outputFiles, metafile } = await bundle(`export * from '${entry}';`);
    expect(warnings.map(({ text }) => text)).toEqual([]);
    expect(outputFiles[0]!.text).not.toMatch(/['"`]node:/);
    expect(Object.values(metafile.outputs).flatMap(({ imports }) => imports)).toEqual([]);
  });

  it('leave HiGHS out, where a page serves its files', async () => {
    const { metafile } = await bundle(`export * from '@firstmover/solvers';`);
    const inputs = Object.keys(metafile.inputs);
    expect(inputs.filter((name) => name.includes('node_modules/highs'))).toEqual([]);
    const plain = await bundle(`export * from '@firstmover/programmes';`);
    expect(plain.outputFiles[0]!.text).not.toContain('highs');
  });

  it('find HiGHS beside the page’s program, or where they are told', async () => {
    const program = `export { findHighsAt, solveWithHighs } from '@firstmover/programmes/highs';`;
    const { outputFiles } = await bundle(program);
    const highs = dirname(createRequire(join(root, 'packages/programmes/package.json')).resolve('highs'));
    writeFileSync(join(folder, 'program.mjs'), outputFiles[0]!.text);
    const { solveWithHighs, findHighsAt } = (await import(/* @vite-ignore */ pathToFileURL(join(folder, 'program.mjs')).href)) as {
      solveWithHighs: (program: object, seconds: number) => Promise<{ status: string; value: number }>;
      findHighsAt: (url: string) => void;
    };
    const knapsack = {
      objective: [4, 5, 6],
      constraints: [{ coefficients: [2, 3, 4], relation: '<=', bound: 5 }],
      integers: [0, 1, 2].map((column) => ({ column, upper: 1 })),
    };
    findHighsAt(pathToFileURL(join(highs, 'highs.mjs')).href);
    expect(await solveWithHighs(knapsack, 10)).toMatchObject({ status: 'optimal', value: 9 });
    for (const name of ['highs.mjs', 'highs.wasm']) copyFileSync(join(highs, name), join(folder, name));
    const again = (await import(
      /* @vite-ignore */ `${pathToFileURL(join(folder, 'program.mjs')).href}?again`
    )) as typeof import('../packages/programmes/src/highs/index.ts');
    expect(await again.solveWithHighs(knapsack as never, 10)).toMatchObject({ status: 'optimal', value: 9 });
  });
});
