import { fileURLToPath } from 'node:url';
import { runCommand } from './command.ts';
import { fillPage } from './fill-page.ts';
import type { Run, Study } from './study.ts';
import { figureFile } from './study.ts';

/** A study with a page of its own, its Markdown file with numbers in it. */
export interface PageStudy extends Study {
  /** What stands in the places of the Markdown file. */
  places(runs: readonly Run[]): Places;
}

/** What stands in the places of a page, by name. */
export interface Places {
  readonly [place: string]: string | number;
}

/** Where results, pages and figures lie. */
export const PAGES: string = fileURLToPath(new URL('../../docs/benchmarks/', import.meta.url));

/** The page and the figures of a study, by the names of their files. */
export function pageFiles(study: PageStudy, runs: readonly Run[]): { readonly [file: string]: string } {
  return {
    [`${study.name}.md`]: fillPage(study.about, study.places(runs)),
    ...Object.fromEntries(study.figures(runs).map(({ name, svg }) => [figureFile(study, name), svg])),
  };
}

/** Runs one study by its flags and writes its results, page and figures into `docs/benchmarks`; returns the exit code. */
export function runPageStudy(study: PageStudy, argv: readonly string[]): Promise<number> {
  return runCommand<PageStudy>({ studies: [study], folder: PAGES, files: pageFiles }, argv);
}
