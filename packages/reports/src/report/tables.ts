import { mean, median } from '@firstmover/evaluation';
import { count, number, percent, range } from '../markup/format.ts';
import type { Markup } from '../markup/markup.ts';
import { markup } from '../markup/markup.ts';
import { table } from '../markup/table.ts';
import type { Evidence } from './evidence.ts';

/** All methods beside each other; a second table has the first method against every other. */
export function comparisonTable({ verdict, labels }: Evidence): Markup {
  if (!verdict) return markup`<p>Comparisons need runs that are finished.</p>`;
  const { ranking, comparisons } = verdict;
  const methods = table({
    caption: 'Methods, the first one first',
    head: [
      'method',
      'games',
      'runs',
      'share of the optimum',
      '95% interval',
      'runs that stay at the optimum',
      'median steps to it',
      '95% interval',
    ],
    rows: ranking.map(({ arm, tasks, runs, score, optimal, steps }) => [
      labels[arm]!,
      tasks,
      runs,
      percent(score.value),
      range(score, percent),
      optimal.of === 0 ? 'optimum not known' : `${optimal.reached} of ${optimal.of}`,
      steps ? count(steps.value) : '',
      steps ? range(steps, count) : '',
    ]),
  });
  if (comparisons.length === 0) return methods;
  const duels = table({
    caption: `${labels[ranking[0]!.arm]!} against every other method, on the games of both`,
    head: ['against', 'games', 'ends with more', '95% interval', 'difference', '95% interval', 'sooner at the optimum', '95% interval'],
    rows: comparisons.map(({ second, tasks, improvement, difference, sooner }) => [
      labels[second]!,
      tasks,
      percent(improvement.value),
      range(improvement, percent),
      percent(difference.value),
      range(difference, percent),
      sooner ? percent(sooner.value) : '',
      sooner ? range(sooner, percent) : '',
    ]),
  });
  return markup`${methods}${duels}`;
}

/** Every game with every method. */
export function gamesTable({ groups, scored, labels, order }: Evidence): Markup {
  const rows = groups.tasks.flatMap(({ label, optimum, followerClass }, task) =>
    order.flatMap((arm) => {
      const own = scored.filter((run) => run.arm === arm && run.task === task);
      if (own.length === 0) return [];
      const gaps = own.flatMap(({ gap }) => (typeof gap === 'number' ? [gap] : []));
      const steps = own.flatMap((run) => (run.steps === undefined ? [] : [run.steps]));
      return [
        [
          label,
          labels[arm]!,
          own.length,
          number(mean(own.map(({ value }) => value!))),
          optimum ? number(optimum.leaderValue) : 'not known',
          optimum ? number(optimum.leaderValue - mean(own.map(({ value }) => value!))) : '',
          gaps.length > 0 ? number(mean(gaps)) : '',
          steps.length > 0 ? count(median(steps)) : '',
          count(median(own.map(({ run }) => run.result?.steps.pretraining ?? 0))),
          followerClass || 'not verified',
        ],
      ];
    }),
  );
  return table({
    caption: 'Games: means over runs, medians of steps',
    head: [
      'game',
      'method',
      'runs',
      'return',
      'optimum',
      'regret',
      'best-response gap',
      'steps to the optimum',
      'of which pre-training',
      'follower class',
    ],
    rows,
  });
}

/** Every run. */
export function runsTable({ groups, scored, labels }: Evidence): Markup {
  const scoreOf = new Map(scored.map((run) => [run.run, run]));
  return table({
    caption: 'All runs; what is not verified is simulated or of the last evaluation',
    head: [
      'run',
      'game',
      'method',
      'seed',
      'state',
      'return',
      'verified',
      'share of the optimum',
      'best-response gap',
      'steps to the optimum',
      'steps',
    ],
    rows: groups.runs.map(({ run, name, arm, task, value, gap }) => {
      const own = scoreOf.get(run);
      const steps = run.result?.steps;
      return [
        name,
        groups.tasks[task]!.label,
        labels[arm]!,
        run.config.seed,
        run.result ? 'finished' : 'not finished',
        typeof value === 'number' ? number(value) : '',
        run.result?.notVerified === null ? 'yes' : 'no',
        own ? percent(own.score) : '',
        typeof gap === 'number' ? number(gap) : '',
        own?.steps === undefined ? '' : count(own.steps),
        steps ? count(steps.pretraining + steps.leader) : '',
      ];
    }),
  });
}
