import type { Drawing, Value } from '@firstmover/core';
import { FRAME, svgRect, svgText } from '@firstmover/core';
import type { Bimatrix } from '../bimatrix/bimatrix.ts';

/** The most rows and columns that are drawn. */
const LIMIT = 6;

/**
 * The payoffs of one round with what was played in colour. That is a row of the leader, shaded by probability where it is a mixture, and
 * a column.
 *
 * @param payoffs - of one round
 * @param actions - the last joint action; undefined before
 */
export function drawPayoffs({ leaderPayoff, followerPayoff }: Bimatrix, actions: readonly Value[] | undefined): Drawing {
  const rows = leaderPayoff.slice(0, LIMIT);
  const columns = (rows[0] as readonly number[]).slice(0, LIMIT);
  const [width, height] = [FRAME / columns.length, Math.min(40, FRAME / rows.length)];
  const [lead, column] = actions ?? [];
  const share = (row: number): number => (Array.isArray(lead) ? (lead[row] as number) : Number(lead === row));
  const cell = (i: number, j: number): string => `${leaderPayoff[i]?.[j]}, ${followerPayoff[i]?.[j]}`;
  const parts = rows.flatMap((_row, i) =>
    columns.flatMap((_payoff, j) => {
      const [x, y] = [j * width, i * height];
      const played = j === column ? svgRect(x + 1, y + 1, (width - 2) * share(i), height - 2, 'soft') : '';
      const size = Math.min(11, width / 5);
      return (
        svgRect(x + 1, y + 1, width - 2, height - 2, 'paper') +
        played +
        svgText(x + width / 2, y + height / 2 + 4, cell(i, j), { size, anchor: 'middle' })
      );
    }),
  );
  const wide = Math.max(...rows.flatMap((_row, i) => columns.map((_payoff, j) => cell(i, j).length)));
  const text = rows.map((_row, i) =>
    columns
      .map((_payoff, j) => `${j === column && share(i) > 0 ? '*' : ' '}${cell(i, j).padEnd(wide)}`)
      .join('  ')
      .trimEnd(),
  );
  return { svg: parts.join(''), height: height * rows.length, text: text.join('\n') };
}
