import type { FiniteModel, BestResponseClass, TieRule } from '@firstmover/core';

/** What a follower does: an action per observation (stationary) or per round (rational), null where play never comes. */
export type ReplyTable = readonly (number | null)[];

/** The most ways to play that are followed to the end. */
const PLAY_LIMIT = 1 << 16;

/**
 * All best replies to a deterministic leader that play differently and that the tie rule allows. They are found by following every way in
 * which the follower can play.
 *
 * @param model - a game with one leader, one follower and no chance, that surely ends
 * @param leader - the position of the leader
 * @param choices - its action per observation
 * @param options - the class of follower and the tie rule
 * @returns null when there are more than 65,536 ways to play, or chance plays a part
 */
export function optimalReplies(
  model: FiniteModel,
  leader: number,
  choices: readonly number[],
  { followerClass, ties }: { readonly followerClass: BestResponseClass; readonly ties: TieRule },
): readonly ReplyTable[] | null {
  const follower = 1 - leader;
  const { gamma } = model.game.descriptor;
  const actions = model.actionCounts[follower]!;
  const strides = leader === 0 ? [actions, 1] : [1, model.actionCounts[leader]!];
  const table: (number | null)[] = followerClass === 'stationary' ? new Array<null>(model.observationCounts[follower]!).fill(null) : [];
  const plays: { readonly table: ReplyTable; readonly returns: readonly [number, number] }[] = [];
  let complete = true;

  const follow = (state: number, round: number, discount: number, leaderReturn: number, followerReturn: number): void => {
    const place = followerClass === 'stationary' ? model.observations[follower]![state]! : round;
    const known = table[place] ?? null;
    for (let action = known ?? 0; action < (known === null ? actions : known + 1) && complete; action++) {
      table[place] = action;
      const slot = state * model.jointActions + choices[model.observations[leader]![state]!]! * strides[0]! + action * strides[1]!;
      const outcome = model.first[slot]!;
      if (model.first[slot + 1] !== outcome + 1) complete = false;
      const returns = [
        leaderReturn + discount * model.rewards[leader]![outcome]!,
        followerReturn + discount * model.rewards[follower]![outcome]!,
      ] as const;
      if (model.ended[outcome] === 0) follow(model.next[outcome]!, round + 1, discount * gamma, ...returns);
      else if (plays.length === PLAY_LIMIT) complete = false;
      else plays.push({ table: table.slice(), returns });
    }
    if (known !== null) return;
    if (followerClass === 'stationary') table[place] = null;
    else table.length = round;
  };
  if (model.initial.length !== 1) return null;
  follow(model.initial[0]!.state, 0, 1, 0, 0);
  if (!complete) return null;

  const greatest = best(plays.map(({ returns }) => returns[1]));
  const optimal = plays.filter(({ returns }) => greatest.isReached(returns[1]));
  const towards = ties === 'strong' ? 1 : -1;
  const favoured = best(optimal.map(({ returns }) => towards * returns[0]));
  return optimal.filter(({ returns }) => favoured.isReached(towards * returns[0])).map((play) => play.table);
}

/** The largest of some returns, and what counts as equal to it. */
function best(returns: readonly number[]): { isReached(value: number): boolean } {
  const largest = returns.reduce((most, value) => Math.max(most, value));
  const tolerance = 1e-9 * returns.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return { isReached: (value) => value >= largest - tolerance };
}
