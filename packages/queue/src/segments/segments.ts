import type { Redis } from 'ioredis';

/** Where a run stands, as Redis has it. */
export interface RunState {
  /** Open, or ended one way or the other. */
  readonly state: 'open' | 'finished' | 'quarantined';
  /** The number of the segment to be trained next. */
  readonly segment: number;
  /** The attempt whose folder the next segment starts from; empty for none. */
  readonly from: string;
  /** The hash of its state; empty for none. */
  readonly input: string;
  /** The result in JSON, where it is finished. */
  readonly result: string;
  /** The last failure. */
  readonly failure: string;
}

/** What an attempt at a segment holds: only the last one that was given out can commit. */
export interface Claim extends RunState {
  /** The fencing token, which also names the attempt's folder. */
  readonly token: string;
}

/** What an attempt commits: where the next segment starts, or the end. */
export type Commit = Partial<Pick<RunState, 'state' | 'from' | 'input' | 'result'>>;

/** Equal failures of a segment in a row that quarantine its run. */
export const EQUAL_FAILURES = 3;

/** Failures of a segment of any kind that do. */
const ALL_FAILURES = 10;

/** Seconds that a run which has ended is remembered. */
const MEMORY = 7 * 86_400;

const CLAIM = `
if redis.call('HGET', KEYS[1], 'state') ~= 'open' or redis.call('HGET', KEYS[1], 'segment') ~= ARGV[1] then return nil end
local token = redis.call('HINCRBY', KEYS[1], 'claims', 1) .. '-' .. ARGV[2]
redis.call('HSET', KEYS[1], 'token', token)
return token`;

const HELD = `
if redis.call('HGET', KEYS[1], 'state') ~= 'open' or redis.call('HGET', KEYS[1], 'segment') ~= ARGV[1]
  or redis.call('HGET', KEYS[1], 'token') ~= ARGV[2] or redis.call('HGET', KEYS[1], 'input') ~= ARGV[3] then return 0 end`;

const COMMIT = `${HELD}
redis.call('HINCRBY', KEYS[1], 'segment', 1)
redis.call('HDEL', KEYS[1], 'token', 'failure', 'equal', 'failures')
for i = 4, #ARGV - 1, 2 do redis.call('HSET', KEYS[1], ARGV[i], ARGV[i + 1]) end
if redis.call('HGET', KEYS[1], 'state') ~= 'open' then
  redis.call('HINCRBY', KEYS[1], 'accepted', 1)
  redis.call('EXPIRE', KEYS[1], ${MEMORY})
end
return 1`;

const FAIL = `${HELD}
if redis.call('HGET', KEYS[1], 'failure') ~= ARGV[4] then redis.call('HSET', KEYS[1], 'failure', ARGV[4], 'equal', 0) end
local equal = redis.call('HINCRBY', KEYS[1], 'equal', 1)
local all = redis.call('HINCRBY', KEYS[1], 'failures', 1)
if equal < ${EQUAL_FAILURES} and all < ${ALL_FAILURES} then return 1 end
redis.call('HSET', KEYS[1], 'state', 'quarantined')
redis.call('EXPIRE', KEYS[1], ${MEMORY})
return 2`;

const OPEN = `
if redis.call('HGET', KEYS[1], 'state') == 'finished' then return 0 end
redis.call('HDEL', KEYS[1], 'failure', 'equal', 'failures')
redis.call('HSETNX', KEYS[1], 'segment', 0)
redis.call('HSETNX', KEYS[1], 'input', '')
redis.call('HSETNX', KEYS[1], 'from', '')
redis.call('HSET', KEYS[1], 'state', 'open')
redis.call('PERSIST', KEYS[1])
return 1`;

/** The segments of runs in Redis. A segment is accepted once: from the attempt that claimed it last, on the input that was accepted before it. */
export interface Segments {
  /** Makes a run known, or one that was quarantined open again; one that is finished stays. */
  open(run: string): Promise<void>;
  /** Where a run stands; undefined for one that is not known. */
  state(run: string): Promise<RunState | undefined>;
  /** Claims a segment, and takes it from whoever claimed it before; undefined where it is not the next one. */
  claim(run: string, segment: number, unique: string): Promise<Claim | undefined>;
  /** Commits what an attempt made; false where another has claimed the segment since. */
  commit(run: string, claim: Claim, what: Commit): Promise<boolean>;
  /** Counts a failure; says whether the run is quarantined now. */
  fail(run: string, claim: Claim, message: string): Promise<'again' | 'quarantined' | 'not ours'>;
}

/** Runs of one sweep. */
export function segmentsOf(redis: Redis, sweep: string): Segments {
  const key = (run: string): string => `firstmover:run:{${sweep}}:${run}`;
  const state = async (run: string): Promise<RunState | undefined> => {
    const found = await redis.hgetall(key(run));
    if (found['state'] === undefined) return undefined;
    return {
      state: found['state'] as RunState['state'],
      segment: Number(found['segment']),
      from: found['from'] ?? '',
      input: found['input'] ?? '',
      result: found['result'] ?? '',
      failure: found['failure'] ?? '',
    };
  };
  const held = (run: string, { segment, token, input }: Claim): [string, number, string, string] => [key(run), segment, token, input];
  return {
    async open(run) {
      await redis.eval(OPEN, 1, key(run));
    },
    state,
    async claim(run, segment, unique) {
      const token = (await redis.eval(CLAIM, 1, key(run), segment, unique)) as string | null;
      const at = token === null ? undefined : await state(run);
      return at && token !== null && at.segment === segment ? { ...at, token } : undefined;
    },
    async commit(run, claim, fields) {
      const entries = Object.entries(fields).flat();
      return (await redis.eval(COMMIT, 1, ...held(run, claim), ...entries)) === 1;
    },
    async fail(run, claim, message) {
      const outcome = await redis.eval(FAIL, 1, ...held(run, claim), message);
      return outcome === 2 ? 'quarantined' : outcome === 1 ? 'again' : 'not ours';
    },
  };
}
