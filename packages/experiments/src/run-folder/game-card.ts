import type { Descriptor, Game } from '@firstmover/core';
import { spaceToJson } from '@firstmover/core';

/** A game as a run folder describes it. JSON-safe: bounds that are infinite are texts. */
export interface GameCard {
  /** The versioned id. */
  readonly id: string;
  /** Its parameters, all of them. */
  readonly parameters: Game['parameters'];
  /** Whether chance is finite. */
  readonly chance: Game['chance'];
  /** The players with their spaces as JSON. */
  readonly players: readonly { readonly name: string; readonly role: string; readonly observation: unknown; readonly action: unknown }[];
  /** What is known about it. */
  readonly descriptor: Omit<Descriptor, 'rewardBounds'> & { readonly rewardBounds: readonly (number | string)[] };
}

/** Describes a game. */
export function gameCard(game: Game): GameCard {
  const { descriptor } = game;
  return {
    id: game.id,
    parameters: game.parameters,
    chance: game.chance,
    players: game.players.map(({ name, role, observation, action }) => ({
      name,
      role,
      observation: spaceToJson(observation),
      action: spaceToJson(action),
    })),
    descriptor: {
      ...descriptor,
      rewardBounds: descriptor.rewardBounds.map((bound) => (Number.isFinite(bound) ? bound : String(bound))),
    },
  };
}
