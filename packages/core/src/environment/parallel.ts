import { InputError, show } from '../errors/errors.ts';
import type { Game } from '../game/game.ts';
import type { Space, Value } from '../spaces/spaces.ts';
import { createEnvironment } from './environment.ts';

/** A record with one entry per living agent. */
export type ByAgent<TEntry> = { readonly [agent: string]: TEntry };

/** A game as a PettingZoo-style parallel environment: records keyed by the agents' names. */
export interface ParallelEnvironment {
  /** All agents there can be. */
  readonly possibleAgents: readonly string[];
  /** The agents of the running episode; empty once it is over. */
  readonly agents: readonly string[];
  /** What an agent sees. */
  observationSpace(agent: string): Space;
  /** What an agent can do. */
  actionSpace(agent: string): Space;
  /** Starts an episode. A seed restarts the random stream; without one it continues. */
  reset(options?: { readonly seed?: number }): { readonly observations: ByAgent<Value>; readonly infos: ByAgent<Record<string, never>> };
  /** Plays one action per living agent. */
  step(actions: ByAgent<Value>): {
    readonly observations: ByAgent<Value>;
    readonly rewards: ByAgent<number>;
    readonly terminations: ByAgent<boolean>;
    readonly truncations: ByAgent<boolean>;
    readonly infos: ByAgent<Record<string, never>>;
  };
}

/**
 * A game as a PettingZoo-style parallel environment.
 *
 * @param game - the game; its player names become the agents
 * @param options - `seed` of the random stream (default 0)
 */
export function createParallelEnvironment(game: Game, options: { readonly seed?: number } = {}): ParallelEnvironment {
  const environment = createEnvironment(game, options);
  const names = game.players.map(({ name }) => name);
  let agents: readonly string[] = [];
  const byAgent = <TEntry>(entry: (player: number) => TEntry): ByAgent<TEntry> =>
    Object.fromEntries(names.map((name, i) => [name, entry(i)]));
  const playerOf = (agent: string): Game['players'][number] => {
    const player = game.players.find(({ name }) => name === agent);
    if (!player) throw new InputError(`unknown agent ${show(agent)} of ${game.id}: expected ${names.join(' or ')}`);
    return player;
  };

  return {
    possibleAgents: names,
    get agents() {
      return agents;
    },
    observationSpace: (agent) => playerOf(agent).observation,
    actionSpace: (agent) => playerOf(agent).action,
    reset(given = {}) {
      const { observations } = environment.reset(given);
      agents = names;
      return { observations: byAgent((i) => observations[i] as Value), infos: byAgent(() => ({})) };
    },
    step(actions) {
      for (const agent of Object.keys(actions)) playerOf(agent);
      const missing = names.find((name) => !Object.hasOwn(actions, name));
      if (missing !== undefined && agents.length > 0)
        throw new InputError(`no action for agent ${show(missing)} of ${game.id}: expected one per living agent`);
      const result = environment.step(names.map((name) => actions[name] as Value));
      if (result.terminated || result.truncated) agents = [];
      return {
        observations: byAgent((i) => result.observations[i] as Value),
        rewards: byAgent((i) => result.rewards[i] as number),
        terminations: byAgent(() => result.terminated),
        truncations: byAgent(() => result.truncated),
        infos: byAgent(() => ({})),
      };
    },
  };
}
