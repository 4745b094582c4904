import type { Batch, Column } from '../environment/batch.ts';
import { columnOf, createBatch } from '../environment/batch.ts';
import type { StepResult } from '../environment/environment.ts';
import { createEnvironment } from '../environment/environment.ts';
import type { Game, Player } from '../game/game.ts';
import type { FiniteModel } from '../model/finite-model.ts';
import { randomStream } from '../random/random.ts';
import type { Space, Value } from '../spaces/spaces.ts';
import { flatten, sample, width } from '../spaces/spaces.ts';
import type { Report } from './report.ts';
import { exact } from './report.ts';

const COPIES = 3;

/** What one single environment shows; without rewards and flags after a reset. */
type Shown = Pick<StepResult, 'observations'> & Partial<StepResult>;

/** What {@link checkBatch} is given. */
interface BatchCheck {
  readonly steps: number;
  readonly seed: number;
  readonly model: FiniteModel | undefined;
  readonly batch: ((options: { readonly size: number; readonly seed: number }) => Batch) | undefined;
}

/**
 * Plays batches of three copies, by definition and by finite model where there is one, beside single environments.
 *
 * @param game - the game
 * @param given - `steps`, how many, all copies together; `seed` of chance and actions; the finite model where there is one; a batch written by hand
 * @param report - receives the first difference
 */
export function checkBatch(game: Game, given: BatchCheck, report: Report): void {
  const { steps, seed, model, batch: byHand } = given;
  const singles = Array.from({ length: COPIES }, (_unused, copy) => createEnvironment(game, { seed, copy }));
  const batches = new Map([['by definition', createBatch(game, { size: COPIES, seed })]]);
  if (model) batches.set('by finite model', createBatch(game, { size: COPIES, seed, model }));
  if (byHand) batches.set('by hand', byHand({ size: COPIES, seed }));
  const random = randomStream(seed, 'conformance/batch');
  for (let row = 0; row * COPIES < steps; row++) {
    const over = Uint8Array.from(singles, (single) => Number(single.snapshot().done));
    const running = over.map((flag) => 1 - flag);
    const actions = singles.map(() => game.players.map(({ action }) => sample(action, random)));
    const columns = columnsOf(game, 'action', actions);
    const expected = singles.map((single, copy): Shown => (over[copy] === 1 ? single.reset() : single.step(actions[copy] as Value[])));
    for (const [how, batch] of batches) {
      batch.reset(over);
      batch.step(columns, running);
      if (!agrees(batch, expected)) return report('batch', `${COPIES} copies ${how} differ from single environments in row ${row}`);
    }
  }
}

/** The values of all copies by player, flat. */
function columnsOf(game: Game, which: 'observation' | 'action', values: readonly (readonly Value[])[]): Column[] {
  return game.players.map((player: Player, i) => {
    const space: Space = player[which];
    const column = columnOf(space, values.length);
    values.forEach((joint, copy) => flatten(space, joint[i] as Value, column, copy * width(space)));
    return column;
  });
}

function agrees(batch: Batch, expected: readonly Shown[]): boolean {
  const seen = columnsOf(
    batch.game,
    'observation',
    expected.map(({ observations }) => observations),
  );
  return (
    exact(batch.observations) === exact(seen) &&
    expected.every(
      ({ rewards, terminated = false, truncated = false }, copy) =>
        (rewards === undefined || batch.rewards.every((column, i) => Object.is(column[copy], rewards[i]))) &&
        batch.terminated[copy] === Number(terminated) &&
        batch.truncated[copy] === Number(truncated),
    )
  );
}
