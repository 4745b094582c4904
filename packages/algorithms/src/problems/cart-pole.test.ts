import { describe, expect, it } from 'vitest';
import { advanceCartPole, cartPole } from './cart-pole.ts';

/** Position, velocity, angle, angular velocity. */
type State = readonly [number, number, number, number];

// Computed with Gymnasium 1.3 (CartPole-v1), whose state is in double precision; it shows float32.
const TRANSITIONS: readonly (readonly [from: State, action: number, to: State, over: boolean])[] = [
  [[0.01, -0.02, 0.03, 0.04], 1, [0.009600000000000001, 0.17467919574755525, 0.030799999999999998, -0.2430687179600081], false],
  [[0.01, -0.02, 0.03, 0.04], 0, [0.009600000000000001, -0.21553901710278936, 0.030799999999999998, 0.34199522377603914], false],
  [[-1.5, 2.5, -0.15, -2.75], 1, [-1.45, 2.6958185120079134, -0.205, -3.0843643327440833], false],
  [[0.3, -0.4, 0.2, 0.5], 0, [0.292, -0.5972961161071197, 0.21000000000000002, 0.8484537772554577], true],
  [[2.38, 1.5, 0.05, -1], 1, [2.4099999999999997, 1.6944192978599597, 0.030000000000000002, -1.2765706107795827], true],
  [[-2.39, -0.75, -0.1, 0.25], 0, [-2.4050000000000002, -0.9435622746947467, -0.095, 0.5095418798487762], true],
  [[0, 0, -0.209, -0.03], 1, [0, 0.1974107840368998, -0.20959999999999998, -0.38067199693491593], true],
];

function expectState(state: ArrayLike<number>, expected: ArrayLike<number>, digits: number): void {
  for (let k = 0; k < expected.length; k++) expect(state[k]).toBeCloseTo(expected[k]!, digits);
}

/** A linear controller that balances for long. */
function balance(state: ArrayLike<number>, at = 0): number {
  return state[at + 2]! + 0.5 * state[at + 3]! + 0.05 * state[at]! + 0.1 * state[at + 1]! > 0 ? 1 : 0;
}

describe('the dynamics of cart and pole', () => {
  it.each(TRANSITIONS)('lead from %j by action %d to %j, over: %s', (from, action, to, over) => {
    const states = new Float64Array(12);
    states.set(from, 4);
    expect(advanceCartPole(states, 4, action)).toBe(over);
    expectState(states.subarray(4, 8), to, 14);
    expect(Array.from(states.filter((_state, k) => k < 4 || k > 7))).toEqual(new Array(8).fill(0));
  });

  it('follow a published trajectory under a controller', () => {
    const state = Float64Array.of(0.0011821624700256717, 0.045046369632593536, -0.03558403872803663, 0.04486494471372439);
    const at = new Map<number, State>([
      [10, [-0.00896427961437218, 0.04821366400085084, -0.005200763141763008, -0.02503341125193681]],
      [100, [0.057329610108734545, 0.04777269823903979, 0.0005924821981365723, -0.015305745597621767]],
      [200, [0.12985316153571907, 0.04791863708760599, -0.0035623794692883964, -0.01852544152275798]],
    ]);
    for (let step = 1; step <= 200; step++) {
      advanceCartPole(state, 0, balance(state));
      expectState(state, at.get(step) ?? [], 9);
    }
  });

  it('are symmetric: the mirrored push moves the mirrored pole', () => {
    const state = Float64Array.of(0.3, -0.4, 0.1, 0.5);
    const mirror = state.map((entry) => -entry);
    advanceCartPole(state, 0, 1);
    advanceCartPole(mirror, 0, 0);
    expectState(
      mirror,
      state.map((entry) => -entry),
      15,
    );
  });
});

describe('cartPole', () => {
  it('starts within 0.05 of upright rest, in every corner of it', () => {
    const environment = cartPole({ copies: 2000, seed: 4 });
    environment.reset();
    for (let k = 0; k < 4; k++) {
      const values = Array.from({ length: 2000 }, (_unused, copy) => environment.observations[copy * 4 + k]!);
      expect(Math.min(...values)).toBeGreaterThanOrEqual(-0.05);
      expect(Math.max(...values)).toBeLessThan(0.05);
      expect(Math.min(...values)).toBeLessThan(-0.049);
      expect(Math.max(...values)).toBeGreaterThan(0.049);
      expect(values.reduce((sum, value) => sum + value, 0) / 2000).toBeCloseTo(0, 2);
    }
  });

  it('moves every copy by the dynamics and earns 1 per step, the last one included', () => {
    const environment = cartPole({ copies: 3, seed: 1 });
    environment.reset();
    const states = Float64Array.from(environment.observations);
    let earned = 0;
    for (let step = 0; environment.terminated[1] === 0; step++) {
      environment.step(Int32Array.of(step % 2, 1, 0));
      expect(environment.executed[1]).toBe(1);
      earned += environment.rewards[1]!;
      const over = advanceCartPole(states, 4, 1);
      expect(environment.terminated[1]).toBe(over ? 1 : 0);
      expect(Array.from(environment.observations.subarray(4, 8))).toEqual(Array.from(states.subarray(4, 8)));
      expect(earned).toBe(step + 1);
    }
    // One-sided pushes are over in about 9 steps: the well-known value.
    expect(earned).toBeGreaterThanOrEqual(8);
    expect(earned).toBeLessThanOrEqual(11);
    expect(environment.truncated[1]).toBe(0);
  });

  it.each([500, 60])('truncates after %d steps a pole that still stands', (maxSteps) => {
    const environment = cartPole(maxSteps === 500 ? { copies: 4 } : { copies: 4, maxSteps });
    environment.reset();
    const actions = new Int32Array(4);
    for (let step = 1; step <= maxSteps; step++) {
      for (let copy = 0; copy < 4; copy++) actions[copy] = balance(environment.observations, copy * 4);
      expect(Array.from(environment.truncated)).toEqual([0, 0, 0, 0]);
      environment.step(actions);
      expect(Array.from(environment.terminated)).toEqual([0, 0, 0, 0]);
    }
    expect(Array.from(environment.truncated)).toEqual([1, 1, 1, 1]);
    expect(environment.steps).toBe(4 * maxSteps);
  });

  it('calls a pole that falls in the last step terminated, not truncated', () => {
    const falls = cartPole({ copies: 1 });
    falls.reset();
    while (falls.terminated[0] === 0) falls.step(Int32Array.of(1));
    const cut = cartPole({ copies: 1, maxSteps: falls.steps });
    cut.reset();
    while (cut.terminated[0] === 0 && cut.truncated[0] === 0) cut.step(Int32Array.of(1));
    expect([cut.steps, cut.terminated[0], cut.truncated[0]]).toEqual([falls.steps, 1, 0]);
  });

  it.each([2, -1, 0.5, NaN])('refuses the action %d', (action) => {
    const environment = cartPole({ copies: 2 });
    environment.reset();
    expect(() => environment.step(Float64Array.of(0, action))).toThrow(`action ${action} of cartPole: expected 0 (left) or 1 (right)`);
  });

  it.each([0, 1.5, Infinity])('refuses %d steps', (maxSteps) => {
    expect(() => cartPole({ copies: 1, maxSteps })).toThrow(`maxSteps of cartPole is ${maxSteps}: expected an integer of at least 1`);
  });
});
