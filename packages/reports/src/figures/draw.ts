import type { PlotOptions } from '@observablehq/plot';
import * as Plot from '@observablehq/plot';
import { parseHTML } from 'linkedom';
import type { Markup } from '../markup/markup.ts';
import { markup, trusted } from '../markup/markup.ts';
import type { Table } from '../markup/table.ts';
import { table } from '../markup/table.ts';

/** The width of a figure: it stays readable on a phone, where it is hardly made smaller. */
export const WIDTH = 420;

/** How many colours arms have; {@link armColour} begins again after them. */
export const COLOURS = 8;

/** The colour of an arm, which follows the light or dark of the page. */
export function armColour(arm: number): string {
  return `var(--arm-${arm % COLOURS})`;
}

/** The axis of environment steps: logarithmic where they differ much, so that methods that differ in size stay readable beside each other. */
export function stepsAxis(first: number, last: number): NonNullable<PlotOptions['x']> {
  return {
    label: 'environment steps',
    ticks: 5,
    ...(last > 8 * first && first > 0 ? { type: 'log', tickFormat: '~s' } : { tickFormat: 's' }),
  };
}

/** A figure of a page. */
export interface Figure {
  /** A name of letters and digits, the only one on the page. */
  readonly id: string;
  /** Its heading. */
  readonly title: string;
  /** What it shows, for those who cannot see it. */
  readonly description: string;
  /** The plot. */
  readonly plot: PlotOptions;
  /** The numbers behind it. */
  readonly table: Table;
}

/** What is used of an element. */
interface Drawing {
  readonly innerHTML: string;
  getAttribute(name: string): string | null;
}

/** A figure with its title, its description and the table behind it. Drawn without a browser; nothing in it has a script. */
export function figure({ id, title, description, plot, table: numbers }: Figure): Markup {
  const { document } = parseHTML('<html><body></body></html>');
  const root = Plot.plot({ width: WIDTH, ...plot, document } as PlotOptions) as unknown as Drawing;
  // Class names are random otherwise, and the page has their styles once.
  const inner = root.innerHTML.replace(/<style>[^]*?<\/style>/, '').replaceAll(/plot-[0-9a-f]{6}/g, 'plot');
  const box = root.getAttribute('viewBox') ?? '';
  const [, , width, height] = box.split(' ');
  return markup`<figure id="${id}"><figcaption>${title}</figcaption>
<svg class="plot" role="img" aria-labelledby="${id}-t ${id}-d" viewBox="${box}" width="${width ?? ''}" height="${height ?? ''}" font-size="12" fill="currentColor" text-anchor="middle">
<title id="${id}-t">${title}</title><desc id="${id}-d">${description}</desc>${trusted(inner)}</svg>
<details><summary>Numbers<span class="hidden"> of ${title}</span></summary>${table(numbers)}</details></figure>
`;
}
