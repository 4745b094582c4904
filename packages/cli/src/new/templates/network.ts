import type { Template } from './template.ts';
import { pageOf } from './template.ts';

const SOURCE = `import { definePart, InputError } from '@firstmover/core';
import type { Network, NetworkPart } from '@firstmover/networks';

/** A table whose rows share a common row: outputs[k] = scale * (own[index, k] + common[k]). Replace forward and backward by your own. */
function sharedTable(count: number, outputs: number, scale: number): Network {
  const parameters = new Float32Array((count + 1) * outputs);
  const gradients = new Float32Array(parameters.length);
  const common = count * outputs;
  let seen = new Int32Array(0);
  return {
    description: {
      kind: '__NAME__',
      settings: { count, outputs, scale },
      parts: [
        { name: 'own', shape: [count, outputs] },
        { name: 'common', shape: [outputs] },
      ],
    },
    input: { kind: 'index', count },
    outputs,
    parameters,
    gradients,
    forward(inputs, rows) {
      seen = Int32Array.from(inputs.subarray(0, rows));
      const result = new Float32Array(rows * outputs);
      for (let row = 0; row < rows; row++) {
        for (let k = 0; k < outputs; k++) result[row * outputs + k] = scale * (parameters[seen[row]! * outputs + k]! + parameters[common + k]!);
      }
      return result;
    },
    backward(outputGradients, rows) {
      for (let row = 0; row < rows; row++) {
        for (let k = 0; k < outputs; k++) {
          const gradient = scale * outputGradients[row * outputs + k]!;
          gradients[seen[row]! * outputs + k]! += gradient;
          gradients[common + k]! += gradient;
        }
      }
    },
    clone() {
      const copy = sharedTable(count, outputs, scale);
      copy.parameters.set(parameters);
      return copy;
    },
  };
}

/** The network as a part: leaders take it as \`network\`. */
export const __CAMEL__: NetworkPart = definePart({
  kind: 'network',
  name: '__NAME__',
  about: 'A table whose rows share a common row.',
  source: 'where your network comes from',
  needs: ['discrete-observations'],
  parameters: { scale: { kind: 'number', min: 0, above: true, max: 100, default: 0.5, about: 'what outputs are multiplied with' } },
  create({ scale }, { input, outputs }) {
    if (input.kind !== 'index') throw new InputError('expected indices, not vectors of ' + input.width + ': use network mlp');
    return sharedTable(input.count, outputs, scale);
  },
});
`;

const TEST = `import { checkNetwork } from '@firstmover/networks/testing';
import { it } from 'vitest';
import { __CAMEL__ } from './__NAME__.js';

it('keeps the rules of a network', () => {
  checkNetwork(__CAMEL__);
});
`;

/** A network. */
export const network: Template = {
  source: SOURCE,
  test: TEST,
  page: pageOf(
    'A network: a differentiable function of rows of inputs, for leaders that take one.',
    'leader.network',
    '--oracle exact --leader ppo --set leader.network=./src/__NAME__.ts',
  ),
  packages: ['networks'],
};
