import type { Command } from 'commander';
import { latestRun } from '@firstmover/experiments';
import { watchRun } from '@firstmover/reports';
import type { Io } from '../io/io.ts';
import { jsonLine } from '../io/io.ts';
import { parseInteger } from '../io/number.ts';

interface WatchFlags {
  readonly port?: string;
  readonly json?: boolean;
}

/** Adds `firstmover watch`. */
export function addWatchCommand(program: Command, io: Io): void {
  program
    .command('watch')
    .argument('<run>', 'a run folder, also one that is being written; or a folder of runs, of which the one begun last is shown')
    .summary('show a run while it grows, in a browser on this machine only')
    .description(
      'Serves a live view of a run on 127.0.0.1 until it is stopped with Ctrl-C. It only reads. Open the address that it prints: it holds a random\n' +
        'token, without which nothing is answered.',
    )
    .option('--port <integer>', 'the port (default: any that is free)')
    .option('--json', 'print the address as one JSON object')
    .addHelpText(
      'after',
      `
Examples:
  $ firstmover watch runs/IteratedPrisonersDilemma-v1-contextual-s0`,
    )
    .action(async (folder: string, flags: WatchFlags) => {
      const run = latestRun(folder);
      if (run !== folder) io.err(`watching ${run}, the run that was begun last\n`);
      const watch = await watchRun(run, flags.port === undefined ? {} : { port: parseInteger('--port', flags.port) });
      io.out(flags.json ? jsonLine({ url: watch.url }) : `${watch.url}\n`);
      if (!flags.json) io.err('Stop it with Ctrl-C.\n');
      await new Promise<void>((stop) => {
        process.once('SIGINT', stop);
        process.once('SIGTERM', stop);
      });
      await watch.close();
    });
}
