import type { Game, Player } from '../game/game.ts';
import { followersOf, leadersOf } from '../game/game.ts';
import type { FiniteModel } from '../model/finite-model.ts';

/** Something that a part needs of a game. */
export type Need = 'one-follower' | 'finite-model' | 'one-step' | 'discrete-observations' | 'discrete-actions' | 'box-actions';

/** The needs in words. Observations and actions are those of the followers for an oracle, of the leader otherwise. */
export const NEEDS: { readonly [need in Need]: string } = {
  'one-follower': 'one follower',
  'finite-model': 'a finite model',
  'one-step': 'a game of one step',
  'discrete-observations': 'discrete observations',
  'discrete-actions': 'discrete actions',
  'box-actions': 'actions in boxes with bounds',
};

/**
 * What a part needs and a game does not have.
 *
 * @param kind - the part's
 * @param model - the finite model of the game; undefined where it has none
 */
export function unmetNeeds(
  part: { readonly kind: string; readonly needs: readonly Need[] },
  game: Game,
  model: FiniteModel | undefined,
): Need[] {
  const acting = (part.kind === 'oracle' ? followersOf(game) : leadersOf(game)).map((i) => game.players[i] as Player);
  const met: { readonly [need in Need]: () => boolean } = {
    'one-follower': () => followersOf(game).length === 1,
    'finite-model': () => model !== undefined,
    'one-step': () => game.descriptor.horizon === 1,
    'discrete-observations': () => acting.every(({ observation }) => observation.kind === 'discrete'),
    'discrete-actions': () => acting.every(({ action }) => action.kind === 'discrete'),
    'box-actions': () => acting.every(({ action }) => action.kind === 'box' && Number.isFinite(action.low) && Number.isFinite(action.high)),
  };
  return part.needs.filter((need) => !met[need]());
}
