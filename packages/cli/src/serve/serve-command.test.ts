import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

// The command uses the streams of its process, so it needs one.
const program = join(import.meta.dirname, 'serve.fixture.ts');

function serve(input: Uint8Array, ...argv: string[]): { readonly status: number | null; readonly out: Buffer; readonly err: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', program, 'serve', ...argv], {
    input,
    timeout: 60_000,
  });
  return { status, out: stdout, err: stderr.toString() };
}

function numbers(...values: number[]): Buffer {
  return Buffer.concat([Buffer.from(Uint32Array.of(8 * values.length, 0x4e4d4601).buffer), Buffer.from(Float64Array.from(values).buffer)]);
}

/** The frames of an output. */
function read(out: Buffer): unknown[] {
  const frames: unknown[] = [];
  for (let at = 0; at < out.length;) {
    const [size, kind] = new Uint32Array(new Uint8Array(out.subarray(at, at + 8)).buffer) as unknown as [number, number];
    const payload = new Uint8Array(out.subarray(at + 8, at + 8 + size));
    frames.push(kind === 0x4a4d4601 ? JSON.parse(Buffer.from(payload).toString()) : Array.from(new Float64Array(payload.buffer)));
    at += 8 + size;
  }
  return frames;
}

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(import.meta.dirname, '.own-'));
  writeFileSync(
    join(folder, 'loud.ts'),
    `import { defineGame, discrete } from '@firstmover/core';
console.log('a module that prints');
const player = (name: string, role: 'leader' | 'follower') => ({ name, role, observation: discrete(3), action: discrete(2) });
export const loud = defineGame({
  id: 'my/Loud-v1',
  rules: () => ({
    players: [player('a', 'leader'), player('b', 'follower')],
    initial: () => ({ round: 0 }),
    step: ({ round }: { round: number }, [one, two]: readonly [number, number]) => ({ state: { round: round + 1 }, rewards: [one, -two], terminated: round === 1 }),
    observe: ({ round }) => round,
  }),
});
`,
  );
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('firstmover serve', { timeout: 120_000 }, () => {
  it('answers on standard output and nothing else there, until its input ends', () => {
    const input = Buffer.concat([numbers(0, 5), numbers(1, 1, 1), numbers(1, 7, 0), numbers(1, 0, 1), numbers(1, 0, 0), numbers(0, -1)]);
    const { status, out, err } = serve(input, join(folder, 'loud.ts'));
    const [hello, ...answers] = read(out);
    expect(hello).toMatchObject({
      protocol: 1,
      name: 'my/Loud-v1',
      agents: [{ name: 'a', role: 'leader', action: { kind: 'discrete', n: 2 } }, {}],
    });
    expect(answers).toEqual([
      [0, 0, 0, 0, 0],
      [0, 1, 1, -1, 1],
      { error: { message: expect.stringMatching(/^action 7 of a in my\/Loud-v1/) as unknown } },
      [1, 0, 2, -1, 2],
      { error: { message: 'step after the end of the episode: call reset first' } },
      [0, 0, 0, 0, 0],
    ]);
    expect([status, err]).toEqual([0, 'a module that prints\n']);
  });

  it('says in one line what it cannot serve', () => {
    const { status, out, err } = serve(Buffer.alloc(0), 'matrix/Escpe-v1');
    expect([status, out.length]).toEqual([2, 0]);
    expect(err).toMatch(/^firstmover: unknown game id "matrix\/Escpe-v1": did you mean matrix\/Escape-v1.*\n$/);
  });
});
