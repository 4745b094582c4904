import type {
  Descriptor,
  FiniteChance,
  Game,
  GameDefinition,
  GameId,
  ParameterSchema,
  ParametersOf,
  Player,
  Rules,
} from '@firstmover/core';
import { defineGame } from '@firstmover/core';
import type { Bimatrix } from '../bimatrix/bimatrix.ts';

/** What the games of this package have in common: rules and descriptor that follow from the payoffs of one round. */
export interface MatrixGameSpec<TSchema extends ParameterSchema, TState> {
  /** The versioned id. */
  readonly id: GameId;
  /** The parameters that a user may set. */
  readonly parameters: TSchema;
  /** The payoffs of one round, for given parameters. */
  payoffs(parameters: ParametersOf<TSchema>): Bimatrix;
  /** The rules for given payoffs and parameters. */
  rules(payoffs: Bimatrix, parameters: ParametersOf<TSchema>): Rules<TState, FiniteChance>;
  /** The descriptor for given payoffs and parameters. */
  descriptor(payoffs: Bimatrix, parameters: ParametersOf<TSchema>): Descriptor;
}

const payoffsByGame = new WeakMap<Game, Bimatrix>();

/** Defines a game from the payoffs of one round, and remembers them for {@link payoffsOf}. */
export function defineMatrixGame<TSchema extends ParameterSchema, TState>(spec: MatrixGameSpec<TSchema, TState>): GameDefinition {
  const definition = defineGame<readonly Player[], TState, TSchema>({
    id: spec.id,
    parameters: spec.parameters,
    rules: (parameters) => spec.rules(spec.payoffs(parameters), parameters),
    descriptor: (parameters) => spec.descriptor(spec.payoffs(parameters), parameters),
  });
  return {
    ...definition,
    create(given) {
      const game = definition.create(given);
      payoffsByGame.set(game, spec.payoffs(game.parameters as unknown as ParametersOf<TSchema>));
      return game;
    },
  };
}

/**
 * The payoffs of one round of a game of this package, one-shot or iterated, as the literature gives them: without `rewardOffset`.
 *
 * @param game - any game
 * @returns the payoffs with the names of the actions where they have names; undefined for a game that this package did not make
 */
export function payoffsOf(game: Game): Bimatrix | undefined {
  return payoffsByGame.get(game);
}
