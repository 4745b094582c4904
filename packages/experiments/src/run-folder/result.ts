import type { BestResponseClass, Evidence } from '@firstmover/core';
import { ANSWER_FORMAT, InputError, show } from '@firstmover/core';
import type { Evaluation, LabelledPolicy } from '@firstmover/evaluation';
import type { Result } from '@firstmover/pipeline';
import { readFileStrictly } from '../files/read.ts';
import { parseStrictly } from '../json/strict-json.ts';

/** What `result.json` held before results were answers: the fields that are read. */
interface ResultBefore {
  readonly game: string;
  readonly oracle: string | null;
  readonly seed: number;
  readonly updates: number;
  readonly steps: Result['steps'];
  readonly best: { readonly update: number; readonly leaderReturn: number } | null;
  readonly stateHash: string;
  readonly leaderPolicy: LabelledPolicy | null;
  readonly verified: {
    readonly followerClass: BestResponseClass;
    readonly leaderReturn: { readonly strong: number; readonly weak: number };
    readonly followerReturn: number;
    readonly bestResponseGap: number | null;
  } | null;
  readonly notVerified: string | null;
  readonly evaluation: {
    readonly kind: Evaluation['kind'];
    readonly leaderReturn: number;
    readonly followerReturn?: number;
    readonly bestResponseGap?: number;
  } | null;
  readonly optimum: { readonly leaderReturn: number; readonly source: string } | null;
  readonly leaderRegret: number | null;
}

/**
 * Reads `result.json`, that of older versions too.
 *
 * @throws InputError for a file that is damaged or of a later version
 */
export function readResult(path: string): Result {
  const content = parseStrictly(readFileStrictly(path, 1 << 26).toString('utf8'), path, { length: 1 << 26 });
  if (typeof content !== 'object' || content === null || Array.isArray(content))
    throw new InputError(`${path} holds ${show(content)}: expected a result`);
  const { format } = content as { readonly format?: unknown };
  if (format === ANSWER_FORMAT) return content as unknown as Result;
  if (format === 'firstmover.result') return upgraded(content as unknown as ResultBefore);
  throw new InputError(
    `${path} has the format ${show(format)}: expected ${ANSWER_FORMAT}${typeof format === 'number' ? '; update firstmover' : ''}`,
  );
}

function upgraded(before: ResultBefore): Result {
  const { verified, evaluation, optimum, best } = before;
  const enumerated = optimum?.source === 'best deterministic commitment, by enumeration';
  const evidence: Evidence =
    verified && enumerated
      ? { kind: before.leaderRegret === 0 ? 'optimal' : 'bounded', by: 'enumeration' }
      : verified || evaluation?.kind === 'exact'
        ? { kind: 'verified' }
        : { kind: 'simulated', episodes: 32 };
  return {
    format: ANSWER_FORMAT,
    game: before.game,
    params: {},
    method: null,
    oracle: before.oracle,
    leader: null,
    seed: before.seed,
    commitmentClass: 'pure',
    followerClass: verified?.followerClass ?? 'stationary',
    ties: 'weak',
    leaderValue: verified?.leaderReturn.weak ?? evaluation?.leaderReturn ?? NaN,
    upperBound: verified && enumerated ? optimum.leaderReturn : null,
    followerValue: verified?.followerReturn ?? evaluation?.followerReturn ?? null,
    commitment: before.leaderPolicy,
    reply: null,
    optimalReplies: null,
    attained: true,
    unique: null,
    evidence,
    held: false,
    strongValue: verified?.leaderReturn.strong ?? null,
    apparentValue: null,
    notVerified: before.notVerified,
    bestResponseGap: verified?.bestResponseGap ?? null,
    optimum: optimum && { leaderValue: optimum.leaderReturn, followerValue: null, source: optimum.source },
    leaderRegret: before.leaderRegret,
    exactContexts: null,
    mixture: null,
    play: null,
    updates: before.updates,
    steps: before.steps,
    best: best && { update: best.update, leaderValue: best.leaderReturn },
    settled: null,
    stateHash: before.stateHash,
  };
}
