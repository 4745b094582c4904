import { bindPart, randomStream, show } from '@firstmover/core';
import type { Network } from '../network/network.ts';
import { restoreNetwork, saveNetwork } from '../network/save.ts';
import type { NetworkPart, NetworkShape } from '../part/network-part.ts';
import type { Finding, PartRule, Rules } from '@firstmover/core/testing';
import {
  PART_RULES,
  checkPartRules,
  deepFreeze,
  examination,
  expectThat,
  otherValues,
  refusalOf,
  requireKept,
} from '@firstmover/core/testing';

const OWN = {
  range: 'every value in the range of a setting is served, or refused in one line',
  shape: 'it reads what it is asked to read and returns as many numbers as it is asked for; some shape is served',
  mutation: 'settings, shapes, inputs and gradients that are given are left as they are',
  numbers: 'first parameters and outputs are finite numbers',
  rows: 'no row, one row and many rows are served, and no row depends on the others',
  forward: 'the same inputs give the same outputs, and computing them changes no parameter and no gradient',
  gradient: 'backward gives the gradient of the outputs, measured by finite differences',
  accumulate: 'backward adds to the gradients that are there, and changes no parameter',
  clone: 'a clone computes the same, has the same shape, and shares nothing',
  saved: 'it is saved and restored bit for bit',
  seed: 'the same seed gives the same first parameters; another gives others, unless all start equal',
  effect: 'every setting changes the network, within its range',
} as const;

/** The name of one of {@link NETWORK_RULES}. */
export type NetworkRule = PartRule | keyof typeof OWN;

/** What a network is checked for, in the order in which it is reported. */
export const NETWORK_RULES: { readonly [rule in NetworkRule]: string } = { ...PART_RULES, ...OWN };

/** How a network is checked. */
export interface CheckNetworkOptions {
  /** Settings that differ from their defaults: those that must be given, at least. */
  readonly settings?: { readonly [name: string]: unknown };
  /** The shapes that are asked for (default vectors and indices, one output and several); those that are refused in one line are passed over. */
  readonly shapes?: readonly NetworkShape[];
  /** Values to try of settings for which the kit has none, such as parts (default none). */
  readonly values?: { readonly [setting: string]: readonly unknown[] };
  /** Settings that may be without effect on what is computed (default none). */
  readonly withoutEffect?: readonly string[];
}

const SHAPES: readonly NetworkShape[] = [
  { input: { kind: 'vector', width: 4 }, outputs: 3 },
  { input: { kind: 'vector', width: 2 }, outputs: 1 },
  { input: { kind: 'index', count: 5 }, outputs: 3 },
];

/** How many rows are computed at once. */
const ROWS = 4;

/** How many parameters are measured by finite differences. */
const MEASURED = 200;

/**
 * Checks that a network keeps the rules that algorithms rely on, and throws if it does not.
 *
 * @param part - the network
 * @throws InputError that lists every rule broken, each with its first violation
 */
export function checkNetwork(part: NetworkPart, options: CheckNetworkOptions = {}): void {
  requireKept(`network ${part.name}`, examineNetwork(part, options));
}

/**
 * Checks a network as {@link checkNetwork} does, and says what became of every rule.
 *
 * @param part - the network
 */
export function examineNetwork(part: NetworkPart, options: CheckNetworkOptions = {}): Finding<NetworkRule>[] {
  const { settings = {}, shapes = SHAPES } = options;
  const rules = examination(NETWORK_RULES);
  checkPartRules(part, settings, rules as Rules<PartRule>);
  if (!rules.sound()) return rules.findings();
  const make = (shape: NetworkShape, seed = 1, more: object = {}): Network =>
    part.create(deepFreeze(bindPart(part, { ...settings, ...more }).settings), deepFreeze({ ...shape, input: { ...shape.input } }), seed);

  const served: NetworkShape[] = [];
  rules.check('mutation', () => {
    const reasons = shapes.map((shape) => {
      const reason = refusalOf(() => void make(shape));
      if (reason === undefined) served.push(shape);
      return reason;
    });
    if (served.length === 0) rules.report('shape', `it refuses every shape: ${show(reasons[0])}`);
  });
  for (const shape of served) checkShape((seed) => make(shape, seed), shape, rules);
  if (rules.sound() && served.length > 0) checkSettings(part, options, (seed, more) => make(served[0]!, seed, more), rules);
  return rules.findings();
}

