// Computes some of the rows of an MLP on kernels of its own. Plain JavaScript, because a thread of Node 20 does not run TypeScript.
import { serve } from '../crew/serve.js';

serve(({ module, pages, base, program }, { receive }) => {
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  const Numbers = program.index ? Int32Array : Float32Array;
  const view = ({ start, count }, Type = Float32Array) => new Type(memory.buffer, base + 4 * start, count);
  const parameters = view(program.parameters);
  const gradients = view(program.gradients);
  const kept = view(program.kept);
  const inputs = view(program.inputs, Numbers);
  const outputs = view(program.outputs);
  const outputGradients = view(program.outputGradients);
  const inputGradients = view(program.inputGradients);
  const forward = callsOf(exports, program.forward);
  const transpose = callsOf(exports, program.transpose);
  const backward = callsOf(exports, program.backward);
  const transposeFirst = callsOf(exports, program.transposeFirst);
  const toInputs = callsOf(exports, program.toInputs);
  const { chunk, segment } = program;
  const width = program.inputs.count / chunk;
  const outputWidth = program.outputs.count / chunk;
  const keptChunks = [];
  let shared;

  return [
    function attach() {
      shared = receive();
    },
    function forwardRows(from, to) {
      parameters.set(shared.parameters);
      for (let start = from, i = 0; start < to; start += chunk, i++) {
        const rows = Math.min(chunk, to - start);
        inputs.set(shared.inputs.subarray(start * width, (start + rows) * width));
        forward(rows);
        (keptChunks[i] ??= new Float32Array(kept.length)).set(kept);
        shared.outputs.set(outputs.subarray(0, rows * outputWidth), start * outputWidth);
      }
    },
    (from, to) => backwardRows(from, to, false),
    (from, to) => backwardRows(from, to, true),
  ];

  function backwardRows(from, to, wanted) {
    parameters.set(shared.parameters);
    transpose(0);
    if (wanted) transposeFirst(0);
    for (let start = from, i = 0; start < to; start += chunk, i++) {
      const rows = Math.min(chunk, to - start);
      if (start % segment === 0) gradients.fill(0);
      kept.set(keptChunks[i]);
      outputGradients.set(shared.outputGradients.subarray(start * outputWidth, (start + rows) * outputWidth));
      backward(rows);
      if (wanted) {
        toInputs(rows);
        shared.inputGradients.set(inputGradients.subarray(0, rows * width), start * width);
      }
      const end = start + rows;
      if (end === to || end % segment === 0) shared.sums.set(gradients, Math.floor(start / segment) * gradients.length);
    }
  }
});

/** A list of kernel calls as one function of the number of rows, which is the second argument of all but `transpose`. */
function callsOf(kernels, calls) {
  const bound = calls.map(({ kernel, arguments: [first, second, ...rest] }) => {
    const run = kernels[kernel];
    return kernel === 'transpose' ? () => run(first, second, ...rest) : (rows) => run(first, rows, ...rest);
  });
  return (rows) => {
    for (const call of bound) call(rows);
  };
}
