import type { Drawing, FollowerClass, GameDefinition } from '@firstmover/core';
import { defineGame, defineRules, discrete, drawGrid, svgText } from '@firstmover/core';

interface Account {
  readonly round: number;
  /** Whether the borrower kept the loan in each of the last rounds, the newest first; before the first round it had repaid. */
  readonly record: readonly number[];
}

/** The number of rounds of `benchmark/CreditHistory-v1` with a memory of so many. */
export function creditHistoryRounds(memory: number): number {
  return 4 * (memory + 1);
}

/** What a record is as an observation: a binary number, the newest round its lowest digit. */
function codeOf(record: readonly number[]): number {
  return record.reduceRight((code, kept) => 2 * code + kept, 0);
}

/**
 * The lender's optimal return in `benchmark/CreditHistory-v1`, by lending where the record is clean and refusing elsewhere. A borrower whose
 * policy is a function of the record always repays. One that counts the rounds keeps the last loan that it gets, whatever the lender does.
 *
 * @param memory - how many rounds the lender remembers
 * @param followerClass - what the borrower may depend on
 */
export function creditHistoryOptimum(memory: number, followerClass: FollowerClass): number {
  const rounds = creditHistoryRounds(memory);
  return followerClass === 'stationary' ? rounds : rounds - 1 - memory;
}

function drawAccount({ round, record }: Account, rounds: number): Drawing {
  const row = record.map((kept) => (kept === 1 ? 'x' : 'o')).join('');
  const grid = drawGrid([row], { o: { cell: 'soft', disc: 'good' }, x: { cell: 'soft', disc: 'bad' } });
  const words = `round ${round} of ${rounds}, newest first`;
  const height = (grid.height ?? 0) + 14;
  return { svg: grid.svg + svgText(0, height - 2, words), height, text: `${grid.text} ${words}` };
}

/**
 * `benchmark/CreditHistory-v1`: round after round a lender lends or refuses, and a borrower repays or keeps what it got. Keeping once is worth a little less than `memory` loans, so that
 * the borrower repays only if keeping costs it the loans of all the rounds that the lender remembers: one round less, and credit is a loss.
 */
export const creditHistory: GameDefinition = defineGame({
  id: 'benchmark/CreditHistory-v1',
  parameters: {
    memory: { kind: 'integer', min: 1, max: 12, default: 3, about: 'how many rounds the lender remembers: it has 2^memory observations' },
  },
  rules: ({ memory }) => {
    const records = discrete(2 ** memory);
    const rounds = creditHistoryRounds(memory);
    return defineRules({
      players: [
        { name: 'lender', role: 'leader', observation: records, action: discrete(2, ['refuse', 'lend']) },
        { name: 'borrower', role: 'follower', observation: records, action: discrete(2, ['repay', 'keep']) },
      ],
      initial: (): Account => ({ round: 0, record: new Array<number>(memory).fill(0) }),
      step: ({ round, record }: Account, [lends, wants]: readonly [number, number]) => {
        const kept = lends * wants;
        return {
          state: { round: round + 1, record: [kept, ...record.slice(0, -1)] },
          rewards: lends === 0 ? [0, 0] : kept === 1 ? [-memory, memory + 0.5] : [1, 1],
          terminated: round + 1 === rounds,
        };
      },
      observe: ({ record }: Account) => codeOf(record),
      draw: (state) => drawAccount(state, rounds),
    });
  },
  descriptor: ({ memory }) => ({
    summary: 'A lender deters a borrower from keeping its loans, and needs all it can remember for it.',
    rewardBounds: [-memory, memory + 0.5],
    horizon: creditHistoryRounds(memory),
    optima: (['strong', 'weak'] as const).flatMap((ties) =>
      (['stationary', 'rational'] as const).map((followerClass) => ({
        leaderReturn: creditHistoryOptimum(memory, followerClass),
        commitment: 'pure' as const,
        followerClass,
        ties,
        source: 'deterrence by every remembered round (creditHistoryOptimum, proof on the page)',
      })),
    ),
    source: 'firstmover: a benchmark that scales in the memory that a commitment needs',
  }),
});
