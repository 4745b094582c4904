/**
 * A table of aligned columns, two spaces apart; columns that hold nothing but numbers are aligned to the right.
 *
 * @param head - the names of the columns, if they have names
 * @param rows - the cells
 * @returns lines without a line end after the last one
 */
export function formatTable(head: readonly string[] | undefined, rows: readonly (readonly string[])[]): string {
  const all = head ? [head, ...rows] : rows;
  const columns = all.reduce((most, row) => Math.max(most, row.length), 0);
  const widths = Array.from({ length: columns }, (_width, j) => all.reduce((most, row) => Math.max(most, length(row[j] ?? '')), 0));
  const numeric = widths.map((_width, j) => rows.length > 0 && rows.every((row) => NUMBER.test(row[j] ?? '')));
  return all
    .map((row) =>
      widths
        .map((width, j) => {
          const cell = row[j] ?? '';
          const padding = ' '.repeat(width - length(cell));
          return numeric[j] ? padding + cell : cell + padding;
        })
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** Indents every line of a text by two spaces. */
export function indent(text: string): string {
  return text.replace(/^(?=.)/gm, '  ');
}

const NUMBER = /^-?\d[\d./e+-]*$/;

function length(text: string): number {
  return Array.from(text).length;
}
