// The gradient step of mlp.ts as a user of TensorFlow.js writes it: variables, variableGrads, clipping by the global norm and its Adam; and
// acting on one row. Prints JSON.
//
//   npx tsx --tsconfig tsconfig.json benchmarks/engine/mlp_tfjs.ts wasm|tfjs-node|cpu
import { createRequire } from 'node:module';
import type { BackendName } from '@firstmover/tfjs';
import { selectBackend } from '@firstmover/tfjs';
import type { Clocks } from './measure.ts';
import { answer, rate, scriptArguments, secondsEach, startup } from './measure.ts';

// The copy that @firstmover/tfjs computes with.
const { resolve } = createRequire(new URL('../../packages/tfjs/package.json', import.meta.url));
type Tfjs = typeof import('../../packages/tfjs/node_modules/@tensorflow/tfjs-core/dist/index.js');
const tf = createRequire(import.meta.url)(resolve('@tensorflow/tfjs-core')) as Tfjs;
type Tensor = InstanceType<Tfjs['Tensor']>;

const SIZES = [32, 64, 64, 3];
const wanted = (scriptArguments()[0] ?? 'wasm') as BackendName;
const selected = await selectBackend({ prefer: wanted });
if (selected.name !== wanted) throw new Error(selected.reason);

function network(): { readonly forward: (inputs: Tensor) => Tensor } {
  const layers = SIZES.slice(1).map((outputs, i) => ({
    weights: tf.variable(tf.randomNormal([SIZES[i]!, outputs], 0, 1 / Math.sqrt(SIZES[i]!))),
    bias: tf.variable(tf.zeros([outputs])),
  }));
  return {
    forward: (inputs) =>
      layers.reduce((x: Tensor, { weights, bias }, i) => {
        const sum = tf.add(tf.matMul(x as never, weights as never), bias);
        return i < layers.length - 1 ? tf.tanh(sum) : sum;
      }, inputs),
  };
}

function trainer(batch: number): () => void {
  const { forward } = network();
  const optimiser = tf.train.adam(3e-4, 0.9, 0.999, 1e-5);
  const inputs = tf.randomNormal([batch, 32]);
  const taken = tf.oneHot(tf.randomUniform([batch], 0, 2, 'int32') as never, 2);
  const old = tf.fill([batch], -0.69);
  const advantages = tf.randomNormal([batch]);
  const targets = tf.randomNormal([batch]);
  const loss = (): Tensor => {
    const out = forward(inputs);
    const logs = tf.logSoftmax(tf.slice(out, [0, 0], [batch, 2]));
    const ratio = tf.exp(tf.sub(tf.sum(tf.mul(logs, taken), 1), old));
    const surrogate = tf.minimum(tf.mul(ratio, advantages), tf.mul(tf.clipByValue(ratio, 0.8, 1.2), advantages));
    const values = tf.reshape(tf.slice(out, [0, 2], [batch, 1]), [batch]);
    const value = tf.div(tf.mean(tf.square(tf.sub(values, targets))), 2);
    const entropy = tf.neg(tf.mean(tf.sum(tf.mul(tf.exp(logs), logs), 1)));
    return tf.sub(tf.add(tf.neg(tf.mean(surrogate)), tf.mul(value, 0.5)), tf.mul(entropy, 0.01));
  };
  return () => {
    const value = tf.tidy(() => {
      const { value, grads } = tf.variableGrads(loss as never);
      const squares = Object.values(grads).map((gradient) => tf.sum(tf.square(gradient)));
      const norm = tf.sqrt(tf.addN(squares));
      const factor = tf.minimum(1, tf.div(0.5, norm));
      optimiser.applyGradients(Object.fromEntries(Object.entries(grads).map(([name, gradient]) => [name, tf.mul(gradient, factor)])));
      return value;
    });
    value.dataSync();
    value.dispose();
  };
}

const steps = new Map([64, 1024, 8192].map((batch) => [batch, trainer(batch)]));
const { forward } = network();
const row = tf.randomNormal([1, 32]);
function act(): void {
  for (let i = 0; i < 20; i++) tf.tidy(() => forward(row).dataSync());
}

function measure(): Readonly<Record<string, Clocks>> {
  const figures: Record<string, Clocks> = {};
  for (const [batch, step] of steps) figures[`train/${batch}`] = rate(step, batch, 0.4);
  return { ...figures, act: secondsEach(act, 20) };
}

steps.get(64)!();
const apart = { startup: startup(), version: selected.version, backend: selected.reason };
for (const step of steps.values()) for (let i = 0; i < 3; i++) step();
act();
await answer(measure, apart);
