import type { GameDefinition } from '@firstmover/core';
import { box, defineGame, defineRules, discrete } from '@firstmover/core';

/**
 * `benchmark/LinearQuadratic-v1`: both choose vectors of the same size. The follower wants to be near its own target and near the leader, the
 * leader near its own target and the follower near a goal:
 *
 *     leader   -|x - a|^2 / 2 - |y - g|^2 / 2
 *     follower -|y - b|^2 / 2 - coupling |y - x|^2 / 2
 *
 * with a = 0, b = 1/2 and g = -1/2 in every coordinate. The reply is y = (b + coupling x) / (1 + coupling), so that everything has a closed form.
 */
export const linearQuadratic: GameDefinition = defineGame({
  id: 'benchmark/LinearQuadratic-v1',
  parameters: {
    size: { kind: 'integer', min: 1, max: 100, default: 2, about: 'how many numbers each player chooses' },
    coupling: { kind: 'number', min: 0, max: 100, default: 1, about: 'how strongly the follower wants to be near the leader' },
  },
  rules: ({ size, coupling }) => {
    const observation = discrete(1, ['start']);
    const action = box(-1, 1, [size]);
    return defineRules({
      players: [
        { name: 'leader', role: 'leader', observation, action },
        { name: 'follower', role: 'follower', observation, action },
      ],
      initial: () => ({}),
      step: (state, [x, y]) => {
        let leader = 0;
        let follower = 0;
        for (let i = 0; i < size; i++) {
          const [xi, yi] = [x[i] as number, y[i] as number];
          leader -= (square(xi - TARGETS.leader) + square(yi - TARGETS.goal)) / 2;
          follower -= (square(yi - TARGETS.follower) + coupling * square(yi - xi)) / 2;
        }
        return { state, rewards: [leader, follower], terminated: true };
      },
      observe: () => 0,
    });
  },
  descriptor: ({ size, coupling }) => ({
    summary: 'Quadratic losses and a follower that is drawn towards the leader.',
    rewardBounds: [-size * (1.625 + 2 * coupling), 0],
    optima: (['strong', 'weak'] as const).map((ties) => ({
      leaderReturn: linearQuadraticOptimum(size, coupling).leaderReturn,
      commitment: 'pure' as const,
      followerClass: 'stationary' as const,
      ties,
      source: 'closed form: the reply is linear in the commitment, so that the leader’s return is a concave quadratic',
    })),
    source:
      'the quadratic games of Fiez, Chasnov & Ratliff, Implicit Learning Dynamics in Stackelberg Games (ICML 2020), with targets of our own',
  }),
});

const TARGETS = { leader: 0, follower: 0.5, goal: -0.5 } as const;

function square(x: number): number {
  return x * x;
}

/** The optimal commitment and the reply, the same in every coordinate, and what they are worth to the leader. */
export function linearQuadraticOptimum(
  size: number,
  coupling: number,
): { readonly leader: number; readonly follower: number; readonly leaderReturn: number } {
  // y = c + s x; the derivative of -(x - a)^2 / 2 - (c + s x - g)^2 / 2 is zero.
  const slope = coupling / (1 + coupling);
  const constant = TARGETS.follower / (1 + coupling);
  const leader = (TARGETS.leader - slope * (constant - TARGETS.goal)) / (1 + slope * slope);
  const follower = constant + slope * leader;
  return { leader, follower, leaderReturn: (-size * (square(leader - TARGETS.leader) + square(follower - TARGETS.goal))) / 2 };
}
