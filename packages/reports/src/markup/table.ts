import type { Content, Markup } from './markup.ts';
import { markup } from './markup.ts';

/** A table of a page. */
export interface Table {
  /** What it shows. */
  readonly caption: string;
  /** The names of its columns. */
  readonly head: readonly string[];
  /** Its rows; the first cell names the row. */
  readonly rows: readonly (readonly Content[])[];
}

/** A table that scrolls by itself where it is too wide, also by keyboard. */
export function table({ caption, head, rows }: Table): Markup {
  const line = ([name, ...cells]: readonly Content[]): Markup =>
    markup`<tr><th scope="row">${name ?? ''}</th>${cells.map((cell) => markup`<td>${cell}</td>`)}</tr>\n`;
  return markup`<div class="scroll" role="region" tabindex="0" aria-label="${caption}"><table><caption>${caption}</caption>
<thead><tr>${head.map((name) => markup`<th scope="col">${name}</th>`)}</tr></thead>
<tbody>${rows.map(line)}</tbody></table></div>`;
}
