import { show } from '../errors/errors.ts';
import type { Game } from '../game/game.ts';
import { followersOf, soleLeader } from '../game/game.ts';
import type { FollowerOracle, OracleRun, Response } from '../oracle/oracle.ts';
import type { Policy, TablePolicy } from '../policy/policy.ts';
import { randomStream } from '../random/random.ts';
import type { Space, Value } from '../spaces/spaces.ts';
import { cardinality, contains, sample, valueAt } from '../spaces/spaces.ts';
import { Violation, expectThat } from './examination.ts';
import { deepFreeze } from './part-rules.ts';

/** The most queries of a run, and updates of a training. */
export const LIMIT: number = 100_000;

/** A leader that answers by the observation alone: number `which` of several. */
function answersOf(
  { observation, action }: { readonly observation: Space; readonly action: Space },
  which: number,
): (seen: Value) => Value {
  const actions = cardinality(action);
  return (seen) => {
    const at = observation.kind === 'discrete' ? (seen as number) : 0;
    if (Number.isFinite(actions)) return valueAt(action, (at + which) % actions);
    return sample(action, randomStream(which, 'check oracle').at(at, 0));
  };
}

/** What a run asked and returned. */
export interface Played {
  /** Its queries. */
  readonly asked: readonly unknown[];
  /** Its response. */
  readonly response: Response;
  /** Both as text: equal runs have equal texts. */
  readonly text: string;
}

/** Plays a run against a leader, step by step. */
export function* stepsOf(oracle: FollowerOracle, which: number, carried?: unknown): Generator<void, Played, void> {
  const { game } = oracle;
  const leader = game.players[soleLeader(game)]!;
  const answer = answersOf(leader, which);
  const random = randomStream(7, 'check oracle/run').at(0, 0);
  const run: OracleRun = oracle.respond(carried === undefined ? { random } : { random, carried });
  const asked: unknown[] = [];
  let questions = 0;
  let turn = run.next();
  while (turn.done !== true) {
    const { observations, reward, memory } = turn.value;
    asked.push({ observations: [...observations], reward, memory });
    questions += observations.length;
    if (questions > LIMIT) throw new Violation(`more than ${LIMIT} queries`);
    yield;
    turn = run.next(deepFreeze(observations.map(answer)));
  }
  return { asked, response: turn.value, text: JSON.stringify([asked, responseText(game, turn.value)]) };
}

/** Plays a run against a leader to its end. */
export function runOf(oracle: FollowerOracle, which: number, carried?: unknown): Played {
  const steps = stepsOf(oracle, which, carried);
  let turn = steps.next();
  while (turn.done !== true) turn = steps.next();
  return turn.value;
}

/** What policies do at every observation that can be listed, or some. */
function responseText(game: Game, { policies, reward, memory }: Response): unknown {
  return [reward, memory, followersOf(game).map((player, f) => actsOf(policies[f], game.players[player]!.observation))];
}

/** Every observation of a space, or some. */
export function observationsOf(space: Space): Value[] {
  const count = cardinality(space);
  if (count <= 64) return Array.from({ length: count }, (_unused, i) => valueAt(space, i));
  const random = randomStream(3, 'check oracle/observations').at(0, 0);
  return Array.from({ length: 8 }, () => sample(space, random));
}

function actsOf(policy: Policy | undefined, observation: Space): unknown {
  if (!policy) return undefined;
  const random = randomStream(5, 'check oracle/acts').at(0, 0);
  policy.reset?.();
  const table = 'table' in policy ? (policy as TablePolicy) : undefined;
  return [
    ...observationsOf(observation).map((seen) => policy.act(seen, random)),
    ...(table ? Array.from(table.table.subarray(table.offset * table.actions, (table.offset + table.observations) * table.actions)) : []),
  ];
}

/** Checks the policies of a response; what is wrong is thrown as a {@link Violation}. */
export function checkPolicies(game: Game, { policies }: Response): void {
  const followers = followersOf(game);
  expectThat(policies.length === followers.length, () => `${policies.length} policies for ${followers.length} followers`);
  const random = randomStream(9, 'check oracle/policies').at(0, 0);
  followers.forEach((player, f) => {
    const { observation, action } = game.players[player]!;
    const policy = policies[f]!;
    policy.reset?.();
    for (const seen of observationsOf(observation)) {
      const chosen = policy.act(seen, random);
      expectThat(contains(action, chosen), () => `${show(chosen)} at ${show(seen)} lies outside of the actions of ${game.id}`);
    }
    if (!('table' in policy)) return;
    const { table, offset, observations, actions } = policy as TablePolicy;
    for (let row = offset; row < offset + observations; row++) {
      const probabilities = [...table.subarray(row * actions, (row + 1) * actions)];
      const sum = probabilities.reduce((total, probability) => total + probability, 0);
      expectThat(
        probabilities.every((probability) => probability >= 0) && Math.abs(sum - 1) <= 1e-6,
        () => `probabilities ${show(probabilities)}: expected numbers from 0 that sum to 1`,
      );
    }
  });
}
