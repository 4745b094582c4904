import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { decodeState } from '../checkpoint/checkpoint.ts';
import { encodeState } from '@firstmover/pipeline';
import { UPDATES, cases, goldenHash, startCase, stateHash } from './golden.fixture.ts';

const path = join(import.meta.dirname, 'hashes.json');
const expected = JSON.parse(readFileSync(path, 'utf8')) as { readonly [name: string]: string | undefined };

describe('every method, oracle and leader', () => {
  it('has a hash: npm run generate adds what is missing', () => {
    expect(Object.keys(expected).sort()).toEqual(cases.map(([name]) => name).sort());
  });

  it.each(cases)(
    '%s goes on bit for bit from the checkpoint of any update, and ends with the hash that Node 20 gave',
    async (name, experiment) => {
      const { run } = await startCase(experiment);
      run.update();
      for (let update = 1; update < UPDATES; update++) {
        const resumed = (await startCase(experiment)).run;
        resumed.restore(decodeState(encodeState(run.save()), name));
        resumed.update();
        run.update();
        expect(stateHash(resumed), `after update ${update}`).toBe(stateHash(run));
      }
      // Training is the same on every version of Node. Where a change of it is meant: npm run generate:hashes.
      expect(stateHash(run)).toBe(expected[name]);
    },
  );
});

/** The functions whose last bits the language leaves to the engine. */
const byTheEngine = [
  ...['exp', 'expm1', 'log', 'log1p', 'log2', 'log10', 'pow', 'cbrt', 'hypot', 'sin', 'cos', 'tan', 'asin', 'acos', 'atan', 'atan2'],
  ...['sinh', 'cosh', 'tanh', 'asinh', 'acosh', 'atanh'],
] as readonly ('exp' | 'log')[];

describe('on an engine without Math.exp and the like', () => {
  afterEach(() => {
    vi.restoreAllMocks();
  });

  it.each(cases)('%s ends with the same hash', async (name, experiment) => {
    for (const of of byTheEngine) vi.spyOn(Math, of).mockReturnValue(NaN);
    expect(await goldenHash(experiment)).toBe(expected[name]);
  });
});
