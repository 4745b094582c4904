import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { InputError, show } from '@firstmover/core';
import { isRunFolder, readRun, runFolders, writeDurably } from '@firstmover/experiments';
import { createReport } from '@firstmover/reports';
import type { Io } from '../io/io.ts';
import { jsonLine } from '../io/io.ts';

interface ReportFlags {
  readonly out: string;
  readonly json?: boolean;
}

/** Adds `firstmover report`. */
export function addReportCommand(program: Command, io: Io): void {
  program
    .command('report')
    .argument('<runs...>', 'run folders, or folders that hold them, those of sweeps too')
    .summary('say which method won, by how much and how sure that is')
    .description(
      'Writes one page of HTML about runs: who won, learning curves, steps to the optimum, best-response gaps, policies over time, tables and\n' +
        'settings. The page holds everything itself and needs no network and no script.',
    )
    .option('--out <file>', 'where the page is written (- for standard output)', 'report.html')
    .option('--json', 'print what the page says first as one JSON object')
    .addHelpText(
      'after',
      `
Examples:
  $ firstmover report runs
  $ firstmover report runs/IteratedBattle-v1-contextual-s0 other-runs --out battle.html`,
    )
    .action((paths: readonly string[], flags: ReportFlags) => {
      if (flags.json && flags.out === '-') throw new InputError('--json and --out - both write to standard output: expected one of them');
      const { html, headline, methods, verdict } = createReport(findRuns(paths).map(readRun));
      if (flags.out === '-') {
        io.out(html);
        return;
      }
      write(flags.out, html);
      if (flags.json) {
        const ranking = verdict?.ranking.map(({ arm, runs, score, optimal }) => ({
          method: methods[arm],
          runs,
          score: score.value,
          ...optimal,
        }));
        io.out(
          jsonLine({
            file: flags.out,
            title: headline.title,
            text: headline.text,
            decided: verdict?.decided ?? null,
            ranking: ranking ?? [],
          }),
        );
        return;
      }
      const tiles = headline.tiles.map(({ name, value, detail }) => `  ${name}: ${value} ${detail}\n`).join('');
      io.out(`${headline.title}\n${headline.text}\n${tiles}`);
      io.err(`wrote ${flags.out}\n`);
    });
}

/** The run folders that paths name, each once. */
function findRuns(paths: readonly string[]): string[] {
  const found = paths.flatMap((path) => {
    if (!existsSync(path)) throw new InputError(`there is no folder ${show(path)}: expected a run folder or a folder of run folders`);
    if (isRunFolder(path)) return [path];
    const inside = listed(path);
    if (inside.length === 0) throw new InputError(`${show(path)} holds no run folders: expected those of firstmover train`);
    return inside;
  });
  return [...new Map(found.map((folder) => [resolve(folder), folder])).values()];
}

function listed(path: string): string[] {
  try {
    return runFolders(path);
  } catch (error) {
    throw new InputError(`cannot read ${show(path)}: ${(error as NodeJS.ErrnoException).code ?? String(error)}; expected a folder`);
  }
}

function write(path: string, html: string): void {
  try {
    writeDurably(path, html);
  } catch (error) {
    throw new InputError(
      `cannot write ${show(path)}: ${(error as NodeJS.ErrnoException).code ?? String(error)}; expected a file in a folder that exists`,
    );
  }
}
