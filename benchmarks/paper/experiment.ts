import type { Run, Study } from '../harness/study.ts';

/** An experiment that a paper reports, or that shows what a paper claims. */
export interface Experiment extends Study {
  /** The rows of the table: published numbers beside ours. */
  compare(runs: readonly Run[]): readonly Comparison[];
  /** The theorem's condition that it drops, in words, and whether the run of a seed comes out right, inside and outside. */
  readonly condition?: Ablation;
}

/** An experiment that drops a condition of the theorem. */
export interface Ablation {
  /** The condition. */
  readonly condition: string;
  /** What the leader's policy is worth inside, of a seed's runs. */
  inside(runs: readonly Run[]): number;
  /** What it is worth outside. */
  outside(runs: readonly Run[]): number;
  /** The value that inside must reach and outside must not. */
  readonly threshold: number;
  /** What was published, inside and outside. */
  readonly published: string;
}

/** A published number beside ours. */
export interface Comparison {
  /** What is compared. */
  readonly what: string;
  /** The published number, with its circumstances; `-` where there is none. */
  readonly published: string;
  /** Ours. */
  readonly ours: string;
}
