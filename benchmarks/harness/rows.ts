import { cpus } from 'node:os';
import type { Run } from './study.ts';

/** The values of a measure in the rows of an arm that have it, infinite where it did not happen. */
export function column(runs: readonly Run[], arm: string, measure: string): number[] {
  return runs.flatMap((run) => (run.arm === arm && measure in run.values ? [run.values[measure] ?? Infinity] : []));
}

/** The machine on which rows are measured, as words of a row. */
export function machine(): { readonly processor: string; readonly cores: string; readonly node: string } {
  const found = cpus();
  return { processor: found[0]?.model.trim() ?? 'unknown processor', cores: String(found.length), node: process.versions.node };
}

/** What rows say under a name; all of it where they were made at different times. */
export function said(runs: readonly Run[], name: string): string {
  return [...new Set(runs.flatMap(({ words = {} }) => words[name] ?? []))].join(' and ');
}
