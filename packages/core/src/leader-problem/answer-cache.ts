import type { Column } from '../environment/batch.ts';
import { InputError } from '../errors/errors.ts';
import { growingArray, savable, savedValue } from '../saved-state/savable.ts';
import type { Savable } from '../saved-state/saved-state.ts';
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

  /** What is remembered, for saving. */
  savable(): Savable {
    if (this.#count > 0) return savable('answers', {}, { episodes: this.#episodes, stamps: this.#stamps, values: this.#values });
    let texts: string[][] = [];
    return savable(
      'answers',
      {},
      {
        texts: savedValue(
          () => this.#byText.map((answers) => [...answers.keys()]),
          (saved) => (texts = textsOf(saved, this.#byText.length)),
        ),
        // Restored after the texts: one answer for each.
        values: growingArray(
          () => Float64Array.from(this.#byText.flatMap((answers) => [...answers.values()].flatMap((answer) => [...answer]))),
          (values) => {
            if (values.length !== texts.flat().length * this.#actionWidth)
              throw new InputError(
                `found ${values.length} numbers: expected ${this.#actionWidth} for each of ${texts.flat().length} answers`,
              );
            let at = 0;
            this.#byText.forEach((answers, copy) => {
              answers.clear();
              for (const text of texts[copy] as string[]) answers.set(text, values.slice(at, (at += this.#actionWidth)));
            });
          },
        ),
      },
    );
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

function textsOf(saved: unknown, copies: number): string[][] {
  const fits = Array.isArray(saved) && saved.length === copies && saved.every((texts) => Array.isArray(texts));
  if (!fits || !saved.flat().every((text) => typeof text === 'string'))
    throw new InputError(`found other than lists of the observations of ${copies} copies`);
  return saved as string[][];
}
