import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readAbout } from './about.ts';
import type { Command } from './command.ts';
import { runCommand } from './command.ts';
import { fillPage, table } from './fill-page.ts';
import type { Results } from './results.ts';
import { column, said } from './rows.ts';
import type { Run, Study } from './study.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'firstmover-study-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** A command of one study of two arms, and what it ran. */
function example(holds = true): { readonly command: Command; readonly ran: string[] } {
  const ran: string[] = [];
  const study: Study = {
    name: 'thirds',
    about: new URL('../paper/divergence.md', import.meta.url),
    arms: ['one', 'two'],
    seeds: 3,
    run(arm, seed, effort) {
      ran.push(`${arm} ${seed}`);
      return [{ arm, seed, values: { third: (effort * (seed + arm.length)) / 3, never: Infinity }, curve: [{ x: 0, y: seed / 7 }] }];
    },
    check: () => [{ what: 'it holds', holds, detail: 'as told' }],
    figures: () => [],
  };
  const command: Command = {
    studies: [study],
    folder,
    journals: folder,
    files: (_study, runs) => ({ 'count.txt': String(runs.length) }),
  };
  return { command, ran };
}

const written = (): readonly Run[] => (JSON.parse(readFileSync(join(folder, 'thirds.json'), 'utf8')) as Results).runs;

const run = ({ command }: { command: Command }, ...argv: string[]): Promise<number> => runCommand(command, argv, () => undefined);

it('takes up a file that was cut off: no finished arm is run again, and the rows are those of an uninterrupted run', async () => {
  const whole = example();
  await run(whole);
  expect(whole.ran).toEqual(['one 0', 'two 0', 'one 1', 'two 1', 'one 2', 'two 2']);
  const runs = written();
  const file = join(folder, 'thirds.jsonl');
  const text = readFileSync(file, 'utf8');
  const lines = text.split('\n');
  writeFileSync(file, `${lines.slice(0, 3).join('\n')}\n${lines[3]!.slice(0, 20)}`);
  const rest = example();
  await run(rest, '--continue');
  expect(rest.ran).toEqual(['two 1', 'one 2', 'two 2']);
  expect(written()).toEqual(runs);
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
  expect(written().map(({ arm, values }) => [arm, values['third']])).toEqual([
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
  expect(readdirSync(folder)).toEqual([]);
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

it('gives each arm its seeds, and ends what stayed alive', async () => {
  const { command, ran } = example();
  const study: Study = { ...command.studies[0]!, seeds: { one: 2, two: 1 }, end: () => void ran.push('end') };
  await run({ command: { ...command, studies: [study] } });
  expect(ran).toEqual(['one 0', 'two 0', 'one 1', 'end']);
});

it('writes what is made of the runs, and again from those that are there, whatever was spent', async () => {
  await run(example(), '--seeds', '2', '--effort', '0.5');
  const [text, runs] = [readFileSync(join(folder, 'thirds.json'), 'utf8'), written()];
  expect(runs.length).toBe(4);
  rmSync(join(folder, 'count.txt'));
  const again = example();
  await run(again, '--render');
  expect(again.ran).toEqual([]);
  expect(readFileSync(join(folder, 'count.txt'), 'utf8')).toBe('4');
  expect(readFileSync(join(folder, 'thirds.json'), 'utf8')).toBe(text);
});

describe('a page', () => {
  const page = (text: string, places: Parameters<typeof fillPage>[1]): string => {
    const file = join(folder, 'page.md');
    writeFileSync(file, text);
    return fillPage(new URL(`file://${file}`), places);
  };

  it('is prose with numbers in its places', () => {
    const numbers = table('game | steps:', [['chicken', 12]]);
    expect(page('It took {{seconds}} s.\n\n{{numbers}}\n', { seconds: 2, numbers })).toBe(
      'It took 2 s.\n\n| game | steps |\n| --- | ---: |\n| chicken | 12 |\n',
    );
  });

  it('refuses a place that nothing stands in, and what has no place', () => {
    expect(() => page('{{seconds}}', { minutes: 1 })).toThrow('page.md: {{seconds}}: expected one of minutes');
    expect(() => page('None.', { minutes: 1 })).toThrow('page.md: expected a place {{minutes}}');
  });
});

it('reads columns: what did not happen is infinite, what was not measured is left out', () => {
  const runs: readonly Run[] = [
    { arm: 'one', seed: 0, values: { steps: 3 }, words: { node: '20' } },
    { arm: 'one', seed: 1, values: { steps: null }, words: { node: '22' } },
    { arm: 'one', seed: 2, values: {} },
    { arm: 'two', seed: 0, values: { steps: 5 }, words: { node: '20' } },
  ];
  expect(column(runs, 'one', 'steps')).toEqual([3, Infinity]);
  expect(said(runs, 'node')).toBe('20 and 22');
});
