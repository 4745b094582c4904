// The learners that the checks for numbers are measured on; cost.ts bundles this module with the checks and without them.
import { cartPole, dqn, ppo } from '@firstmover/algorithms';
import type { Learner } from '@firstmover/experience';
import { buildRun, resolveExperiment } from '@firstmover/experiments';
import { mlpNetwork } from '@firstmover/networks';
import { bundledRegistry } from '@firstmover/pipeline';

const mlp = (outputs: number, seed: number): ReturnType<typeof mlpNetwork> =>
  mlpNetwork({ input: { kind: 'vector', width: 4 }, hidden: [64, 64], outputs, activation: 'tanh', seed });

export const learners: { readonly [name: string]: () => Pick<Learner, 'update'> | Promise<Pick<Learner, 'update'>> } = {
  async table() {
    const [config] = resolveExperiment({ game: 'matrix/IteratedPrisonersDilemma-v1', oracle: 'exact', leader: 'ppo' });
    return (await buildRun(config!, bundledRegistry())).run;
  },
  ppo: () => ppo(cartPole({ copies: 8, seed: 1 }), { network: mlp(2, 2), valueNetwork: mlp(1, 3), collect: { steps: 64 }, seed: 4 }),
  dqn: () => dqn(cartPole({ copies: 8, seed: 1 }), { network: mlp(2, 2), seed: 4 }),
};
