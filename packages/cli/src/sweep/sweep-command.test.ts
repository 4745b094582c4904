import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { firstmover, jsonLines } from '../io/fake-io.fixture.ts';

const folder = mkdtempSync(join(tmpdir(), 'firstmover-sweep-command-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const sweep = { name: 'rates', experiment: { game: 'matrix/Escape-v1', oracle: 'exact', leader: 'ppo', budget: { updates: 2 }, seeds: [0, 1] }, space: { 'leader.learningRate': [0.01, 0.1] } }; // prettier-ignore
const file = join(folder, 'rates.json');
writeFileSync(file, JSON.stringify(sweep));
const out = join(folder, 'out');

describe('firstmover sweep', () => {
  it('trains single runs, then what is missing, then nothing', { timeout: 180_000 }, async () => {
    for (const run of ['1', '2', '3']) {
      const one = await firstmover('sweep', file, '--out', out, '--run', run, '--takeover');
      expect(one).toMatchObject({ code: 0, err: '' });
    }
    const all = await firstmover('sweep', file, '--out', out, '--workers', '1');
    expect(all).toMatchObject({ code: 0 });
    expect(all.out).toContain(`rates in ${join(out, 'rates')}: 4 runs, 3 of them from before`);
    expect(all.out).toMatch(/^ +0 +0\.01 +2 /m);
    const again = await firstmover('sweep', file, '--out', out, '--json');
    expect(again.code).toBe(0);
    expect(jsonLines(again)[0]).toMatchObject({ name: 'rates', complete: true });
  });

  it.each<[string[], string]>([
    [['--workers', '2', '--redis', 'redis://x'], '--workers has no effect with --redis'],
    [['--run', '0', '--workers', '2'], '--workers has no effect with --run'],
    [['--run', '4'], 'run 4 of the sweep: expected an integer from 0 to 3'],
    [['--takeover'], '--takeover has no effect without --run'],
    [['--unsafe-redis', '--workers', '1'], '--unsafe-redis has no effect without --redis'],
    [['--workers', '0'], 'workers is 0: expected an integer from 1 to 1024'],
  ])('refuses %j', async (flags, message) => {
    const { code, err } = await firstmover('sweep', file, '--out', out, ...flags);
    expect(code).toBe(2);
    expect(err).toContain(message);
  });

  it('worker needs a Redis', async () => {
    expect((await firstmover('worker')).err).toContain('no Redis: expected --redis redis://host:port');
  });
});
