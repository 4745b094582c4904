import type { Run } from '@firstmover/experiments';
import { InputError } from '@firstmover/core';
import { groupRuns } from '../groups/groups.ts';
import type { Ranking } from '../statistics/compare.ts';
import { judge } from '../statistics/compare.ts';
import type { ScoredRun } from '../statistics/scores.ts';
import { scoreRuns } from '../statistics/scores.ts';
import { markup } from '../markup/markup.ts';
import { environmentCards, gameCards, methodCards } from './cards.ts';
import { headline, headlineMarkup, legend } from './headline.ts';
import type { Headline } from './headline.ts';
import { page } from './page.ts';
import { gapSection, learningSection, policySection } from './progress-sections.ts';
import type { Evidence } from './evidence.ts';
import { comparisonTable, gamesTable, runsTable } from './tables.ts';
import { verdictFigures, gameFigures } from './verdict-figures.ts';

/** A report on runs. */
export interface Report {
  /** A complete page of HTML: nothing is loaded, no script runs. */
  readonly html: string;
  /** What it says first. */
  readonly headline: Headline;
  /** The numbers behind that; undefined where no run is finished. */
  readonly verdict: Ranking | undefined;
  /** The names of the methods, by the index that the verdict has. */
  readonly methods: readonly string[];
}

/**
 * A report on runs: which method won, by how much and how sure that is, and everything behind it.
 *
 * @param runs - at least one, of `readRun` in `@firstmover/experiments`
 * @throws InputError without runs
 */
export function createReport(runs: readonly Run[]): Report {
  if (runs.length === 0) throw new InputError('a report on no runs: expected at least one run folder');
  const groups = groupRuns(runs);
  const scored: ScoredRun[] = scoreRuns(groups);
  const verdict = judge(scored);
  const labels = groups.arms.map(({ label }) => label);
  const words = headline(verdict, labels);
  const won = verdict && verdict.decided !== 'none' ? verdict.ranking[0]!.arm : undefined;
  const order = [
    ...(verdict?.ranking.map(({ arm }) => arm) ?? []),
    ...labels.map((_label, arm) => arm).filter((arm) => !verdict?.ranking.some((other) => other.arm === arm)),
  ];
  const evidence: Evidence = { groups, scored, verdict, labels, order };
  const unfinished = groups.runs.length - scored.length;
  const sections = [
    [
      'result',
      'Result',
      markup`<p>Final returns of the greedy leader against a best response with ties against it, as a share of the exact optimum where that is known. Thick lines are 95% bootstrap intervals within games (Agarwal et al. 2021), not adjusted for several methods; pale dots are single runs.${unfinished > 0 ? ` ${unfinished} of ${groups.runs.length} runs are not finished and left out of all comparisons.` : ''}</p>
<div class="grid">${verdictFigures(evidence)}</div>${comparisonTable(evidence)}`,
    ],
    [
      'games',
      'Game by game',
      markup`<p>The same per game, and the environment steps after which evaluations stay at the optimum: queries, play, all copies and pre-training. × marks runs that never do.</p>
<div class="grid">${gameFigures(evidence)}</div>${gamesTable(evidence)}`,
    ],
    ['learning', 'Learning curves', learningSection(evidence)],
    ['gap', 'Best-response gap', gapSection(evidence)],
    ['policy', "The leader's policy over time", policySection(evidence)],
    [
      'setup',
      'Configuration and environment',
      markup`<div class="grid">${methodCards(groups)}${environmentCards(groups)}${gameCards(groups)}</div>`,
    ],
    ['runs', 'All runs', runsTable(evidence)],
  ] as const;
  const body = markup`<header>${headlineMarkup(words, won)}${legend(labels, order)}</header>
<nav aria-label="Sections"><ul>${sections.map(([id, title]) => markup`<li><a href="#${id}">${title}</a></li>`)}</ul></nav>
<main id="main">${sections.map(
    ([id, title, content]) => markup`<section id="${id}" aria-labelledby="${id}-h"><h2 id="${id}-h">${title}</h2>
${content}</section>
`,
  )}</main>
<footer>Made by firstmover from ${groups.runs.length} run ${groups.runs.length === 1 ? 'folder' : 'folders'}. Follower class and tie rule hold for every value: see the cards of the games.</footer>`;
  return { html: page(`${words.title} · firstmover`, body), headline: words, verdict, methods: labels };
}
