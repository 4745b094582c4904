import type { Command } from 'commander';
import { Option } from 'commander';
import { ANSWER_FORMAT, InputError } from '@firstmover/core';
import { loadDefinition, moduleOf } from '@firstmover/experiments';
import type { AskOptions, ProblemKind } from '@firstmover/problems';
import { ask, documentKinds, extensionsOf, problems } from '@firstmover/problems';
import { findGame } from '../games/find-games.ts';
import { parseParams } from '../games/games.ts';
import type { Io } from '../io/io.ts';
import { jsonLine } from '../io/io.ts';
import { ReportedError, writeError } from '../main/command-errors.ts';
import { readInput } from './read-input.ts';
import { exactReport } from './report.ts';

interface ExactFlags extends AskOptions {
  readonly kind: readonly string[];
  readonly param: readonly string[];
  readonly json?: boolean;
}

/** Adds `firstmover exact`. */
export function addExactCommand(program: Command, io: Io): void {
  program
    .command('exact')
    .argument('<input...>', `game ids, as listed by \`firstmover list\`, and files: ${extensionsOf(problems).join(' or ')}`)
    .summary("compute the leader's best commitment exactly")
    .description(
      "Computes the leader's best commitment exactly, and says what kind of commitment, follower and tie rule it is for.\n\n" +
        'Files: Gambit .nfg and .efg with two players, the first leads; .json by its kind, rows are the actions of the leader:\n' +
        documentKinds(problems)
          .map(({ document }) => document.example)
          .join('\n'),
    )
    .addOption(
      new Option(
        '--commitment <class>',
        'what the leader may commit to: in games of one round and trees mixed (default) or pure, in iterated games pure (default) or, for documents, mixed',
      ),
    )
    .addOption(
      new Option('--ties <rule>', 'an indifferent follower chooses for the leader (strong, default) or against (weak)').choices([
        'strong',
        'weak',
      ]),
    )
    .addOption(
      new Option(
        '--follower <class>',
        'what the follower may depend on, in games of several rounds: stationary (default) or rational',
      ).choices(['stationary', 'rational']),
    )
    .option(
      '--param <name=value>',
      'set a parameter of the games (repeatable)',
      (text: string, all: readonly string[]) => [...all, text],
      [],
    )
    .option(
      '--kind <module#export>',
      'a kind of problem of your own, which answers documents, files or games before ours do (repeatable)',
      (text: string, all: readonly string[]) => [...all, text],
      [],
    )
    .option('--json', 'print one JSON object per input on stdout; everything else goes to stderr')
    .addHelpText(
      'after',
      `
All fields of the documents: firstmover list problems security

Examples:
  $ firstmover exact matrix/Conitzer-v1
  $ firstmover exact matrix/IteratedPrisonersDilemma-v1 --follower rational --param steps=20
  $ firstmover exact matrix/Bimatrix-v1 --param leaderPayoff=[[2,4],[1,3]] --param followerPayoff=[[1,0],[0,1]]
  $ firstmover exact first.nfg second.json --ties weak --json
  $ firstmover exact mine.json --kind ./mine.ts#kind`,
    )
    .action((inputs: readonly string[], flags: ExactFlags) => runExact(inputs, flags, io));
}

/** Answers every input that can be answered; the others get one line each. */
async function runExact(inputs: readonly string[], flags: ExactFlags, io: Io): Promise<void> {
  const params = parseParams(flags.param);
  const kinds = [...(await ownKinds(flags.kind)), ...problems];
  let answered = 0;
  for (const input of inputs) {
    try {
      const { games, id } = await findGame(input);
      const problem = readInput(id, params, games, kinds);
      const told = await ask(input, problem, flags);
      if (flags.json) {
        io.out(jsonLine({ format: ANSWER_FORMAT, input, kind: problem.kind, params: problem.params, ...told.answer }));
      } else io.out(`${answered > 0 ? '\n' : ''}${exactReport(input, problem, told)}\n`);
      answered++;
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      writeError(error.message.includes(input) ? error.message : `${input}: ${error.message}`, io);
    }
  }
  if (answered < inputs.length) throw new ReportedError('some inputs were not answered');
}

/** Kinds of problem that are named by `module#export`. */
async function ownKinds(texts: readonly string[]): Promise<ProblemKind[]> {
  const kinds: ProblemKind[] = [];
  for (const text of texts) {
    const choice = moduleOf(text, '.');
    if (!choice) throw new InputError(`--kind ${text}: expected a module and an export such as ./mine.ts#kind; ours are always there`);
    kinds.push((await loadDefinition(choice, ['problem'])) as ProblemKind);
  }
  return kinds;
}
