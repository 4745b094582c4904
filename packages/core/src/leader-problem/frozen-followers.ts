import type { Column } from '../environment/batch.ts';
import { InputError, show } from '../errors/errors.ts';
import type { Game, Player } from '../game/game.ts';
import { followersOf } from '../game/game.ts';
import type { FollowerOracle } from '../oracle/oracle.ts';
import type { Policy } from '../policy/policy.ts';
import { randomStream } from '../random/random.ts';
import { contains, flatten, width } from '../spaces/spaces.ts';
import { NumberLogs } from './number-logs.ts';
import { valueIn } from './seat.ts';

/** The followers in every copy, as the oracle returned them: they play and do not learn. */
export class FrozenFollowers {
  /** What followers with memory have seen in the present game: they are run through it again where a problem is restored. */
  readonly seen: NumberLogs;
  readonly #oracle: FollowerOracle;
  readonly #game: Game;
  readonly #positions: readonly number[];
  readonly #widths: readonly number[];
  readonly #firstCopy: number;
  readonly #stream: ReturnType<typeof randomStream>;
  readonly #policies: (readonly Policy[])[];
  readonly #remembering: Uint8Array;

  /**
   * @param firstCopy - which copies of a larger problem these are
   */
  constructor(oracle: FollowerOracle, copies: number, seed: number, firstCopy: number) {
    this.#oracle = oracle;
    this.#game = oracle.game;
    this.#positions = followersOf(oracle.game);
    this.#widths = this.#positions.map((position) => width((oracle.game.players[position] as Player).observation));
    this.#firstCopy = firstCopy;
    this.#stream = randomStream(seed, 'followers');
    this.#policies = new Array<readonly Policy[]>(copies);
    this.#remembering = new Uint8Array(copies);
    this.seen = new NumberLogs(copies);
  }

  /** Takes the response of an oracle. */
  freeze(copy: number, policies: readonly Policy[]): void {
    if (policies.length !== this.#positions.length) {
      throw new InputError(
        `oracle ${this.#oracle.name} returned ${policies.length} policies: expected one per follower of ${this.#game.id} (${this.#positions.length})`,
      );
    }
    this.#policies[copy] = policies;
    this.#remembering[copy] = policies.some(({ reset }) => reset) ? 1 : 0;
  }

  /** A game begins. */
  reset(copy: number): void {
    for (const policy of this.#policies[copy]!) policy.reset?.();
    this.seen.clear(copy);
  }

  /**
   * Lets the followers of a copy act on what they see.
   *
   * @param tick - their randomness depends on the copy and this number alone
   * @param joint - gets their actions
   */
  act(copy: number, tick: number, observations: readonly Column[], joint: readonly Column[]): void {
    this.#stream.at(this.#firstCopy + copy, tick);
    const policies = this.#policies[copy]!;
    for (let f = 0; f < policies.length; f++) {
      const position = this.#positions[f]!;
      const follower = this.#game.players[position]!;
      const start = copy * this.#widths[f]!;
      const sees = valueIn(follower.observation, observations[position]!, start);
      if (this.#remembering[copy] === 1) this.seen.append(copy, observations[position]!, start, this.#widths[f]!);
      const action = policies[f]!.act(sees, this.#stream);
      if (!contains(follower.action, action)) {
        throw new InputError(
          `${follower.name} of oracle ${this.#oracle.name} plays ${show(action)}: expected a value of ${show(follower.action)}`,
        );
      }
      if (typeof action === 'number') joint[position]![copy] = action;
      else flatten(follower.action, action, joint[position]!, copy * width(follower.action));
    }
  }

  /**
   * Runs the followers of a copy through their present game again, up to where they were when the problem was saved.
   *
   * @param tick - the last at which they acted
   */
  resume(copy: number, policies: readonly Policy[], tick: number): void {
    this.freeze(copy, policies);
    for (const policy of policies) policy.reset?.();
    const seen = this.seen.of(copy);
    const row = this.#widths.reduce((sum, size) => sum + size, 0);
    for (let start = 0, at = tick + 1 - seen.length / row; start < seen.length; start += row, at++) {
      this.#stream.at(this.#firstCopy + copy, at);
      let from = start;
      policies.forEach((policy, f) => {
        policy.act(valueIn(this.#game.players[this.#positions[f]!]!.observation, seen, from), this.#stream);
        from += this.#widths[f]!;
      });
    }
  }
}
