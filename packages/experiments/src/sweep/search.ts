import { InputError, show } from '@firstmover/core';
import type { RunConfig } from '../config/experiment.ts';
import type { ResolvedSweep, SweepValues } from './resolve-sweep.ts';
import { runsOf } from './resolve-sweep.ts';

/** A setting to try. */
export interface Trial {
  /** The index of the setting. */
  readonly setting: number;
  /** Its values by path. */
  readonly values: SweepValues;
  /** The rung of successive halving; 0 without. */
  readonly rung: number;
  /** The configs of its runs, one per seed. */
  readonly runs: readonly RunConfig[];
}

/** Which settings to try next: ask for trials, tell what they were worth. Whoever calls it decides where and in which order trials run. */
export interface SweepSearch {
  /** The next trial; undefined where none is left, or none before more is told. */
  ask(): Trial | undefined;
  /**
   * Says what a trial was worth: more is better, null for one that failed.
   *
   * @throws InputError for a trial that was not asked for, or is told twice
   */
  tell(trial: Pick<Trial, 'setting' | 'rung'>, value: number | null): void;
  /** Whether every trial was told and none is left. */
  readonly done: boolean;
}

/**
 * The search of a sweep. What it asks for depends on the values only, not on the order in which they are told: a rung is judged when it is complete.
 *
 * @example
 * const search = createSearch(resolveSweep(sweep));
 * for (let trial = search.ask(); trial; trial = search.ask()) search.tell(trial, worthOf(trial.values));
 */
export function createSearch(sweep: ResolvedSweep): SweepSearch {
  const rungs = sweep.halving?.rungs.length ?? 1;
  let rung = 0;
  let members = sweep.settings.map((_setting, i) => i);
  let asked = 0;
  let told = new Map<number, number | null>();
  return {
    ask() {
      if (asked >= members.length) return undefined;
      const setting = members[asked++]!;
      return { setting, values: sweep.settings[setting]!, rung, runs: runsOf(sweep, setting, rung) };
    },
    tell(trial, value) {
      const at = trial.rung === rung ? members.indexOf(trial.setting) : -1;
      if (at < 0 || at >= asked) throw new InputError(`setting ${show(trial.setting)} of rung ${show(trial.rung)} was not asked for`);
      if (told.has(trial.setting)) throw new InputError(`setting ${trial.setting} of rung ${rung} was told already`);
      if (value !== null && !Number.isFinite(value))
        throw new InputError(`setting ${trial.setting} is worth ${show(value)}: expected a finite number, or null where it failed`);
      told.set(trial.setting, value);
      if (told.size < members.length || rung + 1 >= rungs) return;
      const best = bestOf(told).slice(0, Math.max(1, Math.floor(members.length / sweep.halving!.factor)));
      if (best.length === 0) return;
      rung++;
      members = best.sort((a, b) => a - b);
      asked = 0;
      told = new Map();
    },
    get done() {
      return told.size === members.length;
    },
  };
}

/** Settings that did not fail, the best first; of equal ones the one that comes first. */
function bestOf(told: ReadonlyMap<number, number | null>): number[] {
  return [...told]
    .filter((entry): entry is [number, number] => entry[1] !== null)
    .sort(([a, x], [b, y]) => y - x || a - b)
    .map(([setting]) => setting);
}
