import type { Groups } from '../groups/groups.ts';
import { number } from '../markup/format.ts';
import type { Content, Markup } from '../markup/markup.ts';
import { markup } from '../markup/markup.ts';

/** A card: a heading and a list of names with values. */
export function card(title: string, entries: Iterable<readonly [string, Content]>): Markup {
  return markup`<div class="card"><h3>${title}</h3><dl>${[...entries].map(([name, value]) => markup`<dt>${name}</dt><dd>${value}</dd>`)}</dl></div>
`;
}

/** How every method was set. */
export function methodCards({ arms, runs }: Groups): Markup[] {
  return arms.map(({ label, settings }, arm) => {
    const seeds = [...new Set(runs.filter((run) => run.arm === arm).map(({ run }) => run.config.seed))];
    return card(label, [...settings, ['seeds', listed(seeds)]]);
  });
}

/** What every game is. */
export function gameCards({ tasks }: Groups): Markup[] {
  return tasks.map(({ label, game, followerClass, optimum }) =>
    card(label, [
      ['id', game.id],
      ['about', game.descriptor?.summary ?? ''],
      ...Object.entries(game.parameters ?? {}).map(([name, value]) => [name, JSON.stringify(value)] as const),
      ['followers', followerClass === '' ? 'not verified' : `${followerClass}, ties against the leader`],
      ['optimum', optimum ? `${number(optimum.leaderValue)}: ${String(optimum.source)}` : 'not known'],
    ]),
  );
}

/** What runs were made with: a card per combination. */
export function environmentCards({ runs }: Groups): Markup[] {
  const made = new Map<string, number>();
  for (const { run } of runs) {
    const { firstmover, node, platform, git } = run.record;
    const key = JSON.stringify([firstmover, node, platform, git ? `${String(git.commit)}${git.dirty ? ', with changes' : ''}` : 'none']);
    made.set(key, (made.get(key) ?? 0) + 1);
  }
  return [...made].map(([key, runsOf]) => {
    const [firstmover, node, platform, git] = (JSON.parse(key) as unknown[]).map(String);
    return card(`${runsOf} ${runsOf === 1 ? 'run' : 'runs'}`, [
      ['firstmover', firstmover!],
      ['Node', node!],
      ['platform', platform!],
      ['git commit', git!],
    ]);
  });
}

function listed(seeds: readonly number[]): string {
  return seeds.length > 12 ? `${seeds.slice(0, 10).join(', ')}, … (${seeds.length})` : seeds.join(', ');
}
