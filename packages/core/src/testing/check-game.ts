import type { Batch } from '../environment/batch.ts';
import { InputError, RefusedError, show } from '../errors/errors.ts';
import type { KnownOptimum } from '../game/descriptor.ts';
import type { Game } from '../game/game.ts';
import type { FiniteModel } from '../model/finite-model.ts';
import { finiteModel } from '../model/finite-model.ts';
import { checkSeed } from '../random/random.ts';
import { spaceFromJson, spaceToJson } from '../spaces/json.ts';
import { checkBatch } from './check-batch.ts';
import { checkDrawing } from './check-drawing.ts';
import { checkHorizon } from './check-horizon.ts';
import { checkIsolation } from './check-isolation.ts';
import { checkOptima } from './check-optima.ts';
import { checkPlay } from './check-play.ts';
import type { Finding } from './examination.ts';
import type { Report, Rule } from './report.ts';
import { RULES, attempt, exact } from './report.ts';

/** How thorough {@link checkGame} and {@link examineGame} are. */
export interface CheckGameOptions {
  /** How many random steps are played (default 10,000). */
  readonly steps?: number;
  /** The seed of chance and of the random actions (default 0). */
  readonly seed?: number;
  /** A batch of the game that somebody wrote by hand, to be compared with the definition (default none). */
  readonly batch?: (options: { readonly size: number; readonly seed: number }) => Batch;
  /** An exact solver: the leader's return for a class of commitments, followers and ties; undefined where it knows none (default: a search of the kit's own). */
  readonly solve?: (game: Game, optimum: KnownOptimum) => number | undefined;
}

/**
 * Checks that a game keeps the rules that everything derived from it relies on, by playing it at random, and throws if it does not.
 *
 * @param game - the game with its parameters fixed
 * @param options - how many steps, which seed
 * @throws InputError that lists every rule broken, each with its first occurrence
 */
export function checkGame(game: Game, options: CheckGameOptions = {}): void {
  const broken = examineGame(game, options).filter(({ outcome }) => outcome === 'broken');
  if (broken.length === 0) return;
  const listed = broken.map(({ rule, detail }) => `${rule}: ${detail}`).join('; ');
  throw new InputError(`${game.id} breaks ${broken.length} of the rules of a game: ${listed}`.replaceAll(/\s+/g, ' '));
}

/**
 * Checks a game as {@link checkGame} does, and says what became of every rule.
 *
 * @param game - the game with its parameters fixed
 * @param options - how many steps, which seed
 */
export function examineGame(game: Game, options: CheckGameOptions = {}): Finding<Rule>[] {
  const { steps = 10_000, seed = 0 } = options;
  if (!Number.isSafeInteger(steps) || steps < 1) throw new InputError(`steps ${show(steps)}: expected an integer of at least 1`);
  checkSeed(seed);
  const violations = new Map<Rule, string>();
  const skipped = new Map<Rule, string>();
  const report: Report = (rule, detail) => {
    if (!violations.has(rule)) violations.set(rule, detail);
  };
  attempt(report, 'play', () => {
    checkRecords(game, report);
  });
  attempt(report, 'play', () => {
    checkPlay(game, steps, seed, report);
  });
  // Copies and tables of a game that is not sound by itself would only repeat what is wrong, and could be endless.
  const sound = violations.size === 0;
  const later = (rule: Rule, applies: true | string, run: () => void): void => {
    if (!sound) skipped.set(rule, 'other rules are broken');
    else if (applies !== true) skipped.set(rule, applies);
    else attempt(report, rule, run);
  };
  later('isolation', game.players.some(({ hidden }) => hidden?.length) || 'no player says that something is hidden from it', () => {
    checkIsolation(game, Math.min(steps, 1000), seed, report);
  });
  later('drawing', game.draw !== undefined || 'the game has no drawing', () => {
    checkDrawing(game, seed, report);
  });
  let model: FiniteModel | undefined;
  later('batch', true, () => {
    model = modelOf(game);
    checkBatch(game, { steps, seed, model, batch: options.batch }, report);
  });
  later('horizon', game.descriptor.horizon !== undefined || 'the descriptor states none', () => {
    if (model) checkHorizon(game, model, report);
  });
  later('optimum', game.descriptor.optima.length > 0 || 'none is declared', () => {
    const reason = checkOptima(game, model, options.solve, report);
    if (reason !== undefined) skipped.set('optimum', reason);
  });
  return (Object.keys(RULES) as Rule[]).map((rule) => {
    const violation = violations.get(rule);
    const outcome = violation === undefined ? (skipped.has(rule) ? 'skipped' : 'kept') : 'broken';
    return { rule, about: RULES[rule], outcome, detail: violation ?? skipped.get(rule) ?? '' };
  });
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

function modelOf(game: Game): FiniteModel | undefined {
  try {
    return finiteModel(game);
  } catch (error) {
    if (error instanceof RefusedError) return undefined;
    throw error;
  }
}
