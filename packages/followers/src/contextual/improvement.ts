import type { Column, FiniteModel, Game, TieRule } from '@firstmover/core';
import { childSeed, createBatch } from '@firstmover/core';
import type { ContextEncoding, Pair } from './follower-problem.ts';
import { decodeContext } from './follower-problem.ts';

/** What a pass of policy improvement did. */
export interface Improvement {
  /** The environment steps that it executed, queries included. */
  readonly steps: number;
  /** In how many contexts it changed the policy. */
  readonly changed: number;
}

/** What bounds a pass of policy improvement. */
export interface ImprovementOptions {
  /** How equal returns are broken: for or against the leader. */
  readonly ties: TieRule;
  /** At how many observations at most the action is changed at a time. */
  readonly changes: 1 | 2;
  /** How often each candidate is played; 1 suffices where nothing is random. */
  readonly rollouts: number;
  /** The seed. */
  readonly seed: number;
  /** The most steps; what is kept when they run out stands. */
  readonly budget: number;
  /** The finite model of the game, where it has one. */
  readonly model?: FiniteModel;
}

/**
 * Improves a contextual follower on counted rollouts. In each context the leader is queried and played as the policy stands, then with the
 * action at one visited observation after another replaced by each other one; a replacement is kept if the mean return over the whole game
 * grows by more than twice its standard error over paired rollouts, until none does. This sees what discounted value learning cannot:
 * the effect of the game's last round on a follower that does not observe time. Replacements that leave every paired return of the follower
 * as it is are ties, and kept where they change the leader's return as the tie rule asks. A second pass changes two actions at a time:
 * a follower that sees less than the leader may gain from neither of them alone.
 *
 * @param game - the game
 * @param encoding - contexts and table shape
 * @param choices - the follower's action by context * observations + observation; changed in place
 */
export function improveContexts(
  game: Game,
  encoding: ContextEncoding & Pair,
  choices: Int32Array,
  options: ImprovementOptions,
): Improvement {
  const { ties, changes, rollouts, seed, budget, model } = options;
  const { observations, actions, leader, follower } = encoding;
  const answers = new Int32Array(encoding.queries.length);
  const candidate = new Int32Array(observations);
  let standing = createOutcome(rollouts, observations);
  let tried = createOutcome(rollouts, observations);
  const reached = new Uint8Array(observations);
  let steps = 0;
  let changed = 0;
  let spent = false;

  const leaderActions = new Int32Array(rollouts);
  const followerActions = new Int32Array(rollouts);
  const joint: Column[] = [];
  joint[leader] = leaderActions;
  joint[follower] = followerActions;

  /** Plays the candidate against the answers, with the same chance for every candidate of a context; false when the steps ran out. */
  const play = (context: number, out: Outcome): boolean => {
    const batchSeed = childSeed(seed, `improvement/${context}`);
    const batch = createBatch(game, model ? { size: rollouts, seed: batchSeed, model } : { size: rollouts, seed: batchSeed });
    batch.reset();
    out.follower.fill(0);
    out.leader.fill(0);
    out.visited.fill(0);
    const playing = new Uint8Array(rollouts).fill(1);
    for (let running = rollouts; running > 0;) {
      spent = steps + running > budget;
      if (spent) return false;
      steps += running;
      for (let copy = 0; copy < rollouts; copy++) {
        if (playing[copy] === 0) continue;
        const seen = batch.observations[follower]![copy]!;
        out.visited[seen] = 1;
        followerActions[copy] = candidate[seen]!;
        leaderActions[copy] = answers[batch.observations[leader]![copy]!]!;
      }
      batch.step(joint);
      for (let copy = 0; copy < rollouts; copy++) {
        if (playing[copy] === 0) continue;
        out.follower[copy]! += batch.rewards[follower]![copy]!;
        out.leader[copy]! += batch.rewards[leader]![copy]!;
        if (batch.terminated[copy] === 0 && batch.truncated[copy] === 0) continue;
        playing[copy] = 0;
        running--;
      }
    }
    return true;
  };

  /** Plays the candidate and makes it the standing policy if it is better. */
  const accept = (context: number): boolean => {
    if (!play(context, tried) || !isBetter(tried, standing, ties)) return false;
    [standing, tried] = [tried, standing];
    return true;
  };

  /** Hill climbing by single changes: ends after one whole round of observations without a gain. Returns whether there was one. */
  const climb = (context: number): boolean => {
    let better = false;
    for (let observation = 0, since = 0; since < observations; observation = (observation + 1) % observations, since++) {
      if (standing.visited[observation] === 0) continue;
      let kept = candidate[observation]!;
      for (let action = 0; action < actions && !spent; action++) {
        candidate[observation] = action;
        if (action === kept || !accept(context)) continue;
        kept = action;
        better = true;
        since = 0;
      }
      candidate[observation] = kept;
    }
    return better;
  };

  /** Tries changes at one or two observations, the second one visited after the first change, until one brings a gain. */
  const changeTwo = (context: number): boolean => {
    for (let first = 0; first < observations; first++) {
      if (standing.visited[first] === 0) continue;
      const firstKept = candidate[first]!;
      for (let action = 0; action < actions; action++) {
        if (action === firstKept) continue;
        candidate[first] = action;
        if (accept(context)) return true;
        if (spent) break;
        reached.set(tried.visited);
        for (let second = 0; second < observations && !spent; second++) {
          // Pairs of observations that both are visited now come up in either order: one suffices.
          if (reached[second] === 0 || second === first || (second < first && standing.visited[second] === 1)) continue;
          const secondKept = candidate[second]!;
          for (let other = 0; other < actions && !spent; other++) {
            candidate[second] = other;
            if (other !== secondKept && accept(context)) return true;
          }
          candidate[second] = secondKept;
        }
      }
      candidate[first] = firstKept;
    }
    return false;
  };

  for (let context = 0; context < encoding.contexts; context++) {
    if (spent || steps + encoding.queries.length > budget) break;
    decodeContext(encoding, context, answers);
    steps += encoding.queries.length;
    const offset = context * observations;
    candidate.set(choices.subarray(offset, offset + observations));
    if (!play(context, standing)) break;
    let better = false;
    if (changes === 1) better = climb(context);
    else while (!spent && changeTwo(context)) better = true;
    if (!better) continue;
    choices.set(candidate, offset);
    changed++;
  }
  return { steps, changed };
}

