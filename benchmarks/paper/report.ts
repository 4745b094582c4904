import type { Comparison, Run } from '../harness/study.ts';
import type { Experiment } from './experiment.ts';
import { readAbout } from '../harness/about.ts';
import { proportion } from '@firstmover/evaluation';
import { show } from './numbers.ts';

/** The results of an experiment, as kept in its JSON file. */
export interface Results {
  /** The experiment. */
  readonly experiment: string;
  /** How much was spent; 1 as on the page. */
  readonly effort: number;
  /** All runs. */
  readonly runs: readonly Run[];
}

/** The files of an experiment beside its JSON: a table of everything measured, and figures. */
export function files(experiment: Experiment, runs: readonly Run[]): { readonly [name: string]: string } {
  const quoted = (text: string): string => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const lines = runs.flatMap(({ arm, seed, values, curve = [] }) => [
    ...Object.entries(values).map(([measure, value]) => [quoted(arm), seed, measure, '', value ?? ''].join()),
    ...curve.map(({ x, y }) => [quoted(arm), seed, 'curve', x, y].join()),
  ]);
  const figures = experiment.figures(runs).map(({ name, svg }) => [`${fileOf(experiment, name)}.svg`, svg]);
  return { [`${experiment.name}.csv`]: `arm,seed,measure,x,value\n${lines.join('\n')}\n`, ...Object.fromEntries(figures) };
}

/** The page: all experiments that have results. */
export function page(experiments: readonly { readonly experiment: Experiment; readonly runs: readonly Run[] }[]): string {
  const checks = experiments.map(({ experiment, runs }) => experiment.check(runs));
  const all = checks.flat();
  const held = all.filter(({ holds }) => holds).length;
  return `# The papers' experiments

Made by \`npm run paper\` in \`benchmarks\` (\`npm run paper -- hidden-queries\` for one experiment). Beside this page lie, for each experiment, all runs as
JSON and CSV and the figures as SVG.

What is reproduced: Gerstgrasser & Parkes, _Oracles & Followers_ (ICML 2023, arXiv 2210.11942), and Brero et al., _Stackelberg POMDP_ (arXiv 2210.03852). Unless an
experiment says otherwise there are ten seeds, 0 to 9, the same settings for all of them, chosen on other seeds (100 and up) or taken from the papers. Intervals are 95%:
percentile bootstrap of the mean over seeds, Wilson's for shares. Exact values come from solvers after training and reach no learner; ties are broken against the leader.
Steps count everything that is executed: queries, simulated games, play, all copies. Published numbers marked _simulated_ are not the papers' own: they come from a small re-simulation
that was made for this project before there was any code of it. \`npm run paper\` repeats everything bit by bit on the same Node version.

${held} of ${all.length} checks hold.${held < all.length ? ' Those that do not are marked below, with what was reached.' : ''} Not here: the drone security game, which comes with the environments, and the bilateral
trade in Atari games, which they represent by a small game on pixels.

${conditions(experiments)}
${experiments.map(({ experiment, runs }, i) => section(experiment, runs, checks[i]!)).join('\n')}`;
}

/** Which conditions separate inside from outside, and on how many seeds. */
function conditions(experiments: readonly { readonly experiment: Experiment; readonly runs: readonly Run[] }[]): string {
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
    const cells = [
      ablation.condition,
      `[${experiment.name}](#${experiment.name})`,
      range(pairs.map(({ inside }) => inside)),
      range(pairs.map(({ outside }) => outside)),
      `${apart} of ${pairs.length} [${low.toFixed(2)}, ${high.toFixed(2)}]`,
      ablation.published,
    ];
    return [`| ${cells.join(' | ')} |`];
  });
  if (rows.length === 0) return '';
  return `## What each condition is for

Theorem 1 needs five conditions. The first, that the oracle does nothing but query, has no opposite that could be run: without it there is no such problem. Each of the others is dropped alone, all else equal. A
seed separates if the leader inside reaches the value of the equilibrium and the one outside does not.

| condition | experiment | leader's value inside | outside | seeds that separate | published |
| --- | --- | --- | --- | --- | --- |
${rows.join('\n')}
`;
}

function section(experiment: Experiment, runs: readonly Run[], checks: ReturnType<Experiment['check']>): string {
  const { name } = experiment;
  const { title, claim, part } = readAbout(experiment.about);
  const differs = part('What differs');
  const figures = experiment
    .figures(runs)
    .map(({ name: figure, caption }) => `![${title}](${fileOf(experiment, figure)}.svg)\n\n${caption}\n`)
    .join('\n');
  return `## ${name}

**${title}.** ${claim}

${part('What is run')}

| | published | ours |
| --- | --- | --- |
${experiment.compare(runs).map(line).join('\n')}

${checks.map(({ what, holds, detail }) => `- ${holds ? 'Holds' : '**Does not hold**'}: ${what}. ${detail}.`).join('\n')}

${figures}
${
  differs === ''
    ? ''
    : `What differs:

${differs}
`
}`;
}

function line({ what, published, ours }: Comparison): string {
  return `| ${what} | ${published} | ${ours} |`;
}

/** Runs grouped by seed. */
export function bySeed(runs: readonly Run[]): Run[][] {
  const seeds = [...new Set(runs.map(({ seed }) => seed))];
  return seeds.map((seed) => runs.filter((run) => run.seed === seed));
}

function fileOf(experiment: Experiment, figure: string | undefined): string {
  return figure === undefined ? experiment.name : `${experiment.name}-${figure}`;
}
