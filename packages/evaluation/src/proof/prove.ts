import type { BestResponseClass, Evidence, FiniteModel, FollowerOracle, Game, Player, Policy, TablePolicy } from '@firstmover/core';
import {
  RefusedError,
  cardinality,
  checkedClass,
  childSeed,
  deterministicPolicy,
  followersOf,
  labelAt,
  leadersOf,
  playEpisode,
  policyRows,
  randomStream,
  respondTo,
} from '@firstmover/core';
import type { Responder } from '@firstmover/solvers';
import {
  bestDeterministicCommitment,
  bestResponse,
  createResponder,
  evaluatePolicies,
  leaderTables,
  verifyCommitment,
} from '@firstmover/solvers';
import { bestMixtureOf, mixtureGame, mixturePolicy } from './mixture.ts';
import { EPISODES, simulateLeader } from './simulate.ts';
import type { Evaluation, LabelledPolicy, Optimum, PlayedRounds, Verdict } from './verdict.ts';

/** The most rows of a table that an answer lists. */
const LISTED_ROWS = 4096;

/** The most deterministic leaders that a learned follower is checked against one by one. */
const CHECKED_LEADERS = 4096;

/** The most runs of equal rounds that an answer lists. */
const LISTED_ROUNDS = 64;

/** Says what leaders of one game are worth; nothing that it computes reaches a learner. */
export interface Prover {
  /**
   * How good a policy is while it learns, against an exact best response where one can be computed, else by simulation.
   *
   * @param oracle - the followers at hand; undefined for methods whose followers are none
   * @param update - the evaluation depends on the policy, the seed and this number alone
   * @returns undefined where neither is possible
   */
  evaluate(policy: Policy, oracle: FollowerOracle | undefined, update: number): Evaluation | undefined;
  /**
   * What a policy is worth in the end, and the optimum of its class where one is known. It gives the value by the verifier, which shares
   * no search with oracles, learners and evaluations, and what the followers at hand fall short of.
   *
   * @param evaluation - the last one, which stands in where the verifier is out of reach
   * @param learned - whether the oracle was trained beforehand, so that it is checked against all deterministic leaders
   * @throws RefusedError where nothing can be told
   */
  prove(policy: Policy, oracle: FollowerOracle | undefined, evaluation: Evaluation | undefined, learned?: boolean): Verdict;
}

/**
 * Makes the prover of a game.
 *
 * @param model - its finite model, where it has one
 * @param seed - of chance in simulated episodes and of what an oracle draws
 */