/** Checks what is computed in one shape. */
function checkShape(make: (seed?: number) => Network, { input, outputs }: NetworkShape, rules: Rules<NetworkRule>): void {
  const inputs = (seed: number): Int32Array | Float32Array => inputsOf(input, ROWS, seed);
  const compute = (network: Network, rows: number, seed = 2): number[] =>
    Array.from(network.forward(inputs(seed), rows).subarray(0, rows * outputs));
  let made = false;
  rules.check('shape', () => {
    const network = make();
    expectThat(same(network.input, input), () => `it reads ${show(network.input)}: expected ${show(input)}`);
    expectThat(network.outputs === outputs, () => `it has ${network.outputs} outputs: expected ${outputs}`);
    expectThat(network.parameters.length === network.gradients.length, () => 'it has not as many gradients as parameters');
    const found = network.forward(inputs(2), ROWS).length;
    expectThat(found >= ROWS * outputs, () => `${ROWS} rows give ${found} numbers: expected ${ROWS * outputs}`);
    made = true;
  });
  if (!made) return;
  rules.check('numbers', () => {
    const network = make();
    expectThat(network.parameters.every(Number.isFinite), () => 'its first parameters are not finite');
    for (const values of [inputs(2), inputs(2).fill(0)])
      expectThat(
        network
          .forward(values, ROWS)
          .subarray(0, ROWS * outputs)
          .every(Number.isFinite),
        () => 'its outputs are not finite',
      );
  });
  rules.check('rows', () => {
    const network = perturbed(make());
    network.forward(inputs(2), 0);
    network.backward(new Float32Array(0), 0);
    const together = compute(network, ROWS);
    for (let row = 0; row < ROWS; row++) {
      const alone = Array.from(network.forward(rowOf(inputs(2), row, ROWS), 1).subarray(0, outputs));
      const among = together.slice(row * outputs, (row + 1) * outputs);
      expectThat(near(alone, among, 1e-5), () => `row ${row} alone gives ${show(alone)}, among others ${show(among)}`);
    }
  });
  rules.check('forward', () => {
    const network = perturbed(make());
    const [parameters, gradients] = [network.parameters.slice(), network.gradients.slice()];
    const first = compute(network, ROWS);
    compute(network, ROWS, 3);
    expectThat(same(compute(network, ROWS), first), () => 'the same inputs give other outputs the second time');
    expectThat(same([...network.parameters], [...parameters]), () => 'computing outputs changes parameters');
    expectThat(same([...network.gradients], [...gradients]), () => 'computing outputs changes gradients');
  });
  rules.check('mutation', () => {
    const network = make();
    const [given, slopes] = [inputs(2), normals(ROWS * outputs, 4)];
    network.forward(given, ROWS);
    network.backward(slopes, ROWS);
    expectThat(same([...given], [...inputs(2)]), () => 'inputs are changed');
    expectThat(same([...slopes], [...normals(ROWS * outputs, 4)]), () => "the outputs' gradients are changed");
  });
  rules.check('gradient', () => {
    checkGradient(perturbed(make()), inputs(2), outputs);
  });
  rules.check('accumulate', () => {
    const network = perturbed(make());
    const slopes = normals(ROWS * outputs, 4);
    const parameters = network.parameters.slice();
    const gradientOf = (): Float32Array => {
      network.forward(inputs(2), ROWS);
      network.backward(slopes, ROWS);
      return network.gradients.slice();
    };
    network.gradients.fill(0);
    const once = gradientOf();
    const twice = gradientOf();
    expectThat(near([...twice], [...once.map((value) => 2 * value)], 1e-4), () => 'two calls do not give twice the gradient of one');
    expectThat(same([...network.parameters], [...parameters]), () => 'backward changes parameters');
  });
  rules.check('clone', () => {
    const network = perturbed(make());
    const before = compute(network, ROWS);
    const kept = network.forward(inputs(2), ROWS);
    const copy = network.clone();
    expectThat(same(copy.input, input) && copy.outputs === outputs, () => 'a clone has another shape');
    expectThat(same(compute(copy, ROWS), before), () => 'a clone computes something else');
    copy.forward(inputs(3), ROWS);
    expectThat(same([...kept.subarray(0, ROWS * outputs)], before), () => 'a clone writes to the outputs of its original');
    network.gradients.fill(0);
    copy.forward(inputs(3), ROWS);
    copy.backward(normals(ROWS * outputs, 4), ROWS);
    expectThat(
      network.gradients.every((value) => value === 0),
      () => 'a clone adds to the gradients of its original',
    );
    copy.parameters.fill(0.5);
    expectThat(same(compute(network, ROWS), before), () => 'changing a clone changes its original');
  });
  rules.check('saved', () => {
    const network = perturbed(make());
    const other = make(7);
    restoreNetwork(other, saveNetwork(network));
    expectThat(same([...other.parameters], [...network.parameters]), () => 'restored parameters differ');
    expectThat(same(compute(other, ROWS), compute(network, ROWS)), () => 'what is restored computes something else');
  });
  rules.check('seed', () => {
    const [one, again, other] = [make(1), make(1), make(2)].map(({ parameters }) => [...parameters]) as [number[], number[], number[]];
    expectThat(same(one, again), () => 'the same seed gives other first parameters');
    if (one.every((value) => value === one[0])) return;
    expectThat(!same(one, other), () => 'another seed gives the same first parameters');
  });
}

