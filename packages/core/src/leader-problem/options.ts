import { InputError, show, unknownName } from '../errors/errors.ts';
import { expectOptions } from '../expected/expected.ts';
import type { FiniteModel } from '../model/finite-model.ts';
import type { Conditions } from './conditions.ts';

/** How to make a leader problem. */
export interface LeaderProblemOptions {
  /** The number of outer episodes that run side by side. */
  readonly copies: number;
  /** The seed of chance, oracle and followers (default 0). */
  readonly seed?: number;
  /** Which copies of a larger problem these are: they draw what its copies `firstCopy` to `firstCopy + copies - 1` draw (default 0). */
  readonly firstCopy?: number;
  /** The finite model of the game, where it has one: faster, equal results. */
  readonly model?: FiniteModel;
  /** Conditions that differ from their defaults. */
  readonly conditions?: Partial<Conditions>;
  /** How many games are played against one response; the return is their mean (default 1). */
  readonly games?: number;
  /**
   * What a critic sees while the leader learns: what the leader sees (default), or beside it whether it is queried and what the oracle
   * remembers (centralised training; the policy never sees that).
   */
  readonly critic?: 'leader' | 'oracle';
}

const NAMES: readonly (keyof LeaderProblemOptions)[] = ['copies', 'seed', 'firstCopy', 'model', 'conditions', 'games', 'critic'];

/**
 * Checks what no other part of the problem checks.
 *
 * @throws InputError for a number of games or a critic that is none
 */
export function checkOptions(options: LeaderProblemOptions): void {
  expectOptions(options, 'leaderProblem', '{ copies: 16 }');
  for (const name of Object.keys(options))
    if (!NAMES.includes(name as keyof LeaderProblemOptions)) throw unknownName('option of leaderProblem', name, NAMES);
  const { copies, games = 1, critic = 'leader' } = options;
  if (!Number.isSafeInteger(copies) || copies < 1)
    throw new InputError(`copies of the leader problem is ${show(copies)}: expected an integer of at least 1`);
  if (!Number.isSafeInteger(games) || games < 1) {
    throw new InputError(`games of the leader problem is ${show(games)}: expected an integer of at least 1`);
  }
  if (critic !== 'leader' && critic !== 'oracle') {
    throw new InputError(`critic of the leader problem is ${show(critic)}: expected leader or oracle`);
  }
}
