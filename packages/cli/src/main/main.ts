import { createRequire } from 'node:module';
import { Command, CommanderError, Help } from 'commander';
import { InputError } from '@firstmover/core';
import { addCheckCommand } from '../check/check-command.ts';
import { addDoctorCommand } from '../doctor/doctor-command.ts';
import { addEmitCommand } from '../emit/emit-command.ts';
import { addExactCommand } from '../exact/exact-command.ts';
import type { Io } from '../io/io.ts';
import { processIo } from '../io/io.ts';
import { addListCommand } from '../list/list-command.ts';
import { addNewCommand } from '../new/new-command.ts';
import { addReportCommand } from '../report/report-command.ts';
import { addServeCommand } from '../serve/serve-command.ts';
import { addShowCommand } from '../show/show-command.ts';
import { addSolveCommand } from '../solve/solve-command.ts';
import { addSweepCommand } from '../sweep/sweep-command.ts';
import { addTrainCommand } from '../train/train-command.ts';
import { addWatchCommand } from '../watch/watch-command.ts';
import { addWorkerCommand } from '../worker/worker-command.ts';
import { ReportedError, commandLineError, writeError } from './command-errors.ts';

/** Runs the `firstmover` command on the arguments and streams of this process, and sets its exit code. */
export async function main(): Promise<void> {
  process.exitCode = await run(process.argv.slice(2), processIo());
}

/**
 * Runs the `firstmover` command. Everything that goes wrong ends as one line on standard error.
 *
 * @param argv - the arguments after the command's name
 * @param io - where to write
 * @returns the exit code: 0 for an answer (also one that is not optimal), 2 for bad input, 1 for a bug
 */
export async function run(argv: readonly string[], io: Io): Promise<number> {
  try {
    await createProgram(io).parseAsync(argv, { from: 'user' });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return 0; // help or version
    if (error instanceof ReportedError) return 2;
    const isInput = error instanceof InputError;
    const bug = 'this is a bug in firstmover; run with FIRSTMOVER_DEBUG=1 for the stack';
    const message = error instanceof Error ? error.message : String(error);
    writeError(isInput ? message : `${message || 'an unexpected error'}: ${bug}`, io);
    if (process.env['FIRSTMOVER_DEBUG'] && error instanceof Error) io.err(`${error.stack ?? ''}\n`);
    return isInput ? 2 : 1;
  }
}

function createProgram(io: Io): Command {
  const program = new Command('firstmover');
  program
    .description('Solves Stackelberg games and proves the answers: a leader commits first, a follower responds.')
    .version((createRequire(import.meta.url)('firstmover/package.json') as { readonly version: string }).version)
    .configureOutput({
      writeOut: (text) => {
        io.out(text);
      },
      writeErr: () => undefined, // errors are thrown, and written by run
      getOutHelpWidth: () => Math.min(io.columns, 120),
      getOutHasColors: () => false,
    })
    .configureHelp({ optionDescription: (option) => new Help().optionDescription(option).replace(' (default: [])', '') })
    .showSuggestionAfterError(false)
    .addHelpText(
      'after',
      `
Examples:
  $ firstmover list
  $ firstmover solve matrix/IteratedPrisonersDilemma-v1
  $ firstmover exact matrix/Conitzer-v1 my-game.nfg --json`,
    );
  addListCommand(program, io);
  addShowCommand(program, io);
  addSolveCommand(program, io);
  addTrainCommand(program, io);
  addReportCommand(program, io);
  addWatchCommand(program, io);
  addSweepCommand(program, io);
  addWorkerCommand(program, io);
  addEmitCommand(program, io);
  addExactCommand(program, io);
  addCheckCommand(program, io);
  addNewCommand(program, io);
  addServeCommand(program);
  addDoctorCommand(program, io);
  for (const command of [program, ...program.commands, ...program.commands.flatMap(({ commands }) => commands)]) {
    command.exitOverride((error) => {
      throw error.exitCode === 0 ? error : commandLineError(error, command);
    });
  }
  return program;
}
