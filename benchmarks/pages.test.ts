import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { memory } from './engine/memory-study.ts';
import { engine } from './engine/study.ts';
import { learned } from './environments/learned-study.ts';
import { throughput } from './environments/throughput-study.ts';
import { noJournal } from './harness/journal.ts';
import type { PageStudy } from './harness/page-study.ts';
import { PAGES, pageFiles } from './harness/page-study.ts';
import { keptResults } from './harness/results.ts';
import { runStudy } from './harness/run-study.ts';
import { runCost } from './runs/cost-study.ts';
import { samples } from './samples/study.ts';
import { scale } from './scale/study.ts';
import { agreement } from './solvers/agreement/study.ts';
import { speed } from './solvers/speed/study.ts';

const studies: readonly PageStudy[] = [agreement, engine, learned, memory, runCost, samples, scale, speed, throughput];

// A game that was added since changes what the page of learned solutions lists as absent.
const comparable = (text: string): string => text.replace(/^(Without a row: .*|Every registered game has a row\.)$/m, '');

describe.each(studies.map((study) => [study.name, study] as const))('%s', (_name, study) => {
  it('has the page and the figures that its results give: run it with --render', () => {
    const { runs } = keptResults(study, PAGES)!;
    for (const [file, text] of Object.entries(pageFiles(study, runs)))
      expect(comparable(text)).toBe(comparable(readFileSync(join(PAGES, file), 'utf8')));
    for (const { arm } of runs) expect(study.arms).toContain(arm);
    for (const { what, detail } of study.check(runs)) expect(`${what} ${detail}`).not.toMatch(/NaN|undefined/);
  });
});

/** An arm of each study that is quick at next to no effort. */
const quick: readonly (readonly [arm: string, study: PageStudy, effort: number])[] = [
  ['menu', agreement, 0.001],
  ['origami-100', speed, 1],
  ['Chicken', samples, 0.01],
  ['matrix/Conitzer-v1', throughput, 0.01],
  ['drones', learned, 0.001],
  ['contract-4', learned, 0.001],
  ['bandwagon-3', learned, 0.001],
  ['5-deterministic-set', scale, 0.01],
];

it.each(quick)('%s runs, and its numbers take the place of those that are kept', async (arm, study, effort) => {
  const runs = await runStudy(study, { arms: [arm], seeds: 1, firstSeed: 100, effort }, noJournal, () => undefined);
  expect(runs.map((run) => [run.arm, run.seed])).toEqual([[arm, 100]]);
  const kept = keptResults(study, PAGES)!.runs;
  const measures = new Set(kept.filter((run) => run.arm === arm).flatMap(({ values }) => Object.keys(values)));
  for (const measure of Object.keys(runs[0]!.values)) expect([...measures]).toContain(measure);
  const page = pageFiles(study, [...kept.filter((run) => run.arm !== arm), ...runs])[`${study.name}.md`]!;
  expect(page).not.toMatch(/NaN|undefined/);
});
