import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readAbout } from './about.ts';
import type { Command } from './command.ts';
import { runCommand } from './command.ts';
import type { Run, Study } from './study.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'firstmover-study-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** A command of one study of two arms, what it ran, and what it wrote. */
function example(holds = true): { readonly command: Command; readonly ran: string[]; readonly written: (readonly Run[])[] } {
  const ran: string[] = [];
  const written: (readonly Run[])[] = [];
  const study: Study = {
    name: 'thirds',
    about: new URL('../paper/divergence.md', import.meta.url),
    arms: ['one', 'two'],
    seeds: 3,
    run(arm, seed, effort) {
      ran.push(`${arm} ${seed}`);
      return [{ arm, seed, values: { third: (effort * (seed + arm.length)) / 3, never: Infinity }, curve: [{ x: 0, y: seed / 7 }] }];
    },
    compare: () => [],
    check: () => [{ what: 'it holds', holds, detail: 'as told' }],
    figures: () => [],
  };
  const command: Command = {
    studies: [study],
    folder,
    journals: folder,
    kept: () => written.at(-1),
    write: (_study, runs) => void written.push(runs),
    finish: () => undefined,
  };
  return { command, ran, written };
}

const run = ({ command }: { command: Command }, ...argv: string[]): Promise<number> => runCommand(command, argv, () => undefined);

it('takes up a file that was cut off: no finished arm is run again, and the rows are those of an uninterrupted run', async () => {
  const whole = example();
  await run(whole);
  expect(whole.ran).toEqual(['one 0', 'two 0', 'one 1', 'two 1', 'one 2', 'two 2']);
  const file = join(folder, 'thirds.jsonl');
  const text = readFileSync(file, 'utf8');
  const lines = text.split('\n');
  writeFileSync(file, `${lines.slice(0, 3).join('\n')}\n${lines[3]!.slice(0, 20)}`);
  const rest = example();
  await run(rest, '--continue');
  expect(rest.ran).toEqual(['two 1', 'one 2', 'two 2']);
  expect(rest.written).toEqual(whole.written);
  expect(readFileSync(file, 'utf8')).toBe(text);
});

it('begins anew without --continue, and where another effort was spent', async () => {
  await run(example(), '--seeds', '1');
  const again = example();
  await run(again, '--seeds', '1');
  expect(again.ran).toEqual(['one 0', 'two 0']);
  const other = example();
  await run(other, '--seeds', '1', '--effort', '0.5', '--continue');
  expect(other.ran).toEqual(['one 0', 'two 0']);
});

it('begins with the first seed that is named, and runs the arms that are', async () => {
  const late = example();
  await run(late, '--first-seed', '100', '--seeds', '2', '--only', 'two');
  expect(late.ran).toEqual(['two 100', 'two 101']);
});

it('keeps the rows of arms that are left out', async () => {
  const both = example();
  await run(both, '--seeds', '1');
  await run(both, '--seeds', '1', '--effort', '2', '--only', 'one');
  expect(both.written[1]!.map(({ arm, values }) => [arm, values['third']])).toEqual([
    ['one', 2],
    ['two', 1],
  ]);
});

it('gives exit code 1 where something does not hold, and 0 where all does', async () => {
  expect(await run(example(true), '--seeds', '1')).toBe(0);
  expect(await run(example(false), '--seeds', '1')).toBe(1);
});

it('writes nothing with --dry', async () => {
  const dry = example();
  await run(dry, '--dry', '--seeds', '1');
  expect(dry.ran).toEqual(['one 0', 'two 0']);
  expect(dry.written).toEqual([]);
  expect(() => readFileSync(join(folder, 'thirds.jsonl'))).toThrow('ENOENT');
});

it('refuses names and numbers that say nothing', async () => {
  await expect(run(example(), '--only', 'three')).rejects.toThrow('three');
  await expect(run(example(), '--seeds', '0')).rejects.toThrow('--seeds is');
  await expect(run(example(), '--first-seed', '-1')).rejects.toThrow();
  await expect(run(example(), '--effort', 'much')).rejects.toThrow('--effort is');
});

it('reads prose from Markdown: a heading, what is claimed, and parts', () => {
  const file = join(folder, 'about.md');
  writeFileSync(file, '# Title\n\nClaim.\n\nMore.\n\n## What is run\n\nThis.\n');
  const { title, claim, part } = readAbout(new URL(`file://${file}`));
  expect([title, claim, part('What is run'), part('What differs')]).toEqual(['Title', 'Claim.\n\nMore.', 'This.', '']);
});
