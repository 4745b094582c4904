import type { LayersModel } from '@tensorflow/tfjs-layers';
import { layers, sequential } from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, it } from 'vitest';
import { cartPole, ppo } from '@firstmover/algorithms';
import type { Learner } from '@firstmover/experience';
import { requireBackend, testedBackends } from '../backend/backends.fixture.ts';
import { tfjsNetwork } from './network.ts';

const model = (units: number, hidden = 8) => (): LayersModel =>
  sequential({ layers: [layers.dense({ inputShape: [4], units: hidden, activation: 'tanh' }), layers.dense({ units })] }); // prettier-ignore

function start(hidden?: number): Learner {
  return ppo(cartPole({ copies: 4, seed: 1 }), {
    network: tfjsNetwork(model(2, hidden), { seed: 2 }),
    valueNetwork: tfjsNetwork(model(1), { seed: 3 }),
    collect: { steps: 16 },
    epochs: 2,
    seed: 4,
  });
}

describe.each(testedBackends)('a learner with networks on %s', (backend) => {
  beforeAll(() => requireBackend(backend), 60_000);

  it('goes on bit for bit from a saved state', () => {
    const whole = start();
    for (let update = 0; update < 2; update++) whole.update();
    const saved = whole.save();
    const resumed = start();
    resumed.restore(saved);
    for (let update = 0; update < 2; update++) expect(resumed.update()).toEqual(whole.update());
    expect(resumed.save()).toEqual(whole.save());
    expect(() => start(9).restore(saved)).toThrow(/^network of ppo: network of trained network: a saved network has .*units 8: expected 9/);
  });
});
