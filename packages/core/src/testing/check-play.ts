import type { Environment, StepResult } from '../environment/environment.ts';
import { createEnvironment } from '../environment/environment.ts';
import { show } from '../errors/errors.ts';
import type { Game } from '../game/game.ts';
import { randomStream } from '../random/random.ts';
import type { Value } from '../spaces/spaces.ts';
import { contains, sample } from '../spaces/spaces.ts';
import { guard } from './guard.ts';
import type { Report } from './report.ts';
import { attempt, exact, readExact } from './report.ts';

/** One line of a trace: what was seen, and how chance was used on the way. */
interface Row {
  readonly result: Partial<StepResult> & Pick<StepResult, 'observations'>;
  readonly text: string;
}

/**
 * Plays with a twin of the same seed beside and an heir that takes over from a snapshot before every row. All three must agree, whatever
 * a stranger does in between.
 *
 * @param game - the game
 * @param steps - how many rows
 * @param seed - of chance and actions
 * @param report - receives every violation
 */
export function checkPlay(game: Game, steps: number, seed: number, report: Report): void {
  const draws: unknown[] = [];
  const guarded = guard(game, draws, report);
  const [main, twin, heir] = [0, 1, 2].map(() => createEnvironment(guarded, { seed })) as [Environment, Environment, Environment];
  const stranger = createEnvironment(guarded, { seed, copy: 1 });
  const advance = (environment: Environment, actions: readonly Value[] | undefined, reset?: { readonly seed: number }): Row => {
    draws.length = 0;
    const result = actions ? environment.step(actions) : environment.reset(reset);
    return { result, text: exact([result, draws]) };
  };
  const random = randomStream(seed, 'conformance/actions');
  const opening: { readonly actions: readonly Value[] | undefined; readonly text: string }[] = [];
  const { horizon } = game.descriptor;
  let over = true;
  let ends = 0;
  let length = 0;
  for (let row = 0; row < steps; row++) {
    const actions = over ? undefined : game.players.map(({ action }) => sample(action, random));
    const what = `${actions ? 'a step' : 'an unseeded reset'} (row ${row} of the trace)`;
    const snapshot = exact(main.snapshot());
    const { result, text } = advance(main, actions);
    if (stranger.snapshot().done) stranger.reset();
    else stranger.step(game.players.map(({ action }) => sample(action, random)));
    const again = game.players.map((_player, i) => guarded.observe(main.snapshot().state, i));
    if (exact(again) !== exact(result.observations))
      report('observe', `what is observed after ${what} differs when another copy moved since`);
    if (advance(twin, actions).text !== text) report('replay', `${what} differs between two environments of one seed`);
    attempt(report, 'snapshot', () => {
      heir.restore(readExact(snapshot) as ReturnType<Environment['snapshot']>);
      if (advance(heir, actions).text !== text)
        report('snapshot', `${what} differs after a snapshot as JSON: state must be a plain record and hold everything`);
    });
    checkRow(game, result, what, report);
    if (opening.length < 200) opening.push({ actions, text });
    length = actions ? length + 1 : 0;
    if (horizon !== undefined && length > horizon)
      report('horizon', `an episode lasts ${length} steps or more: the descriptor says at most ${horizon}`);
    over = result.terminated === true || result.truncated === true;
    if (over) ends++;
  }
  if (ends === 0) report('end', `no episode terminated or was truncated in ${steps} steps`);
  const again = opening.findIndex(({ actions, text }, row) => advance(main, actions, row === 0 ? { seed } : undefined).text !== text);
  if (again >= 0) report('seeded reset', `the trace differs at row ${again} when it is started again`);
}

function checkRow(game: Game, result: Row['result'], what: string, report: Report): void {
  const [low, high] = game.descriptor.rewardBounds;
  game.players.forEach(({ name, observation }, i) => {
    const seen = result.observations[i];
    if (!contains(observation, seen))
      report('observations', `${name} sees ${show(seen)} after ${what}: expected a value of ${show(observation)}`);
    const reward = result.rewards?.[i];
    if (reward === undefined) return;
    const slack = 1e-9 * (1 + Math.abs(reward));
    if (reward < low - slack || reward > high + slack)
      report('rewards', `${name} earns ${reward} in ${what}: expected ${low} to ${high} as in the descriptor`);
  });
}
