import { readFileSync } from 'node:fs';

/** The prose of a study, from the Markdown file beside it. */
export interface About {
  /** Its heading. */
  readonly title: string;
  /** What stands under the heading: what is claimed, and where. */
  readonly claim: string;
  /** A part by its heading of the second level; empty where there is none. */
  part(heading: string): string;
}

/**
 * Reads the prose of a study.
 *
 * @throws Error for a file that does not begin with a heading
 */
export function readAbout(file: URL): About {
  const [first = '', ...parts] = readFileSync(file, 'utf8').split(/^## /m);
  const found = /^# (.+)\n+([^]*)$/.exec(first);
  if (!found) throw new Error(`${file.pathname}: expected a heading "# ..." in the first line`);
  const byHeading = new Map(parts.map((part) => [part.slice(0, part.indexOf('\n')), part.slice(part.indexOf('\n')).trim()]));
  return { title: found[1]!, claim: found[2]!.trim(), part: (heading) => byHeading.get(heading) ?? '' };
}
