import { describe, expect, it } from 'vitest';
import { advancePendulum, pendulum } from './pendulum.ts';

// Computed with Gymnasium 1.3 (Pendulum-v1) from torques in double precision; with its float32 torques it differs in the eighth digit.
const TRANSITIONS: readonly (readonly [from: [number, number], torque: number, to: [number, number], reward: number])[] = [
  [[0.5, -0.25], 1.5, [0.5167284576976576, 0.33456915395315223], -0.25849999999999995],
  [[3, 1], -0.75, [3.049667000302245, 0.9933400060449004], -9.1005625],
  [[-9, 7.9], 2, [-8.605454443196566, 7.8909111360686826], -13.626082075124879],
  [[10.5, -7.99], -2, [10.1, -8], -10.657897515887104],
  [[Math.PI, 0], 0, [Math.PI, 9.184850993605151e-17], -Math.PI * Math.PI],
];

describe('the dynamics of the pendulum', () => {
  it.each(TRANSITIONS)('lead from %j by torque %d to %j and reward %d', (from, torque, to, reward) => {
    const states = new Float64Array(6);
    states.set(from, 2);
    expect(advancePendulum(states, 2, torque)).toBeCloseTo(reward, 13);
    expect(states[2]).toBeCloseTo(to[0], 14);
    expect(states[3]).toBeCloseTo(to[1], 14);
    expect([states[0], states[1], states[4], states[5]]).toEqual([0, 0, 0, 0]);
  });

  it('follow a published trajectory of full torques along the speed', () => {
    const state = Float64Array.of(Math.PI, 1);
    const at = new Map([
      [10, [3.981404856614633, 1.324485375691849, -79.87952318041474]],
      [50, [1.1070086093635718, 3.9027711370237226, -227.99115520328502]],
      [200, [55.78925468451767, 6.303971914442238, -1508.1908083089984]],
    ]);
    let total = 0;
    for (let step = 1; step <= 200; step++) {
      total += advancePendulum(state, 0, state[1]! > 0 ? 2 : -2);
      (at.get(step) ?? []).forEach((value, k) => expect([state[0], state[1], total][k]).toBeCloseTo(value, 8));
    }
  });

  it('cost nothing upright, at rest, without torque', () => {
    const state = Float64Array.of(0, 0);
    expect(advancePendulum(state, 0, 0)).toBeCloseTo(0, 15);
    expect(Array.from(state)).toEqual([0, 0]);
  });
});

describe('pendulum', () => {
  it('starts at any angle, with a speed within 1', () => {
    const environment = pendulum({ copies: 4000, seed: 2 });
    environment.reset();
    const counts = new Array<number>(8).fill(0);
    let fastest = 0;
    let offCircle = 0;
    for (let copy = 0; copy < 4000; copy++) {
      const [cosine, sine, speed] = environment.observations.subarray(copy * 3, copy * 3 + 3) as unknown as [number, number, number];
      offCircle = Math.max(offCircle, Math.abs(cosine * cosine + sine * sine - 1));
      counts[Math.floor(((Math.atan2(sine, cosine) + Math.PI) / (2 * Math.PI)) * 8) % 8]!++;
      fastest = Math.max(fastest, Math.abs(speed));
    }
    counts.forEach((count) => expect(Math.abs(count - 500)).toBeLessThan(4 * Math.sqrt(500)));
    expect(offCircle).toBeLessThan(1e-14);
    expect(fastest).toBeGreaterThan(0.99);
    expect(fastest).toBeLessThanOrEqual(1);
  });

  it('cuts torques off to +-2, shows the executed one, and moves by the dynamics', () => {
    const environment = pendulum({ copies: 3, seed: 5 });
    environment.reset();
    const states = new Float64Array(6);
    for (let copy = 0; copy < 3; copy++) {
      const [cosine, sine, speed] = environment.observations.subarray(copy * 3, copy * 3 + 3) as unknown as [number, number, number];
      states.set([Math.atan2(sine, cosine), speed], copy * 2);
    }
    for (let step = 0; step < 50; step++) {
      environment.step(Float64Array.of(5, -Infinity, 0.5));
      expect(Array.from(environment.executed)).toEqual([2, -2, 0.5]);
      [2, -2, 0.5].forEach((torque, copy) => {
        expect(environment.rewards[copy]).toBeCloseTo(advancePendulum(states, copy * 2, torque), 9);
        expect(environment.observations[copy * 3]).toBeCloseTo(Math.cos(states[copy * 2]!), 9);
        expect(environment.observations[copy * 3 + 1]).toBeCloseTo(Math.sin(states[copy * 2]!), 9);
        expect(environment.observations[copy * 3 + 2]).toBeCloseTo(states[copy * 2 + 1]!, 9);
      });
    }
  });

  it('is truncated after 200 steps and never terminated', () => {
    const environment = pendulum({ copies: 2 });
    environment.reset();
    for (let step = 1; step <= 200; step++) {
      expect(Array.from(environment.truncated)).toEqual([0, 0]);
      environment.step(Float64Array.of(2, -2));
    }
    expect(Array.from(environment.truncated)).toEqual([1, 1]);
    expect(Array.from(environment.terminated)).toEqual([0, 0]);
  });

  it('refuses a torque that is no number', () => {
    const environment = pendulum({ copies: 2 });
    environment.reset();
    expect(() => environment.step(Float64Array.of(1, NaN))).toThrow('torque NaN of pendulum: expected a number in +-2');
  });
});
