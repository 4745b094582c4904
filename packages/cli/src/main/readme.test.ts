import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { firstmover } from '../io/fake-io.fixture.ts';

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
const samples = Array.from(
  readme.matchAll(/```console\n\$ npx firstmover ([^\n]*)\n(.*?)```/gs),
  ([, command, output]) => [command!, output!] as const,
);

describe('the sample output in README.md', () => {
  it('is there', () => {
    expect(samples.length).toBeGreaterThanOrEqual(4);
  });

  it.each(samples)('of %s is true', async (command, output) => {
    const { out, err } = await firstmover(...command.split(' '));
    expect(out + err).toBe(output);
  });
});
