import { show } from '../errors/errors.ts';
import type { Chance } from '../game/chance.ts';
import type { Game, Transition } from '../game/game.ts';
import type { Report } from './report.ts';
import { Stop } from './report.ts';
import { trapped } from './trap.ts';

/**
 * The game with all that goes in and comes out frozen, clocks and other random numbers reported, and its use of chance written down.
 *
 * @param game - the game
 * @param draws - receives every pick and every number drawn
 * @param report - receives every violation
 */
export function guard(game: Game, draws: unknown[], report: Report): Game {
  const watched = (chance: Chance): Chance => ({
    pick(weights) {
      const index = chance.pick(weights);
      draws.push([weights.slice(), index]);
      return index;
    },
    uniform() {
      const number = chance.uniform();
      draws.push(number);
      return number;
    },
  });
  const calling = <TResult>(what: string, run: () => TResult): TResult => {
    try {
      return trapped((name) => {
        report('hidden randomness', `${what} uses ${name}: expected chance.pick, or chance.uniform in a continuous game`);
      }, run);
    } catch (error) {
      if (!(error instanceof TypeError) || !/read only|read-only|not extensible|Cannot (delete|define)/.test(error.message)) throw error;
      report('mutation', `${what} changes what it was given or gave before: ${error.message}`);
      throw new Stop();
    }
  };
  return {
    ...game,
    together: undefined, // would not be watched
    initial: (chance) =>
      freeze(
        calling('initial', () => game.initial(watched(chance))),
        report,
      ),
    step(state, actions, chance): Transition<unknown> {
      const transition = freeze(
        calling('step', () => game.step(state, freeze(actions, report), watched(chance))),
        report,
      );
      checkTransition(game, transition, report);
      return transition;
    },
    observe: (state, player) =>
      freeze(
        calling('observe', () => game.observe(state, player)),
        report,
      ),
  };
}

function checkTransition(game: Game, { rewards, terminated, truncated }: Transition<unknown>, report: Report): void {
  for (const flag of [terminated, truncated]) {
    if (flag === undefined || typeof flag === 'boolean') continue;
    report('end', `step returns ${show(flag)} for terminated or truncated: expected true or false`);
  }
  if (Array.isArray(rewards) && rewards.length === game.players.length && rewards.every(Number.isFinite)) return;
  report('rewards', `step returns rewards ${show(rewards)}: expected one finite number per player (${game.players.length})`);
  throw new Stop();
}

/** Freezes records and lists all the way down; whatever else a state holds could still be changed in place, and does not survive JSON. */
function freeze<TRecord>(record: TRecord, report: Report): TRecord {
  if (typeof record === 'function' || typeof record === 'bigint' || typeof record === 'symbol')
    report(
      'plain records',
      `the game uses a ${typeof record} in states, actions or observations: expected records, lists, numbers and text`,
    );
  if (typeof record !== 'object' || record === null || Object.isFrozen(record)) return record;
  const prototype: unknown = Object.getPrototypeOf(record);
  if (!Array.isArray(record) && prototype !== null && Object.getPrototypeOf(prototype) !== null) {
    report('plain records', `the game uses a ${record.constructor.name} in states, actions or observations: expected records and lists`);
    return record;
  }
  for (const value of Object.values(record)) freeze(value, report);
  return Object.freeze(record);
}
