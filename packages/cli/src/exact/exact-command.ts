import type { Command } from 'commander';
import { Option } from 'commander';
import { InputError } from '@firstmover/core';
import { findGame } from '../games/find-games.ts';
import { parseParams } from '../games/games.ts';
import type { Io } from '../io/io.ts';
import { jsonLine } from '../io/io.ts';
import { ReportedError, writeError } from '../main/command-errors.ts';
import type { ExactOptions } from './ask.ts';
import { ask } from './ask.ts';
import { DOCUMENT_KINDS } from './kinds.ts';
import { EXTENSIONS, readProblem } from './read-problem.ts';
import { exactReport } from './report.ts';

interface ExactFlags extends ExactOptions {
  readonly param: readonly string[];
  readonly json?: boolean;
}

/** Adds `firstmover exact`. */
export function addExactCommand(program: Command, io: Io): void {
  program
    .command('exact')
    .argument('<input...>', `game ids, as listed by \`firstmover list\`, and files: ${EXTENSIONS.join(' or ')}`)
    .summary("compute the leader's best commitment exactly")
    .description(
      "Computes the leader's best commitment exactly, and says what kind of commitment, follower and tie rule it is for.\n\n" +
        'Files: Gambit .nfg and .efg with two players, the first leads; .json by its kind, rows are the actions of the leader:\n' +
        DOCUMENT_KINDS.map(({ example }) => example).join('\n'),
    )
    .addOption(
      new Option(
        '--commitment <class>',
        'what the leader may commit to: in games of one round and trees mixed (default) or pure, in iterated games memory-1 (default) or, for documents, stochastic',
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
    .option('--json', 'print one JSON object per input on stdout; everything else goes to stderr')
    .addHelpText(
      'after',
      `
Security games: resources may also give for each unit the schedules it can take, lists of targets: [[[0,1],[2]],[[1,2]]].
An optional attackerModel, {"kind":"qr","lambda":0.76} or {"kind":"suqr","w1":-9.85,"w2":0.37,"w3":0.15}, says how the attacker chooses.

Examples:
  $ firstmover exact matrix/Conitzer-v1
  $ firstmover exact matrix/IteratedPrisonersDilemma-v1 --follower rational --param steps=20
  $ firstmover exact matrix/Bimatrix-v1 --param leaderPayoff=[[2,4],[1,3]] --param followerPayoff=[[1,0],[0,1]]
  $ firstmover exact first.nfg second.json --ties weak --json`,
    )
    .action((inputs: readonly string[], flags: ExactFlags) => runExact(inputs, flags, io));
}

/** Answers every input that can be answered; the others get one line each. */
async function runExact(inputs: readonly string[], flags: ExactFlags, io: Io): Promise<void> {
  const params = parseParams(flags.param);
  let answered = 0;
  for (const input of inputs) {
    try {
      const { games, id } = await findGame(input);
      const problem = readProblem(id, params, games);
      const answer = await ask(input, problem, flags);
      if (flags.json) io.out(jsonLine({ input, kind: problem.kind, params: problem.params, ...answer.fields }));
      else io.out(`${answered > 0 ? '\n' : ''}${exactReport(input, problem, answer)}\n`);
      answered++;
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      writeError(error.message.includes(input) ? error.message : `${input}: ${error.message}`, io);
    }
  }
  if (answered < inputs.length) throw new ReportedError('some inputs were not answered');
}
