import type { Network } from '@firstmover/networks';
import { duellingGradients, duellingValues } from '../objectives/duelling.ts';

/**
 * A network of action values on top of one whose outputs are duelling streams (Wang et al. 2016): the value, then an advantage per action.
 * The parameters are those of `streams`.
 *
 * @param streams - one output more than there are actions
 */
export function duellingNetwork(streams: Network): Network {
  const actions = streams.outputs - 1;
  let values = new Float32Array(0);
  let streamGradients = new Float32Array(0);
  return {
    get description() {
      const { kind, settings, ...parts } = streams.description;
      return { kind: `duelling ${kind}`, settings, ...parts };
    },
    input: streams.input,
    outputs: actions,
    parameters: streams.parameters,
    gradients: streams.gradients,
    forward(inputs, rows) {
      if (values.length < rows * actions) values = new Float32Array(rows * actions);
      duellingValues(streams.forward(inputs, rows), rows, actions, values);
      return values;
    },
    backward(outputGradients, rows) {
      if (streamGradients.length < rows * streams.outputs) streamGradients = new Float32Array(rows * streams.outputs);
      duellingGradients(outputGradients, rows, actions, streamGradients);
      streams.backward(streamGradients, rows);
    },
    clone: () => duellingNetwork(streams.clone()),
  };
}
