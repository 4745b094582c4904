import { InputError } from '../errors/errors.ts';
import { growingArray, savable } from '../saved-state/savable.ts';
import type { Savable } from '../saved-state/saved-state.ts';

/** A list of numbers for each copy, which grows at its end. */
export class NumberLogs {
  readonly #counts: Uint32Array;
  readonly #numbers: Float64Array[];

  constructor(copies: number) {
    this.#counts = new Uint32Array(copies);
    this.#numbers = Array.from({ length: copies }, () => new Float64Array(0));
  }

  /** Empties the list of a copy. */
  clear(copy: number): void {
    this.#counts[copy] = 0;
  }

  /** Appends `count` numbers of a column, from `start` on, to the list of a copy. */
  append(copy: number, column: ArrayLike<number>, start: number, count: number): void {
    const from = this.#counts[copy] as number;
    let numbers = this.#numbers[copy] as Float64Array;
    if (numbers.length < from + count) {
      numbers = new Float64Array(Math.max(16, 2 * (from + count)));
      numbers.set(this.#numbers[copy] as Float64Array);
      this.#numbers[copy] = numbers;
    }
    for (let k = 0; k < count; k++) numbers[from + k] = column[start + k] as number;
    this.#counts[copy] = from + count;
  }

  /** The list of a copy, as it stands. */
  of(copy: number): Float64Array {
    return (this.#numbers[copy] as Float64Array).subarray(0, this.#counts[copy]);
  }

  /** The lists, for saving. */
  savable(): Savable {
    return savable(
      'lists',
      {},
      {
        counts: this.#counts,
        numbers: growingArray(
          () => {
            const all = new Float64Array(this.#counts.reduce((sum, count) => sum + count, 0));
            let at = 0;
            for (let copy = 0; copy < this.#counts.length; at += this.#counts[copy++] as number) all.set(this.of(copy), at);
            return all;
          },
          (all) => {
            const total = this.#counts.reduce((sum, count) => sum + count, 0);
            if (all.length !== total) throw new InputError(`found ${all.length} numbers: expected ${total}`);
            let at = 0;
            this.#counts.forEach((count, copy) => (this.#numbers[copy] = all.slice(at, (at += count))));
          },
        ),
      },
    );
  }
}
