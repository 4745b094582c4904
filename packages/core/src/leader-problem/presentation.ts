import type { Column } from '../environment/batch.ts';
import { columnOf } from '../environment/batch.ts';
import type { FollowerOracle } from '../oracle/oracle.ts';
import type { Savable } from '../saved-state/saved-state.ts';
import type { Space } from '../spaces/spaces.ts';
import { discrete, labelAt, tuple, width } from '../spaces/spaces.ts';
import { AnswerCache } from './answer-cache.ts';
import type { Conditions } from './conditions.ts';
import { oracleView } from './oracle-view.ts';

/**
 * What the learner of a leader is shown in every copy. That is observations, whether the next action is learned from, and what its critic
 * sees beside them.
 */
export class Presentation {
  /** The space of what is shown: the leader's observations, with the phase where the conditions let it see that. */
  readonly space: Space;
  /** What is shown. */
  readonly observations: Column;
  /** Whether the next action is learned from. */
  readonly learn: Uint8Array;
  /** Whether the queries of the present episode are hidden from the learner. */
  readonly hidden: Uint8Array;
  /** Answers of the present episode, where they have to be consistent. */
  readonly answers: AnswerCache | undefined;
  /** Of these those that were given in play, where queries may be hidden. Then the first visit in play is the one that is learned from. */
  readonly played: AnswerCache | undefined;
  /** What a critic sees that knows the oracle. */
  readonly critic: ReturnType<typeof oracleView> | undefined;
  /** How far indices move while querying, or how many numbers stand before the observation. */
  readonly #offset: number;
  readonly #width: number;
  readonly #isIndex: boolean;
  readonly #seesPhase: boolean;

  /**
   * @param own - the leader's observations
   * @param actions - its actions
   * @param critic - whether a critic sees what the oracle remembers
   */
  constructor(oracle: FollowerOracle, own: Space, actions: Space, conditions: Conditions, copies: number, critic: boolean) {
    const { leaderCannotSeePhase, consistentAnswers, queriesInTrajectory } = conditions;
    this.#seesPhase = !leaderCannotSeePhase;
    this.space = leaderCannotSeePhase ? own : withPhase(own);
    this.#isIndex = own.kind === 'discrete';
    this.#width = width(own);
    this.#offset = own.kind === 'discrete' ? own.n : width(this.space) - width(own);
    this.observations = columnOf(this.space, copies);
    this.learn = new Uint8Array(copies);
    const shown = Number(queriesInTrajectory);
    this.hidden = new Uint8Array(copies).fill(shown === 0 ? 1 : 0);
    this.answers = consistentAnswers ? new AnswerCache(this.space, actions, copies) : undefined;
    this.played = this.answers && shown < 1 ? new AnswerCache(this.space, actions, copies) : undefined;
    this.critic = critic ? oracleView(oracle, this.space, copies) : undefined;
  }

  /** Forgets the answers of a copy: an episode begins. */
  clear(copy: number): void {
    this.answers?.clear(copy);
    this.played?.clear(copy);
  }

  /** What of it is saved beside its arrays. */
  savables(): { readonly [name: string]: Savable | Float64Array } {
    return {
      ...(this.answers ? { cache: this.answers.savable() } : {}),
      ...(this.played ? { playedBefore: this.played.savable() } : {}),
      ...(this.critic ? { critic: this.critic.observations } : {}),
    };
  }

  /** Shows an observation of the leader, and says whether the action that answers it is learned from. */
  show(copy: number, current: Column, querying: boolean): void {
    const { observations } = this;
    if (this.#isIndex) observations[copy] = this.#seesPhase && querying ? this.#offset + current[copy]! : current[copy]!;
    else {
      const size = this.#width;
      const start = copy * (size + this.#offset) + this.#offset;
      if (this.#seesPhase) observations[start - this.#offset] = querying ? 1 : 0;
      for (let k = 0; k < size; k++) observations[start + k] = current[copy * size + k]!;
    }
    this.critic?.look(copy, observations, querying);
    if (querying && this.hidden[copy] === 1) this.learn[copy] = 0;
    else {
      const before = !querying && this.hidden[copy] === 1 ? (this.played ?? this.answers) : this.answers;
      this.learn[copy] = before?.has(copy, observations) ? 0 : 1;
    }
  }
}

/** The leader's observations with the phase: for indices, playing comes first and querying second. */
function withPhase(space: Space): Space {
  if (space.kind !== 'discrete') return tuple([discrete(2, ['play', 'query']), space]);
  const labels = Array.from({ length: space.n }, (_unused, index) => labelAt(space, index));
  return discrete(2 * space.n, [...labels, ...labels.map((label) => `${label} (queried)`)]);
}
