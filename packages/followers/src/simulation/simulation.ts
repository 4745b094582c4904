import type { Chance, Game, Player, Query, Random, Value } from '@firstmover/core';
import { InputError, contains, followersOf, pickIndex, show, soleLeader } from '@firstmover/core';

/** What a follower's action led to. */
export interface Move {
  /** Which follower, counted among the followers from 0. */
  readonly follower: number;
  /** What it saw. */
  readonly observation: Value;
  /** What it did. */
  readonly action: Value;
  /** What it earned. */
  readonly reward: number;
  /** What it sees next, in the final state where the game is over. */
  readonly next: Value;
  /** Whether the game went on, ended by its rules, or was cut short (then the value of what follows is not zero). */
  readonly end: 'none' | 'terminated' | 'truncated';
}

/** Those who play the followers in a simulated game. */
export interface Seats {
  /** Chooses the action of a follower; `move` counts the joint moves of the game from 0. */
  act(follower: number, observation: Value, move: number): Value;
  /** Is told what each follower's action led to, follower by follower, after every joint move. */
  learn?(move: Move): void;
}

/** What came of a simulated game. */
export interface PlayedGame {
  /** The undiscounted return of each follower. */
  readonly returns: readonly number[];
  /** How many joint moves it had: as many queries. */
  readonly moves: number;
}

/** Games played by an oracle against the leader it queries. */
export interface Simulation {
  /** How many followers there are. */
  readonly followers: number;
  /** The positions of the followers among the players. */
  readonly positions: readonly number[];
  /** Plays one game, one query per joint move; use with `yield*`. What a game does is a function of chance, seats and answers. */
  play(seats: Seats, chance: Chance): Generator<Query, PlayedGame, readonly Value[]>;
  /** What the leader earned by its answer to the last query, once: belongs into the oracle's response. */
  settle(): number;
}

/**
 * What oracles share that learn by playing. It simulates the game that a leader induces among its followers, asking the leader what it
 * does where it stands. Each query carries what the leader earned by its answer to the one before.
 *
 * @param game - any game with one leader
 * @param memory - what the oracle shows of its memory with each query, read only where somebody looks
 * @throws InputError while playing, for an action of a follower outside its space or rewards that are not finite
 */
export function simulation(game: Game, memory?: () => Value): Simulation {
  const leader = soleLeader(game);
  const positions = followersOf(game);
  let owed = 0;

  const ask = (observation: Value): Query => {
    const observations = [observation];
    const reward = owed;
    owed = 0;
    if (!memory) return { observations, reward };
    return {
      observations,
      reward,
      get memory() {
        return memory();
      },
    };
  };

  return {
    followers: positions.length,
    positions,
    settle() {
      const earned = owed;
      owed = 0;
      return earned;
    },
    *play(seats, chance) {
      const returns = positions.map(() => 0);
      const actions = new Array<Value>(game.players.length);
      let state = game.initial(chance);
      let seen = positions.map((player) => game.observe(state, player));
      for (let move = 0; ; move++) {
        // The followers choose before they can know the answer: all players move at once.
        for (let f = 0; f < positions.length; f++) {
          const action = seats.act(f, seen[f]!, move);
          checkAction(game, game.players[positions[f]!]!, action);
          actions[positions[f]!] = action;
        }
        const [answer] = yield ask(game.observe(state, leader));
        actions[leader] = answer!;
        const transition = game.step(state, actions.slice(), chance);
        checkRewards(game, transition.rewards);
        state = transition.state;
        owed += transition.rewards[leader]!;
        const end = transition.terminated === true ? 'terminated' : transition.truncated === true ? 'truncated' : 'none';
        const next = positions.map((player) => game.observe(state, player));
        for (let f = 0; f < positions.length; f++) {
          const reward = transition.rewards[positions[f]!]!;
          returns[f]! += reward;
          seats.learn?.({ follower: f, observation: seen[f]!, action: actions[positions[f]!]!, reward, next: next[f]!, end });
        }
        if (end !== 'none') return { returns, moves: move + 1 };
        seen = next;
      }
    },
  };
}

/** Chance that can be replayed. */
export interface ReplayableChance extends Chance {
  /** Starts the same draws again, from the first. */
  rewind(): void;
}

/**
 * Chance whose draws can be had again: after `rewind` the k-th draw is the same number. A replay that draws further than any before it draws
 * new numbers, which later replays get too. So two plays of a game that ask chance the same questions meet the same luck, and private types
 * drawn in the first state are the same in all of them.
 */
export function replayableChance(random: Random): ReplayableChance {
  const tape: number[] = [];
  let next = 0;
  const uniform = (): number => {
    if (next === tape.length) tape.push(random.uniform());
    return tape[next++]!;
  };
  return {
    uniform,
    pick: (weights) => (weights.length === 1 ? 0 : pickIndex(weights, uniform())),
    rewind() {
      next = 0;
    },
  };
}

function checkAction(game: Game, player: Player, action: Value): void {
  if (contains(player.action, action)) return;
  throw new InputError(`${player.name} plays ${show(action)} in a simulated ${game.id}: expected a value of ${show(player.action)}`);
}

function checkRewards(game: Game, rewards: readonly number[]): void {
  if (rewards.length === game.players.length && rewards.every(Number.isFinite)) return;
  throw new InputError(`${game.id} returned rewards ${show(rewards)}: expected one finite number per player (${game.players.length})`);
}
