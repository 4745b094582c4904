import type { OraclePart } from '@firstmover/core';
import { InputError, definePart, withoutDefaults } from '@firstmover/core';
import { GRADIENT_ADAPTED_PARAMETERS, gradientAdaptedFollower } from './gradient-adapted.ts';

/** Trained once to adapt by gradients. */
export const gradientAdaptedOracle: OraclePart = definePart({
  kind: 'oracle',
  name: 'gradient-adapted',
  about: 'One follower adapts to each leader by a few policy-gradient updates from a starting point learned beforehand.',
  source: 'Finn, Abbeel & Levine, Model-Agnostic Meta-Learning (ICML 2017), first order',
  needs: ['one-follower', 'discrete-observations'],
  parameters: GRADIENT_ADAPTED_PARAMETERS,
  create(settings, { game, model, pretrainingSteps }, seed) {
    if (pretrainingSteps !== undefined)
      throw new InputError(
        'budget.pretrainingSteps has no effect with oracle gradient-adapted: its pre-training is counted in metaUpdates',
      );
    const said = withoutDefaults(GRADIENT_ADAPTED_PARAMETERS, settings);
    return gradientAdaptedFollower(game, { ...said, seed, ...(model ? { model } : {}) });
  },
});
