import type { Comparison, Ranking } from '../statistics/compare.ts';
import type { Markup } from '../markup/markup.ts';
import { markup } from '../markup/markup.ts';
import { count, number, percent, range } from '../markup/format.ts';
import { COLOURS } from '../figures/draw.ts';

/** Who won, by how much and how sure that is: in words and in three large numbers. */
export interface Headline {
  /** The sentence that one reads first. */
  readonly title: string;
  /** What it rests on. */
  readonly text: string;
  /** Three numbers with a word for each. */
  readonly tiles: readonly { readonly name: string; readonly value: string; readonly detail: string }[];
}

/**
 * Puts a verdict into words.
 *
 * @param verdict - undefined where no run is finished
 * @param labels - the names of the arms
 */
export function headline(verdict: Ranking | undefined, labels: readonly string[]): Headline {
  if (!verdict) return { title: 'No run is finished yet', text: 'Curves show the runs so far.', tiles: [] };
  const { ranking, comparisons, decided } = verdict;
  const [best, rival] = ranking;
  const name = labels[best!.arm]!;
  const reached = `${best!.optimal.reached} of ${best!.optimal.of} runs stay at the optimum`;
  const level = {
    name: 'How good',
    value: percent(best!.score.value),
    detail: `of the optimum, by ${name} (95% interval ${range(best!.score, percent)})${rival ? `; ${labels[rival.arm]!}: ${percent(rival.score.value)} (${range(rival.score, percent)})` : ''}`,
  };
  if (!rival) {
    const steps = best!.steps;
    const tiles = steps
      ? [
          level,
          { name: 'How often', value: `${best!.optimal.reached} / ${best!.optimal.of}`, detail: 'runs stay at the optimum' },
          {
            name: 'How soon',
            value: count(steps.value),
            detail: `environment steps to the optimum, median (95% interval ${range(steps, count)})`,
          },
        ]
      : [level];
    return {
      title: `${name} reaches ${percent(best!.score.value)} of the optimum`,
      text: `One method, ${best!.runs} runs of ${best!.tasks} ${best!.tasks === 1 ? 'game' : 'games'}${steps ? `; ${reached}` : ''}.`,
      tiles,
    };
  }
  const other = labels[rival.arm]!;
  const duel = comparisons.find(({ second }) => second === rival.arm);
  if (!duel) return { title: `${name} and ${other} have no game in common`, text: 'They cannot be compared.', tiles: [level] };
  const games = `on ${duel.tasks} ${duel.tasks === 1 ? 'game' : 'games'}`;
  if (decided === 'return')
    return {
      title: `${name} wins: it ends with more than ${other}`,
      text: `Interquartile means over all runs ${games}; ${reached}.`,
      tiles: [
        level,
        byHowMuch(duel),
        {
          name: 'How sure',
          value: percent(duel.improvement.value),
          detail: `probability that a run of ${name} ends with more than one of ${other} (95% interval ${range(duel.improvement, percent)}; 50% would be even)`,
        },
      ],
    };
  if (decided === 'steps')
    return {
      title: `${name} wins: it reaches the optimum sooner than ${other}`,
      text: `In the end no difference is shown ${games} (${percent(duel.improvement.value)} probability of improvement, ${range(duel.improvement, percent)}), so the environment steps decide; ${reached}.`,
      tiles: [
        level,
        {
          name: 'By how much',
          value: duel.speedup ? times(duel.speedup.value) : 'often never',
          detail: duel.speedup
            ? `fewer environment steps to the optimum, by medians (95% interval ${range(duel.speedup, times)})`
            : `${other} stays at the optimum in ${rival.optimal.reached} of ${rival.optimal.of} runs`,
        },
        {
          name: 'How sure',
          value: percent(duel.sooner!.value),
          detail: `probability that a run of ${name} is there sooner than one of ${other} (95% interval ${range(duel.sooner!, percent)}; 50% would be even)`,
        },
      ],
    };
  return {
    title: `No winner is shown between ${name} and ${other}`,
    text: `The intervals of both probabilities, of ending with more and of being sooner at the optimum, include even odds ${games}. More seeds would tell.`,
    tiles: [
      level,
      byHowMuch(duel),
      {
        name: 'How sure',
        value: 'not sure',
        detail: `${percent(duel.improvement.value)} probability that a run of ${name} ends with more (95% interval ${range(duel.improvement, percent)})`,
      },
    ],
  };
}

function times(value: number): string {
  return value === Infinity ? 'never' : `${Number(value.toPrecision(2))}×`;
}

function byHowMuch({ difference }: Comparison): Headline['tiles'][number] {
  const points = (value: number): string => `${value >= 0 ? '+' : '−'}${number(Math.abs(100 * value))}`;
  return {
    name: 'By how much',
    value: points(difference.value),
    detail: `points of the optimum's share (95% interval ${range(difference, points)})`,
  };
}

/** The headline as the top of a page. */
export function headlineMarkup({ title, text, tiles }: Headline, winner: number | undefined): Markup {
  return markup`<div class="headline${winner === undefined ? '' : ` won arm-${winner % COLOURS}`}"><h1>${title}</h1>
<p>${text}</p>
<dl class="tiles">${tiles.map((tile) => markup`<div><dt>${tile.name}</dt><dd><strong>${tile.value}</strong> ${tile.detail}</dd></div>`)}</dl></div>`;
}

/** The names of the arms with their colours. */
export function legend(labels: readonly string[], arms: readonly number[]): Markup {
  return markup`<ul class="legend" aria-label="Colours of the methods">${arms.map((arm) => markup`<li class="arm-${arm % COLOURS}"><span class="swatch${arm % 2 === 1 ? ' dashed' : ''}"></span>${labels[arm]!}</li>`)}</ul>`;
}