/** Checks the ranges and the effect of settings. */
function checkSettings(
  part: NetworkPart,
  { settings = {}, values = {}, withoutEffect = [] }: CheckNetworkOptions,
  make: (seed?: number, more?: object) => Network,
  rules: Rules<NetworkRule>,
): void {
  const { input } = make();
  /** What a network is, in numbers: its first parameters, and what it computes with others. */
  const numbersOf = (network: Network): unknown => [
    [...network.parameters],
    [
      ...perturbed(network)
        .forward(inputsOf(input, ROWS, 2), ROWS)
        .subarray(0, ROWS * network.outputs),
    ],
  ];
  const usual = numbersOf(make());
  const without: string[] = [];
  for (const [setting, parameter] of Object.entries(part.parameters)) {
    const others = values[setting] ?? otherValues(parameter, settings[setting] ?? parameter.default);
    let [changed, refused] = [false, 0];
    for (const value of others) {
      rules.check('range', () => {
        const reason = refusalOf(() => {
          changed ||= !same(numbersOf(make(1, { [setting]: value })), usual);
        });
        if (reason !== undefined) refused++;
      });
    }
    if (!changed && refused < others.length && !withoutEffect.includes(setting)) without.push(setting);
  }
  if (without.length > 0) rules.report('effect', `no effect of ${without.join(', ')}`);
}

/** Compares gradients with central differences; one of three steps must agree, since functions may have kinks. */
function checkGradient(network: Network, inputs: Int32Array | Float32Array, outputs: number): void {
  const slopes = normals(ROWS * outputs, 5);
  const loss = (): number => {
    const found = network.forward(inputs, ROWS);
    let sum = 0;
    for (let k = 0; k < slopes.length; k++) sum += slopes[k]! * found[k]!;
    return sum;
  };
  loss();
  network.gradients.fill(0);
  network.backward(slopes, ROWS);
  const { parameters } = network;
  const gradients = network.gradients.slice();
  const stride = Math.max(1, Math.ceil(parameters.length / MEASURED));
  for (let i = 0; i < parameters.length; i += stride) {
    const value = parameters[i]!;
    let measured = NaN;
    const agrees = [1 / 128, 1 / 512, 1 / 2048].some((step) => {
      parameters[i] = value + step;
      const above = loss();
      parameters[i] = value - step;
      measured = (above - loss()) / (2 * step);
      return Math.abs(measured - gradients[i]!) <= 0.02 * (1 + Math.abs(measured));
    });
    parameters[i] = value;
    expectThat(agrees, () => `the gradient of parameter ${i} is ${gradients[i]}, measured ${measured}`);
  }
}

/** The same network away from its start, where parameters may all be zero. */
function perturbed(network: Network): Network {
  normals(network.parameters.length, 6).forEach((value, i) => (network.parameters[i]! += value / 5));
  return network;
}

function inputsOf(input: NetworkShape['input'], rows: number, seed: number): Int32Array | Float32Array {
  if (input.kind === 'vector') return normals(rows * input.width, seed);
  const random = randomStream(seed, 'check network').at(0, 1);
  return Int32Array.from({ length: rows }, () => random.integer(input.count));
}

function rowOf(inputs: Int32Array | Float32Array, row: number, rows: number): Int32Array | Float32Array {
  const width = inputs.length / rows;
  return inputs.slice(row * width, (row + 1) * width);
}

function normals(count: number, seed: number): Float32Array {
  const random = randomStream(seed, 'check network').at(0, 0);
  return Float32Array.from({ length: count }, () => random.normal());
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function near(a: readonly number[], b: readonly number[], tolerance: number): boolean {
  return a.every((value, i) => Math.abs(value - b[i]!) <= tolerance * (1 + Math.abs(b[i]!)));
}
