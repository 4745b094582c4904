import type { Command, CommanderError } from 'commander';
import { InputError, show, unknownName } from '@firstmover/core';
import type { Io } from '../io/io.ts';
import { CLEAR_LINE } from '../io/progress.ts';

/** Thrown by a command that has written its error lines itself: exit code 2, nothing more to say. */
export class ReportedError extends Error {
  override readonly name: string = 'ReportedError';
}

/**
 * Says what is wrong with a command line in one line: the parser's own message, or near matches for what does not exist.
 *
 * @param error - what the parser found
 * @param command - the command that was being read
 */
export function commandLineError(error: CommanderError, command: Command): InputError {
  const quoted = /'(.*)'/s.exec(error.message)?.[1] ?? '';
  const path = nameOf(command);
  switch (error.code) {
    case 'commander.unknownOption':
      if (command.commands.some(({ options }) => options.some(({ long, short }) => quoted === long || quoted === short))) {
        return new InputError(`option ${show(quoted)} stands before the command: expected it after the command`);
      }
      return unknownName(`option of ${path}`, quoted, [...command.options.flatMap(({ long }) => long ?? []), '--help']);
    case 'commander.unknownCommand':
      return unknownName('command', quoted, commandNames(command));
    case 'commander.help':
      return new InputError(`expected a command: ${commandNames(command).join(', ')}; see ${path} --help`);
    case 'commander.excessArguments':
      return new InputError(`${path} takes no argument ${show(command.args[command.registeredArguments.length])}; see ${path} --help`);
    default:
      return new InputError(`${error.message.replace(/^error: /, '').replace(/\.$/, '')}; see ${path} --help`);
  }
}

function commandNames(command: Command): string[] {
  return command
    .createHelp()
    .visibleCommands(command)
    .map((visible) => visible.name());
}

function nameOf(command: Command): string {
  return command.parent ? `${nameOf(command.parent)} ${command.name()}` : command.name();
}

/** Writes one line about an error, whatever the message holds; it replaces a progress line that is still there. */
export function writeError(message: string, io: Io): void {
  io.err(`${io.isTerminal ? CLEAR_LINE : ''}firstmover: ${message.replace(/[\s\p{Cc}]+/gu, ' ').trim()}\n`);
}
