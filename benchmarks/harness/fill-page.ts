import { readFileSync } from 'node:fs';

/**
 * A page: the Markdown of a file with what stands in its places, each a name in double braces.
 *
 * @throws Error for a place that nothing stands in, or something that has no place
 */
export function fillPage(file: URL, places: { readonly [place: string]: string | number }): string {
  const filled = new Set<string>();
  const page = readFileSync(file, 'utf8').replace(/\{\{(\w+)\}\}/g, (place, name: string) => {
    if (places[name] === undefined) throw new Error(`${file.pathname}: ${place}: expected one of ${Object.keys(places).join(', ')}`);
    filled.add(name);
    return String(places[name]);
  });
  for (const name of Object.keys(places)) if (!filled.has(name)) throw new Error(`${file.pathname}: expected a place {{${name}}}`);
  return page;
}

/** A table in Markdown. Its head is `game | steps: | seconds:`; columns whose names end with a colon are numbers, aligned to the right. */
export function table(head: string, rows: readonly (readonly (string | number)[])[]): string {
  const ruler = head.split('|').map((name) => (/:\s*$/.test(name) ? '---:' : '---'));
  const line = (cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`;
  return [`| ${head.replaceAll(/:(?=\s*(\||$))/g, '')} |`, line(ruler), ...rows.map(line)].join('\n');
}