export function createProver(game: Game, model: FiniteModel | undefined, seed: number): Prover {
  const mixed = mixtureGame(game);
  const one = leadersOf(game).length === 1 && followersOf(game).length === 1;
  const finite = one ? (mixed?.model ?? model) : undefined;
  const responders = new Map<BestResponseClass, Responder>();
  let exact = finite !== undefined;
  const evaluationSeed = childSeed(seed, 'evaluation');

  /** A policy as a table of the finite game; undefined where it is none. */
  const tableOf = (policy: Policy): TablePolicy | undefined => {
    if (mixed) return mixturePolicy(policy.act(0, randomStream(seed, 'solve').at(0, 0)) as readonly number[]);
    return 'table' in policy ? (policy as TablePolicy) : undefined;
  };
  /** The followers at hand against a policy, as a table; undefined where they are none. */
  const playedBy = (
    oracle: FollowerOracle | undefined,
    policy: Policy,
    stream: string,
    at: number,
    from: number,
  ): TablePolicy | undefined => {
    if (!oracle || mixed) return undefined;
    const [played] = respondTo(oracle, policy, randomStream(from, stream).at(0, at)).policies;
    return played && 'table' in played ? (played as TablePolicy) : undefined;
  };
  const respond = (followerClass: BestResponseClass): Responder => {
    let responder = responders.get(followerClass);
    if (!responder) responders.set(followerClass, (responder = createResponder(finite!, { followerClass, ties: 'weak' })));
    return responder;
  };

  const exactly = (table: TablePolicy, policy: Policy, oracle: FollowerOracle | undefined, update: number): Evaluation => {
    const { leaderValue, followerValue } = respond(checkedClass(oracle?.followerClass ?? 'stationary'))(table);
    const found = { kind: 'exact', leaderValue, followerValue } as const;
    const played = playedBy(oracle, policy, 'responses', update, evaluationSeed);
    return played ? { ...found, bestResponseGap: followerValue - followerValueOf(finite!, table, played) } : found;
  };

  return {
    evaluate(policy, oracle, update) {
      const table = exact ? tableOf(policy) : undefined;
      if (table) {
        try {
          return exactly(table, policy, oracle, update);
        } catch (error) {
          if (!(error instanceof RefusedError)) throw error;
          exact = false;
        }
      }
      if (!oracle) return undefined;
      return { kind: 'simulated', leaderValue: simulateLeader(game, oracle, policy, childSeed(evaluationSeed, `update ${update}`)) };
    },

    prove(policy, oracle, evaluation, learned = false) {
      const table = tableOf(policy);
      const followerClass = checkedClass(oracle?.followerClass ?? 'stationary');
      const reason = !one
        ? `${game.id} does not have one leader and one follower`
        : !finite
          ? `${game.id} has no finite model`
          : table
            ? null
            : 'the leader is no table of observations';
      const verified = reason === null ? verify(finite!, table!, followerClass, playedBy(oracle, policy, 'verification', 0, seed)) : reason;
      const value = typeof verified === 'string' ? evaluation?.leaderValue : verified.leaderValue.weak;
      if (value === undefined)
        throw new RefusedError(
          `what the leader of ${game.id} is worth cannot be told: ${String(verified)}, and it has no oracle to play against`,
        );
      const best = mixed && bestMixtureOf(mixed);
      const optimum = best?.optimum ?? optimumOf(game, finite, followerClass);
      const difference = optimum && optimum.leaderValue - value;
      const regret = difference === null ? null : snap(difference, optimum!.leaderValue);
      const pure = table !== undefined && !mixed && policyRows(table).every((row) => row.includes(1));
      const proved = typeof verified !== 'string' && optimum !== null && (mixed !== undefined || (pure && optimum.source === ENUMERATED));
      const reply =
        reason === null && typeof verified !== 'string' ? bestResponse(finite!, table!, { followerClass, ties: 'weak' }).policy : undefined;
      return {
        commitmentClass: pure || !table ? 'pure' : 'mixed',
        followerClass,
        ties: 'weak',
        leaderValue: value,
        upperBound: proved ? Math.max(optimum.leaderValue, value) : null,
        followerValue: typeof verified === 'string' ? (evaluation?.followerValue ?? null) : verified.followerValue,
        commitment: table && table.observations <= LISTED_ROWS ? labelled(finite?.game ?? game, leadersOf(game)[0]!, table) : null,
        reply: reply && 'table' in reply ? labelled(finite!.game, followersOf(game)[0]!, reply as TablePolicy) : null,
        optimalReplies: null,
        attained: true,
        unique: null,
        evidence: evidenceOf(proved, regret, mixed !== undefined, typeof verified === 'string' ? evaluation : undefined),
        held: oracle?.followerClass === 'held',
        strongValue: typeof verified === 'string' ? null : verified.leaderValue.strong,
        apparentValue: typeof verified === 'string' ? null : (verified.played?.leaderValue ?? null),
        notVerified: typeof verified === 'string' ? verified : null,
        bestResponseGap: typeof verified === 'string' ? (evaluation?.bestResponseGap ?? null) : verified.followerGain,
        optimum,
        leaderRegret: regret,
        exactContexts: learned && finite && oracle && !mixed ? contextsOf(finite, oracle, respond(followerClass), seed) : null,
        mixture: best?.mixture ?? null,
        play: mixed || !reply || !table ? null : playOut(finite!.game, table, reply),
      };
    },
  };
}

/** What stands behind a value: the optimum of its class, the verifier, the evaluation against an exact best response, or simulated episodes. */
function evidenceOf(proved: boolean, regret: number | null, mixed: boolean, evaluation: Evaluation | undefined): Evidence {
  if (proved) return { kind: regret !== null && regret <= 0 ? 'optimal' : 'bounded', by: mixed ? 'floating' : 'enumeration' };
  return evaluation?.kind === 'simulated' ? { kind: 'simulated', episodes: EPISODES } : { kind: 'verified' };
}

