import type { FollowerOracle, LeaderProblem, Rules, Space, Value } from '@firstmover/core';
import { box, defineGame, deterministicPolicy, discrete, leaderProblem, simplex, tuple } from '@firstmover/core';

/** Makes a leader problem, with so many outer episodes side by side. */
export type MakeProblem = (copies: number, seed: number) => LeaderProblem;

/** Rounds until chance ends it, three on average: the leader earns by what both did, the follower by matching. */
interface Toy {
  readonly action: Space;
  /** What the leader sees: what it did last, and what the follower did. */
  readonly observation: Space;
  readonly nothing: Value;
  see(action: Value, reply: number): Value;
  /** Which of three rows an action is near to. */
  row(action: Value): number;
  /** What an action earns beside matching. */
  worth(action: Value): number;
}

const nearest = (action: Value): number => {
  const entries = action as readonly number[];
  return entries.indexOf(Math.max(...entries));
};

const TOYS: readonly Toy[] = [
  {
    action: discrete(3),
    observation: discrete(3),
    nothing: 0,
    see: (_action, reply) => reply,
    row: (action) => action as number,
    worth: (action) => (action as number) / 4,
  },
  {
    action: box(-1, 1, [1]),
    observation: box(-1, 2, [2]),
    nothing: [0, 0],
    see: (action, reply) => [(action as readonly number[])[0]!, reply],
    row: (action) => Math.min(2, Math.floor(((action as readonly number[])[0]! + 1) * 1.5)),
    worth: (action) => -((action as readonly number[])[0]! ** 2),
  },
  {
    action: simplex(3),
    observation: tuple([discrete(3)]),
    nothing: [0],
    see: (_action, reply) => [reply],
    row: nearest,
    worth: (action) => (action as readonly number[])[1]!,
  },
];

/** A problem of each kind of action that leaders have. */
export const toyProblems: readonly MakeProblem[] = TOYS.map((toy) => {
  const game = defineGame({
    id: 'test/Rounds-v1',
    rules: (): Rules<{ readonly seen: Value; readonly last: number }> => ({
      players: [
        { name: 'leader', role: 'leader', observation: toy.observation, action: toy.action },
        { name: 'follower', role: 'follower', observation: discrete(3), action: discrete(3) },
      ],
      initial: () => ({ seen: toy.nothing, last: 0 }),
      step(_state, actions, chance) {
        const [action, reply] = actions as readonly [Value, number];
        const row = toy.row(action);
        const match = row === reply ? 1 : 0;
        return {
          state: { seen: toy.see(action, reply), last: row },
          rewards: [match + toy.worth(action), match],
          terminated: chance.pick([2, 1]) === 1,
        };
      },
      observe: ({ seen, last }, player) => (player === 0 ? seen : last),
    }),
    descriptor: () => ({ commitment: 'pure' }),
  }).create();
  const oracle: FollowerOracle = {
    name: 'listener',
    game,
    followerClass: 'stationary',
    ties: 'unspecified',
    equilibrium: 'none',
    queries: 'adaptive',
    earnsRewards: false,
    carriesOver: false,
    *respond({ random }) {
      let heard = random.integer(3);
      for (let turn = 0; turn < 2; turn++) {
        const answers = yield { observations: [toy.see(zero(toy), heard)] };
        heard = (heard + toy.row(answers[0]!)) % 3;
      }
      return { policies: [deterministicPolicy([heard, (heard + 1) % 3, heard], 3)] };
    },
  };
  return (copies, seed) => leaderProblem(oracle, { copies, seed });
});

/** Some action, for what is seen before any was taken. */
function zero({ action }: Toy): Value {
  return action.kind === 'simplex' ? [1, 0, 0] : action.kind === 'box' ? [0] : 0;
}
