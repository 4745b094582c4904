import { proportion } from '@firstmover/evaluation';
import { readAbout } from '../harness/about.ts';
import { fillPage, table } from '../harness/fill-page.ts';
import type { Run } from '../harness/study.ts';
import { figureFile } from '../harness/study.ts';
import type { Experiment } from './experiment.ts';
import { show } from './numbers.ts';

/** The files of an experiment beside its JSON: a table of everything measured, and figures. */
export function files(experiment: Experiment, runs: readonly Run[]): { readonly [name: string]: string } {
  const quoted = (text: string): string => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const lines = runs.flatMap(({ arm, seed, values, curve = [] }) => [
    ...Object.entries(values).map(([measure, value]) => [quoted(arm), seed, measure, '', value ?? ''].join()),
    ...curve.map(({ x, y }) => [quoted(arm), seed, 'curve', x, y].join()),
  ]);
  const figures = experiment.figures(runs).map(({ name, svg }) => [figureFile(experiment, name), svg]);
  return { [`${experiment.name}.csv`]: `arm,seed,measure,x,value\n${lines.join('\n')}\n`, ...Object.fromEntries(figures) };
}

/** An experiment that has results. */
interface Known {
  readonly experiment: Experiment;
  readonly runs: readonly Run[];
}

/** The page: all experiments that have results. */
export function page(experiments: readonly Known[]): string {
  const checks = experiments.map(({ experiment, runs }) => experiment.check(runs));
  const all = checks.flat();
  const held = all.filter(({ holds }) => holds).length;
  return fillPage(new URL('./paper.md', import.meta.url), {
    held,
    checks: all.length,
    unmet: held < all.length ? ' Those that do not are marked below, with what was reached.' : '',
    conditions: conditions(experiments),
    experiments: experiments
      .map(({ experiment, runs }, i) => section(experiment, runs, checks[i]!))
      .join('\n')
      .trimEnd(),
  });
}

/** Which conditions separate inside from outside, and on how many seeds. */
function conditions(experiments: readonly Known[]): string {
  const rows = experiments.flatMap(({ experiment, runs }) => {
    const { condition: ablation } = experiment;
    if (!ablation) return [];
    const pairs = bySeed(runs).map((own) => ({ inside: ablation.inside(own), outside: ablation.outside(own) }));
    const apart = pairs.filter(({ inside, outside }) => inside >= ablation.threshold && outside < ablation.threshold).length;
    const range = (values: readonly number[]): string => {
      const [low, high] = [Math.min(...values), Math.max(...values)];
      return low === high ? show(low) : `${show(low)} to ${show(high)}`;
    };
    const { low, high } = proportion(apart, pairs.length);
    return [
      [
        ablation.condition,
        `[${experiment.name}](#${experiment.name})`,
        range(pairs.map(({ inside }) => inside)),
        range(pairs.map(({ outside }) => outside)),
        `${apart} of ${pairs.length} [${low.toFixed(2)}, ${high.toFixed(2)}]`,
        ablation.published,
      ],
    ];
  });
  return rows.length === 0
    ? '-'
    : table("condition | experiment | leader's value inside | outside | seeds that separate | published", rows);
}

function section(experiment: Experiment, runs: readonly Run[], checks: ReturnType<Experiment['check']>): string {
  const { name, about } = experiment;
  const { title, claim, part } = readAbout(about);
  const differs = part('What differs');
  const figures = experiment.figures(runs).map(({ name: figure }) => {
    const caption = part(figure === undefined ? 'Figure' : `Figure ${figure}`);
    return `![${title}](${figureFile(experiment, figure)})\n\n${caption}\n`;
  });
  return `## ${name}

**${title}.** ${claim}

${part('What is run')}

| | published | ours |
| --- | --- | --- |
${experiment
  .compare(runs)
  .map(({ what, published, ours }) => `| ${what} | ${published} | ${ours} |`)
  .join('\n')}

${checks.map(({ what, holds, detail }) => `- ${holds ? 'Holds' : '**Does not hold**'}: ${what}. ${detail}.`).join('\n')}

${figures.join('\n')}
${differs === '' ? '' : `What differs:\n\n${differs}\n`}`;
}

/** Runs grouped by seed. */
export function bySeed(runs: readonly Run[]): Run[][] {
  const seeds = [...new Set(runs.map(({ seed }) => seed))];
  return seeds.map((seed) => runs.filter((run) => run.seed === seed));
}