function verify(
  model: FiniteModel,
  table: TablePolicy,
  followerClass: BestResponseClass,
  follower: TablePolicy | undefined,
): ReturnType<typeof verifyCommitment> | string {
  try {
    return verifyCommitment(model, table, { followerClass, ...(follower ? { follower } : {}) });
  } catch (error) {
    if (error instanceof RefusedError) return error.message;
    throw error;
  }
}

const ENUMERATED = 'best deterministic commitment, by enumeration';

function optimumOf(game: Game, model: FiniteModel | undefined, followerClass: BestResponseClass): Optimum | null {
  if (model) {
    try {
      const { leaderValue, followerValue } = bestDeterministicCommitment(model, { followerClass, ties: 'weak' });
      return { leaderValue, followerValue, source: ENUMERATED };
    } catch (error) {
      if (!(error instanceof RefusedError)) throw error;
    }
  }
  const mixed = game.descriptor.commitment === 'mixed';
  const known = game.descriptor.optima.find(
    (optimum) => optimum.followerClass === followerClass && optimum.ties === 'weak' && (optimum.commitment === 'mixed') === mixed,
  );
  return known ? { leaderValue: known.leaderReturn, followerValue: null, source: `${known.commitment} commitment: ${known.source}` } : null;
}

/** Both players' policies in the order of the game. */
function inOrder(game: Game, leader: TablePolicy, follower: Policy): Policy[] {
  return leadersOf(game)[0] === 0 ? [leader, follower] : [follower, leader];
}

function followerValueOf(model: FiniteModel, leader: TablePolicy, follower: TablePolicy): number {
  return evaluatePolicies(model, inOrder(model.game, leader, follower) as TablePolicy[])[followersOf(model.game)[0]!]!;
}

/** Against how many of all deterministic leaders an oracle responds optimally; null where they are too many, or it answers with no table. */
function contextsOf(model: FiniteModel, oracle: FollowerOracle, respond: Responder, seed: number): Verdict['exactContexts'] {
  const leader = leadersOf(model.game)[0]!;
  const of = leaderTables(model);
  if (of > CHECKED_LEADERS) return null;
  const [observations, actions] = [model.observationCounts[leader]!, model.actionCounts[leader]!];
  let optimal = 0;
  for (let index = 0; index < of; index++) {
    const choices = Array.from({ length: observations }, (_unused, o) => Math.floor(index / actions ** o) % actions);
    const table = deterministicPolicy(choices, actions);
    const [played] = respondTo(oracle, table, randomStream(seed, 'proof').at(0, index)).policies;
    if (!played || !('table' in played)) return null;
    const target = respond(table).followerValue;
    if (followerValueOf(model, table, played as TablePolicy) >= target - 1e-9 * Math.max(1, Math.abs(target))) optimal++;
  }
  return { optimal, of };
}

function labelled(game: Game, player: number, table: TablePolicy): LabelledPolicy {
  const { observation, action } = game.players[player] as Player;
  return {
    observations: Array.from({ length: table.observations }, (_unused, i) => labelAt(observation, i)),
    actions: Array.from({ length: cardinality(action) }, (_unused, i) => labelAt(action, i)),
    probabilities: policyRows(table),
  };
}

/** One episode, rounds that repeat gathered; null where there are too many to list. */
function playOut(game: Game, leader: TablePolicy, reply: Policy): readonly PlayedRounds[] | null {
  const [leads, follows] = [leadersOf(game)[0]!, followersOf(game)[0]!];
  reply.reset?.();
  const rounds: { leader: string; follower: string; rounds: number }[] = [];
  for (const { actions } of playEpisode(game, { policies: inOrder(game, leader, reply), seed: 0, steps: 1_000_000 })) {
    if (!actions) continue;
    const [own, other] = [leads, follows].map((player) => labelAt(game.players[player]!.action, actions[player] as number)) as [
      string,
      string,
    ];
    const last = rounds.at(-1);
    if (last?.leader === own && last.follower === other) last.rounds++;
    else if (rounds.length === LISTED_ROUNDS) return null;
    else rounds.push({ leader: own, follower: other, rounds: 1 });
  }
  return rounds;
}

/** A difference that is rounding is none. */
function snap(difference: number, scale: number): number {
  return Math.abs(difference) <= 1e-9 * Math.max(1, Math.abs(scale)) ? 0 : difference;
}
