// Bundled by the test, and run by itself: a program that never closes what it opens.
import { parallelEnvironment } from '../environment/parallel-environment.ts';
import { parallelMlp } from '../mlp/parallel-mlp.ts';

const environment = parallelEnvironment({
  module: new URL('./problems.js', import.meta.url),
  arguments: { maxSteps: 5 },
  size: 4,
  workers: 2,
});
environment.reset();
environment.step(new Int32Array(4));
const network = parallelMlp({ input: { kind: 'vector', width: 4 }, hidden: [8], outputs: 2, activation: 'tanh', seed: 1, workers: 2 });
network.forward(new Float32Array(4 * 600), 600);
network.backward(new Float32Array(2 * 600), 600);
console.log(`${environment.steps} steps`);