/** What came of a candidate. */
interface Outcome {
  /** What the follower earned in each rollout. */
  readonly follower: Float64Array;
  /** What the leader earned in each rollout. */
  readonly leader: Float64Array;
  /** The observations that the follower met. */
  readonly visited: Uint8Array;
}

function createOutcome(rollouts: number, observations: number): Outcome {
  return { follower: new Float64Array(rollouts), leader: new Float64Array(rollouts), visited: new Uint8Array(observations) };
}

/** Whether a candidate earns the follower more, or the same while the leader earns what the tie rule asks for. */
function isBetter(candidate: Outcome, standing: Outcome, ties: TieRule): boolean {
  const gain = significantGain(candidate.follower, standing.follower);
  if (gain !== 0) return gain > 0;
  const size = largest(standing.follower);
  const tied = candidate.follower.every((value, i) => Math.abs(value - standing.follower[i]!) <= 1e-9 * size);
  return tied && significantGain(candidate.leader, standing.leader) * (ties === 'strong' ? 1 : -1) > 0;
}

/** The mean paired gain where its size exceeds twice its standard error and rounding, else 0. */
function significantGain(returns: Float64Array, standing: Float64Array): number {
  const n = returns.length;
  let gain = 0;
  for (let i = 0; i < n; i++) gain += (returns[i]! - standing[i]!) / n;
  let variance = 0;
  for (let i = 0; i < n; i++) variance += ((returns[i]! - standing[i]! - gain) * (returns[i]! - standing[i]! - gain)) / n;
  const error = n > 1 ? Math.sqrt(variance / (n - 1)) : 0;
  return Math.abs(gain) > 2 * error + 1e-9 * Math.max(largest(returns), largest(standing)) ? gain : 0;
}

function largest(values: Float64Array): number {
  let size = 0;
  for (const value of values) size = Math.max(size, Math.abs(value));
  return size;
}
