import type { MetricsRow } from './row.ts';

/**
 * A table that grows by rows and, now and then, by columns. A name that no row had before becomes the last column, and rows before it
 * stay empty there.
 */
export interface CsvTable {
  /** The columns so far. */
  readonly columns: readonly string[];
  /** Takes a row: its line, or undefined where it brings a new column, so that the whole file has to be written again. */
  add(row: MetricsRow): string | undefined;
}

/** Makes an empty table. */
export function csvTable(): CsvTable {
  const columns: string[] = [];
  const known = new Set<string>();
  return {
    columns,
    add(row) {
      const before = columns.length;
      for (const name of Object.keys(row)) {
        if (known.has(name)) continue;
        known.add(name);
        columns.push(name);
      }
      return columns.length > before ? undefined : csvLine(columns, row);
    },
  };
}

/** A whole table: the header and all rows. */
export function csvText(rows: readonly MetricsRow[]): string {
  const table = csvTable();
  for (const row of rows) table.add(row);
  return [`${table.columns.map(cell).join(',')}\n`, ...rows.map((row) => csvLine(table.columns, row))].join('');
}

function csvLine(columns: readonly string[], row: MetricsRow): string {
  return `${columns.map((name) => cell(row[name] ?? '')).join(',')}\n`;
}

/** RFC 4180. */
function cell(value: string | number): string {
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
