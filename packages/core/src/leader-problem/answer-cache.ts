import type { Column } from '../environment/batch.ts';
import type { Space } from '../spaces/spaces.ts';
import { width } from '../spaces/spaces.ts';

/** Per copy, the leader's first action at each observation of the running episode. */
export class AnswerCache {
  readonly #observationWidth: number;
  readonly #actionWidth: number;
  /** How many observations there are when they are indices, else 0. */
  readonly #count: number;
  readonly #episodes: Uint32Array;
  // Indexed observations: the episode in which an observation was answered, and the answer.
  readonly #stamps: Uint32Array;
  readonly #values: Float64Array;
  // Other observations: the answer by the text of the observation.
  readonly #byText: Map<string, Float64Array>[];

  constructor(observation: Space, action: Space, copies: number) {
    this.#observationWidth = width(observation);
    this.#actionWidth = width(action);
    this.#count = observation.kind === 'discrete' ? observation.n : 0;
    this.#episodes = new Uint32Array(copies);
    this.#stamps = new Uint32Array(copies * this.#count);
    this.#values = new Float64Array(copies * this.#count * this.#actionWidth);
    this.#byText = this.#count > 0 ? [] : Array.from({ length: copies }, () => new Map<string, Float64Array>());
  }

  /** Forgets the episode of a copy. */
  clear(copy: number): void {
    (this.#episodes[copy] as number)++;
    this.#byText[copy]?.clear();
  }

  /** Whether the current observation of a copy was answered before. */
  has(copy: number, observations: Column): boolean {
    if (this.#count > 0) return this.#stamps[this.#slot(copy, observations)] === this.#episodes[copy];
    return (this.#byText[copy] as Map<string, Float64Array>).has(this.#text(copy, observations));
  }

  /** Replaces the action of a copy by its first one at this observation, or remembers it as the first. */
  fix(copy: number, observations: Column, actions: Column): void {
    const from = copy * this.#actionWidth;
    const end = from + this.#actionWidth;
    if (this.#count > 0) {
      const slot = this.#slot(copy, observations);
      const known = this.#stamps[slot] === this.#episodes[copy];
      this.#stamps[slot] = this.#episodes[copy] as number;
      for (let k = from, v = slot * this.#actionWidth; k < end; k++, v++) {
        if (known) actions[k] = this.#values[v] as number;
        else this.#values[v] = actions[k] as number;
      }
      return;
    }
    const answers = this.#byText[copy] as Map<string, Float64Array>;
    const text = this.#text(copy, observations);
    const known = answers.get(text);
    if (known) for (let k = from; k < end; k++) actions[k] = known[k - from] as number;
    else answers.set(text, Float64Array.from(actions.subarray(from, end)));
  }

  #slot(copy: number, observations: Column): number {
    return copy * this.#count + (observations[copy] as number);
  }

  #text(copy: number, observations: Column): string {
    return observations.subarray(copy * this.#observationWidth, (copy + 1) * this.#observationWidth).join();
  }
}
