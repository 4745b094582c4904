import type { TieRule } from '@firstmover/core';
import { decodeContext } from './follower-problem.ts';
import type { Outcome, Rehearsal } from './rehearsal.ts';

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
  /** The most steps; what is kept when they run out stands. */
  readonly budget: number;
}

/**
 * Improves a contextual follower on counted rollouts. In each context the leader is queried and played as the policy stands, then with the
 * action at one visited observation after another replaced by each other one; a replacement is kept if the mean return over the whole game
 * grows by more than twice its standard error over paired rollouts, until none does. This sees what discounted value learning cannot:
 * the effect of the game's last round on a follower that does not observe time. Replacements that leave every paired return of the follower
 * as it is are ties, and kept where they change the leader's return as the tie rule asks. A second pass changes two actions at a time:
 * a follower that sees less than the leader may gain from neither of them alone.
 *
 * @param rehearsal - plays the game, and remembers what earlier passes played
 * @param choices - the follower's action by context * observations + observation; changed in place
 */
export function improveContexts(rehearsal: Rehearsal, choices: Int32Array, options: ImprovementOptions): Improvement {
  const { ties, changes, budget } = options;
  const { encoding } = rehearsal;
  const { observations, actions } = encoding;
  const answers = new Int32Array(encoding.queries.length);
  const candidate = new Int32Array(observations);
  let standing = rehearsal.outcome();
  let tried = rehearsal.outcome();
  const reached = new Uint8Array(observations);
  const before = rehearsal.steps;
  let queries = 0;
  let changed = 0;
  let spent = false;

  /** Plays the candidate against the answers; false when the steps ran out. */
  const play = (out: Outcome): boolean => {
    spent = !rehearsal.play(answers, candidate, budget - queries - (rehearsal.steps - before), out);
    return !spent;
  };

  /** Plays the candidate and makes it the standing policy if it is better. */
  const accept = (): boolean => {
    if (!play(tried) || !isBetter(tried, standing, ties)) return false;
    [standing, tried] = [tried, standing];
    return true;
  };

  /** Hill climbing by single changes: ends after one whole round of observations without a gain. Returns whether there was one. */
  const climb = (): boolean => {
    let better = false;
    for (let observation = 0, since = 0; since < observations; observation = (observation + 1) % observations, since++) {
      if (standing.visited[observation] === 0) continue;
      let kept = candidate[observation]!;
      for (let action = 0; action < actions && !spent; action++) {
        candidate[observation] = action;
        if (action === kept || !accept()) continue;
        kept = action;
        better = true;
        since = 0;
      }
      candidate[observation] = kept;
    }
    return better;
  };

  /** Tries changes at one or two observations, the second one visited after the first change, until one brings a gain. */
  const changeTwo = (): boolean => {
    for (let first = 0; first < observations; first++) {
      if (standing.visited[first] === 0) continue;
      const firstKept = candidate[first]!;
      for (let action = 0; action < actions; action++) {
        if (action === firstKept) continue;
        candidate[first] = action;
        if (accept()) return true;
        if (spent) break;
        reached.set(tried.visited);
        for (let second = 0; second < observations && !spent; second++) {
          // Pairs of observations that both are visited now come up in either order: one suffices.
          if (reached[second] === 0 || second === first || (second < first && standing.visited[second] === 1)) continue;
          const secondKept = candidate[second]!;
          for (let other = 0; other < actions && !spent; other++) {
            candidate[second] = other;
            if (other !== secondKept && accept()) return true;
          }
          candidate[second] = secondKept;
        }
      }
      candidate[first] = firstKept;
    }
    return false;
  };

  for (let context = 0; context < encoding.contexts; context++) {
    const ask = encoding.queries.length;
    if (spent || queries + ask + rehearsal.steps - before > budget) break;
    decodeContext(encoding, context, answers);
    queries += ask;
    const offset = context * observations;
    candidate.set(choices.subarray(offset, offset + observations));
    if (!play(standing)) break;
    let better = false;
    if (changes === 1) better = climb();
    else while (!spent && changeTwo()) better = true;
    if (!better) continue;
    choices.set(candidate, offset);
    changed++;
  }
  return { steps: queries + rehearsal.steps - before, changed };
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
