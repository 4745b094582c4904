import type { Column } from '../environment/batch.ts';
import { columnOf } from '../environment/batch.ts';
import type { Game, Rules } from '../game/game.ts';
import { defineGame } from '../game/game.ts';
import type { Conditions } from '../leader-problem/conditions.ts';
import type { LeaderProblem } from '../leader-problem/leader-problem.ts';
import type { LeaderProblemOptions } from '../leader-problem/options.ts';
import { leaderProblem } from '../leader-problem/leader-problem.ts';
import type { FollowerOracle, OracleEpisode, OracleRun } from '../oracle/oracle.ts';
import { deterministicPolicy } from '../policy/policy.ts';
import type { Value } from '../spaces/spaces.ts';
import { discrete, flatten, width } from '../spaces/spaces.ts';
import { toyDescriptor } from './toy-games.ts';

/** Four rounds; the leader sees 0, 1, 0, 1, the follower the leader's last action; the leader earns 10 times its action plus the follower's. */
export const echo: Game = defineGame({
  id: 'toy/Echo-v1',
  rules: (): Rules<{ readonly round: number; readonly last: number }> => ({
    players: [
      { name: 'leader', role: 'leader', observation: discrete(2, ['even', 'odd']), action: discrete(3) },
      { name: 'follower', role: 'follower', observation: discrete(3), action: discrete(3) },
    ],
    initial: () => ({ round: 0, last: 0 }),
    step: ({ round }, actions) => {
      const [lead, follow] = actions as [number, number];
      return { state: { round: round + 1, last: lead }, rewards: [10 * lead + follow, 0], terminated: round === 3 };
    },
    observe: ({ round, last }, player) => (player === 0 ? round % 2 : last),
  }),
  descriptor: () => toyDescriptor([0, 22]),
}).create();

/** An oracle for tests: its run, and defaults for all that describes it. */
export function oracleOf(game: Game, respond: (episode: OracleEpisode) => OracleRun, given: Partial<FollowerOracle> = {}): FollowerOracle {
  return {
    name: 'scripted',
    game,
    followerClass: 'stationary',
    ties: 'unspecified',
    equilibrium: 'none',
    queries: 'adaptive',
    earnsRewards: false,
    carriesOver: false,
    respond,
    ...given,
  };
}

/**
 * Actions for one episode of {@link echo} against {@link asking}: three query rows (0, 1, 0), then four rows of play (0, 1, 0, 1), with
 * other actions submitted at the repeats.
 */
export const SUBMITTED: readonly number[] = [1, 2, 0, 2, 0, 0, 1];

/** Asks 0, then 1 and 0 at once; the follower always plays the second answer. What was answered is written down. */
export function asking(heard: (readonly Value[])[] = [], given: Partial<FollowerOracle> = {}): FollowerOracle {
  return oracleOf(
    echo,
    function* () {
      heard.push(yield { observations: [0], reward: 100 });
      const answers = yield { observations: [1, 0], reward: 0.25 };
      heard.push(answers);
      return { policies: [deterministicPolicy([answers[0] as number, 0, 0], 3)], reward: 0.5 };
    },
    given,
  );
}

/** One row of a leader's episode. */
export interface Line {
  /** What the leader saw: a number, or a list where it is wider. */
  readonly sees: unknown;
  /** Whether its action was to be learned from. */
  readonly learn: number;
  /** What was executed. */
  readonly executed: unknown;
  /** What was earned. */
  readonly reward: number;
  /** Whether the episode was over then. */
  readonly over: boolean;
}

const part = (column: Column, size: number, copy: number): unknown =>
  size === 1 ? column[copy] : Array.from(column.subarray(copy * size, (copy + 1) * size));

/** Plays the running episode of copy 0 to its end with the given actions and returns one line per row. */
export function playOut(problem: LeaderProblem, actions: readonly Value[]): Line[] {
  const lines: Line[] = [];
  const column = columnOf(problem.action, problem.size);
  const over = (): boolean => problem.terminated[0] === 1 || problem.truncated[0] === 1;
  while (!over()) {
    const sees = part(problem.observations, width(problem.observation), 0);
    const learn = problem.learn[0] as number;
    for (let copy = 0; copy < problem.size; copy++)
      flatten(problem.action, actions[lines.length] as Value, column, copy * width(problem.action));
    problem.step(column);
    const executed = part(problem.executed, width(problem.action), 0);
    lines.push({
      sees,
      learn,
      executed,
      reward: problem.rewards[0] as number,
      over: over(),
    });
  }
  return lines;
}

/** Plays one episode of one copy. */
export function episode(
  oracle: FollowerOracle,
  conditions: Partial<Conditions>,
  actions: readonly Value[],
  options: Partial<LeaderProblemOptions> = {},
): Line[] {
  const problem = leaderProblem(oracle, { copies: 1, conditions, ...options });
  problem.reset();
  return playOut(problem, actions);
}

/** One entry of every line. */
export const column = <TKey extends keyof Line>(lines: readonly Line[], key: TKey): Line[TKey][] => lines.map((line) => line[key]);
