import type { Game } from '../game/game.ts';
import type { FiniteModel } from '../model/finite-model.ts';
import type { Part } from '../part/part.ts';
import type { BoundPart } from '../parameters/schema.ts';
import type { Savable } from '../saved-state/saved-state.ts';
import type { FollowerOracle } from './oracle.ts';

/** Numbers that an update reports, by name. */
export interface Metrics {
  readonly [name: string]: number;
}

/** An oracle in training: a contextual or a recurrent follower is trained once before the leader. */
export interface Pretraining extends Savable {
  /** Environment steps spent so far. */
  readonly steps: number;
  /** Whether it is over. */
  readonly done: boolean;
  /** Trains on. */
  update(): Metrics;
  /** The followers as an oracle, frozen as they stand. */
  oracle(): FollowerOracle;
}

/** What an oracle is made for. */
export interface OracleContext {
  /** The game whose followers it plays. */
  readonly game: Game;
  /** Its finite model, where it has one. */
  readonly model?: FiniteModel;
  /** The most environment steps of pre-training, where they are limited (default the oracle's own). */
  readonly pretrainingSteps?: number;
}

/** A follower oracle that configs can name; `seed` is that of its pre-training. */
export type OraclePart = Part<'oracle', readonly [context: OracleContext, seed: number], FollowerOracle | Pretraining>;

/** A follower oracle with settings. */
export type BoundOracle = BoundPart<'oracle', readonly [context: OracleContext, seed: number], FollowerOracle | Pretraining>;
