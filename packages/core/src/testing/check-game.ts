import { InputError, show } from '../errors/errors.ts';
import type { Game } from '../game/game.ts';
import { checkSeed } from '../random/random.ts';
import { spaceFromJson, spaceToJson } from '../spaces/json.ts';
import { checkBatch } from './check-batch.ts';
import { checkPlay } from './check-play.ts';
import type { Report } from './report.ts';
import { attempt, exact } from './report.ts';

/** How thorough {@link checkGame} is. */
export interface CheckGameOptions {
  /** How many random steps are played (default 10,000). */
  readonly steps?: number;
  /** The seed of chance and of the random actions (default 0). */
  readonly seed?: number;
}

/**
 * Checks that a game keeps the rules that everything derived from it relies on, by playing it at random:
 * - observations lie in their spaces; rewards are finite and within `descriptor.rewardBounds`; episodes end;
 * - `initial`, `step` and `observe` are pure: the same seed gives the same trace bit for bit, also interleaved with other copies; a seeded
 *   reset starts it again, an unseeded one continues it; a snapshot that went through JSON continues it; nothing is changed in place;
 * - parameters and spaces survive JSON;
 * - and, where all this holds, the batch of copies equals single environments, by definition and by finite model.
 *
 * @param game - the game with its parameters fixed
 * @param options - how many steps, which seed
 * @throws InputError that lists every rule broken, each with its first occurrence
 */
export function checkGame(game: Game, options: CheckGameOptions = {}): void {
  const { steps = 10_000, seed = 0 } = options;
  if (!Number.isSafeInteger(steps) || steps < 1) throw new InputError(`steps ${show(steps)}: expected an integer of at least 1`);
  checkSeed(seed);
  const violations = new Map<string, string>();
  const report: Report = (rule, detail) => {
    if (!violations.has(rule)) violations.set(rule, detail);
  };
  attempt(report, 'records', () => checkRecords(game, report));
  attempt(report, 'play', () => checkPlay(game, steps, seed, report));
  // Copies and tables of a game that is not sound by itself would only repeat what is wrong, and could be endless.
  if (violations.size === 0) attempt(report, 'batch', () => checkBatch(game, steps, seed, report));
  if (violations.size === 0) return;
  const listed = Array.from(violations, ([rule, detail]) => `${rule}: ${detail}`).join('; ');
  throw new InputError(`${game.id} breaks ${violations.size} of the rules of a game: ${listed}`.replaceAll(/\s+/g, ' '));
}

function checkRecords(game: Game, report: Report): void {
  const { parameters, descriptor, players } = game;
  if (exact(JSON.parse(JSON.stringify(parameters))) !== exact(parameters)) report('parameters', `${show(parameters)} do not survive JSON`);
  const [low, high] = descriptor.rewardBounds;
  if (!(low <= high)) report('reward bounds', `${show(descriptor.rewardBounds)}: expected the lowest and the highest reward`);
  for (const { name, observation, action } of players) {
    for (const space of [observation, action]) {
      if (exact(spaceFromJson(spaceToJson(space))) !== exact(space)) report('spaces', `${show(space)} of ${name} does not survive JSON`);
    }
  }
}
