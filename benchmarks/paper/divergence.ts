import type { FollowerOracle, TablePolicy } from '@firstmover/core';
import {
  bindPart,
  childSeed,
  deterministicPolicy,
  finiteModel,
  greedyChoices,
  leaderProblem,
  randomStream,
  respondTo,
} from '@firstmover/core';
import { exactFollower, functionFollower } from '@firstmover/followers';
import { bimatrix } from '@firstmover/matrix-games';
import { ppoLeader, reinforceLeader } from '@firstmover/algorithms';
import { copiesOf } from '@firstmover/methods';
import type { Point, Run } from '../harness/study.ts';
import type { Experiment } from './experiment.ts';
import { curves } from './figures.ts';
import { mean } from '@firstmover/evaluation';
import { interval, showInterval, showShare } from './numbers.ts';
import { exactValues } from '@firstmover/evaluation';
import { column } from '../harness/rows.ts';

const UPDATES = 1000;
/** How many of them are drawn. */
const SHOWN = 200;
const PATIENCE = 10;
const learners = { PPO: bindPart(ppoLeader), 'policy gradient': bindPart(reinforceLeader) } as const;
type Name = keyof typeof learners;
const INSIDE = 'inside the framework';
const TURNS = `opponent best-responds every ${PATIENCE} updates`;
const ALWAYS = 'opponent best-responds in every episode';
const armOf = (name: Name, how: string): string => `${name}, ${how}`;

/** A leader that learns against an opponent which always has the best response, but does not see that it depends on the leader. */
export const divergence: Experiment = {
  name: 'divergence',
  about: new URL('./divergence.md', import.meta.url),
  arms: Object.keys(learners) as Name[],
  run(arm, seed, effort) {
    const name = arm as Name;
    const game = bimatrix.create({
      leaderPayoff: [
        [1, 3],
        [2, 0],
      ],
      followerPayoff: [
        [1, 0],
        [0, 1],
      ],
    });
    const model = finiteModel(game);
    const exact = exactValues(model);
    const updates = Math.max(4 * PATIENCE, Math.round(effort * UPDATES));
    return [INSIDE, TURNS, ALWAYS].map((how): Run => {
      let response = deterministicPolicy([0], 2);
      const fixed = functionFollower(game, { queries: [], respond: () => [response] });
      const oracle: FollowerOracle = how === TURNS ? fixed : exactFollower(model, { samples: how === ALWAYS ? 100 : 1 });
      const conditions = how === ALWAYS ? { queriesInTrajectory: false, consistentAnswers: false } : {};
      const problem = leaderProblem(oracle, { copies: copiesOf(learners[name]), seed: childSeed(seed, 'leader'), conditions });
      const learner = learners[name].create(problem, childSeed(seed, 'leader'));
      const curve: Point[] = [];
      const rows: number[] = [];
      for (let update = 1; update <= updates; update++) {
        learner.update();
        const policy = learner.policy() as TablePolicy;
        const greedy = learner.policy('greedy') as TablePolicy;
        if (update % PATIENCE === 0)
          response = respondTo(exactFollower(model, { ties: 'weak' }), greedy, randomStream(seed, 'reply').at(0, 0))
            .policies[0] as TablePolicy;
        if (update % 2 === 0 && update <= SHOWN) curve.push({ x: update, y: Number(policy.probability(0, 0).toFixed(3)) });
        rows.push(greedyChoices(greedy)[0]!);
      }
      const second = rows.slice(rows.length / 2);
      const changes = second.filter((row, i) => i > 0 && row !== second[i - 1]).length;
      return { arm: armOf(name, how), seed, values: { changes, value: mean(second.map((row) => exact.value([row]))) }, curve };
    });
  },
  compare: (runs) =>
    (Object.keys(learners) as Name[]).flatMap((name) =>
      [INSIDE, TURNS, ALWAYS].map((how) => ({
        what: `${armOf(name, how)}: changes of the greedy row; mean value`,
        published: how === INSIDE ? 'row 0, value 1 (derived)' : how === TURNS ? 'cycles for ever (derived)' : '-',
        ours: `${showInterval(interval(column(runs, armOf(name, how), 'changes')))}; ${showInterval(interval(column(runs, armOf(name, how), 'value')))}`,
      })),
    ),
  check: (runs) =>
    (Object.keys(learners) as Name[]).flatMap((name) => {
      const settled = column(runs, armOf(name, INSIDE), 'changes').map(
        (changes, i) => changes === 0 && column(runs, armOf(name, INSIDE), 'value')[i] === 1,
      );
      const cycles = column(runs, armOf(name, TURNS), 'changes').map((changes) => changes >= 4);
      const share = (hits: readonly boolean[]): string => showShare(hits.filter(Boolean).length, hits.length);
      const most = (hits: readonly boolean[]): boolean => hits.filter(Boolean).length >= 0.9 * hits.length;
      return [
        { what: `${name} inside stays at row 0`, holds: most(settled), detail: share(settled) },
        { what: `${name} against a best-responding opponent keeps changing rows`, holds: most(cycles), detail: share(cycles) },
      ];
    }),
  figures: (runs) => [
    {
      svg: curves(runs, { x: 'updates', y: 'row 0', references: [1], domain: [0, 1] }),
    },
    {
      name: 'one-seed',
      svg: curves(
        runs.filter(({ seed }) => seed === 0),
        { x: 'updates', y: 'row 0', references: [1], domain: [0, 1] },
      ),
    },
  ],
};
