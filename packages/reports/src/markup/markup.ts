import { escapeXml } from '@firstmover/core';

/** HTML that is safe to write: everything that came from outside was escaped on its way in. */
export interface Markup {
  /** The text. */
  readonly html: string;
}

/** What a template may hold: markup stays as it is, everything else is escaped, lists are joined. */
export type Content = Markup | string | number | readonly Content[];

/**
 * HTML from a template. There is no other way to make it from values, so that no name of a run, game or label is ever read as markup.
 *
 * @example
 * markup`<p>${'<b>'}</p>`.html; // <p>&lt;b&gt;</p>
 */
export function markup(strings: TemplateStringsArray, ...values: readonly Content[]): Markup {
  return trusted(strings.map((text, i) => text + (i < values.length ? render(values[i]!) : '')).join(''));
}

/** Markup of a text that this package wrote itself: styles, and drawings whose texts are escaped. */
export function trusted(html: string): Markup {
  const result = { html };
  made.add(result);
  return result;
}

/** All markup that was made here: an object of a damaged file that looks like it is none. */
const made = new WeakSet<object>();

function render(value: Content): string {
  if (Array.isArray(value)) return value.map(render).join('');
  if (isMarkup(value)) return value.html;
  return escapeXml(String(value));
}

function isMarkup(value: unknown): value is Markup {
  return typeof value === 'object' && value !== null && made.has(value);
}
