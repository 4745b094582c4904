import type { Metrics, Savable } from '@firstmover/core';
import { InputError, exp64, log64, randomStream, savable, savedCount, savedValue } from '@firstmover/core';
import type { FollowerProblem } from './follower-problem.ts';
import { agreeingContexts } from './follower-problem.ts';

/** Settings of {@link sharedValues}. */
export interface SharedValuesOptions {
  /** The discount. */
  readonly gamma: number;
  /** The step size of a value is visits^-decay: 0 replaces it by the newest sample, which is exact where nothing is random. */
  readonly decay: number;
  /** The seed of the actions. */
  readonly seed: number;
}

/** A learner of action values for all contexts at once; saved without its problem. */
export interface SharedValues extends Savable {
  /** Plays an episode in every copy and learns from all; the metrics are `return`, their mean, and `change`, the largest of a value. */
  update(): Metrics;
  /** The greedy action by context * observations + observation (the lowest of equals). */
  greedy(): Int32Array;
}

/** How many episodes are learned from again after each round, where nothing is random. */
const REPLAYED = 64;

/** One step of an episode. */
interface Step {
  /** The contexts in which it would have been the same: their leaders give the answers that were used up to here. */
  readonly contexts: Int32Array;
  readonly observation: number;
  readonly action: number;
  readonly reward: number;
  readonly next: number;
}

/**
 * Tabular Q-learning (Watkins 1989) of a contextual follower from uniformly random actions, where each episode teaches all contexts that it could
 * have come from. What happens up to a step depends on the leader through the answers that were used so far, so for the same actions it
 * is as likely against every leader that gives those answers, whatever that one answers elsewhere: off-policy learning with an
 * importance ratio of one. Values are updated after each round of episodes, from the last step to the first (backward replay, Lin 1992); where
 * nothing is random, from the latest episodes before it too, which carries values further and costs no steps. The end of the game is treated as
 * truncation.
 */
export function sharedValues(problem: FollowerProblem, { gamma, decay, seed }: SharedValuesOptions): SharedValues {
  const { encoding, size } = problem;
  const { observations, actions } = encoding;
  const values = new Float64Array(encoding.contexts * observations * actions);
  const visits = new Uint32Array(values.length);
  const random = randomStream(seed, 'contextual/actions');
  const uniforms = new Float64Array(size);
  const chosen = new Int32Array(size);
  const used = Array.from({ length: size }, () => new Uint8Array(encoding.queries.length));
  /** Episodes from the last step to the first, the latest first. */
  const memory: Step[][] = [];
  let draws = 0;

  const play = (): Step[][] => {
    const episodes: Step[][] = used.map(() => []);
    const playing = new Uint8Array(size).fill(1);
    used.forEach((queries) => queries.fill(0));
    problem.reset();
    const before = problem.observations.slice() as Int32Array;
    for (let running = size; running > 0;) {
      before.set(problem.observations);
      random.fill(draws++, uniforms);
      for (let copy = 0; copy < size; copy++) chosen[copy] = Math.floor(uniforms[copy]! * actions);
      problem.step(chosen);
      for (let copy = 0; copy < size; copy++) {
        if (playing[copy] === 0) continue;
        const episode = episodes[copy]!;
        const context = Math.floor(before[copy]! / observations);
        const fresh = used[copy]![problem.asked[copy]!] === 0;
        used[copy]![problem.asked[copy]!] = 1;
        episode.push({
          contexts: fresh ? agreeingContexts(encoding, context, used[copy]!) : episode.at(-1)!.contexts,
          observation: before[copy]! % observations,
          action: chosen[copy]!,
          reward: problem.rewards[copy]!,
          next: problem.observations[copy]! % observations,
        });
        if (problem.terminated[copy] === 0 && problem.truncated[copy] === 0) continue;
        playing[copy] = 0;
        running--;
      }
    }
    return episodes;
  };

  /** Moves the values of a step in all its contexts; returns the largest change. */
  const learn = ({ contexts, observation, action, reward, next }: Step): number => {
    let change = 0;
    for (const context of contexts) {
      const ahead = (context * observations + next) * actions;
      let best = values[ahead]!;
      for (let k = 1; k < actions; k++) best = Math.max(best, values[ahead + k]!);
      const index = (context * observations + observation) * actions + action;
      // exp of log instead of a power, whose last bits differ between runtimes.
      const rate = decay === 0 ? 1 : exp64(-decay * log64(++visits[index]!));
      const step = rate * (reward + gamma * best - values[index]!);
      values[index]! += step;
      change = Math.max(change, Math.abs(step));
    }
    return change;
  };

  return {
    ...savable(
      'shared values',
      { gamma, decay, seed },
      {
        values,
        visits,
        draws: savedCount(
          () => draws,
          (count) => (draws = count),
        ),
        memory: savedValue(
          () => packMemory(memory),
          (state) => memory.splice(0, memory.length, ...unpackMemory(state)),
        ),
      },
    ),
    update() {
      const episodes = play();
      memory.unshift(...episodes.map((episode) => episode.toReversed()));
      // Sampled values are means over visits, which a second look would count twice.
      memory.length = Math.min(memory.length, decay === 0 ? Math.max(REPLAYED, size) : size);
      let change = 0;
      for (const episode of memory) for (const step of episode) change = Math.max(change, learn(step));
      const earned = episodes.reduce((sum, episode) => sum + episode.reduce((own, { reward }) => own + reward, 0), 0);
      return { return: earned / size, change };
    },
    greedy: () =>
      Int32Array.from({ length: encoding.contexts * observations }, (_unused, row) => {
        let best = 0;
        for (let action = 1; action < actions; action++) if (values[row * actions + action]! > values[row * actions + best]!) best = action;
        return best;
      }),
  };
}

/** Episodes as flat arrays: how many steps each has, five numbers for each step, and the contexts of all. */
function packMemory(memory: readonly (readonly Step[])[]): object {
  const all = memory.flat();
  const steps = all.flatMap(({ contexts, observation, action, reward, next }) => [observation, action, reward, next, contexts.length]);
  const contexts = new Int32Array(all.reduce((sum, step) => sum + step.contexts.length, 0));
  let at = 0;
  for (const step of all) {
    contexts.set(step.contexts, at);
    at += step.contexts.length;
  }
  return { lengths: Uint32Array.from(memory, ({ length }) => length), steps: Float64Array.from(steps), contexts };
}

function unpackMemory(state: unknown): Step[][] {
  const { lengths, steps, contexts } = state as Partial<{ lengths: Uint32Array; steps: Float64Array; contexts: Int32Array }>;
  const fits = lengths instanceof Uint32Array && steps instanceof Float64Array && contexts instanceof Int32Array;
  if (!fits || steps.length !== 5 * lengths.reduce((sum, length) => sum + length, 0)) throw new InputError('found other than episodes');
  let row = 0;
  let at = 0;
  return Array.from(lengths, (length) =>
    Array.from({ length }, () => {
      const [observation, action, reward, next, count] = steps.subarray(5 * row, 5 * ++row) as unknown as [
        number,
        number,
        number,
        number,
        number,
      ];
      return { contexts: contexts.slice(at, (at += count)), observation, action, reward, next };
    }),
  );
}
