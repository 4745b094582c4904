import { describe, expect, it } from 'vitest';
import { firstmover, jsonLines } from '../io/fake-io.fixture.ts';
import { describe as inWords } from './doctor-command.ts';
import { examine } from './examine.ts';
import type { TfjsModule, UsedBackend } from './examine.ts';

const wasm: UsedBackend = {
  name: 'wasm',
  version: '4.22.0',
  reason: 'tfjs-node: not installed',
  tried: [
    { name: 'tfjs-node', works: false, detail: 'not installed' },
    { name: 'wasm', works: true, detail: 'WebAssembly with SIMD, threads: 1' },
  ],
};
const loadWasm = (): Promise<TfjsModule> => Promise.resolve({ selectBackend: () => Promise.resolve(wasm) });

describe('firstmover doctor', () => {
  it('says what computes here', async () => {
    const { code, out, err } = await firstmover('doctor');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain(`Node            ${process.versions.node} on ${process.platform} ${process.arch}\n`);
    expect(out).toMatch(/^small networks {2}(WebAssembly with SIMD|plain JavaScript)/m);
    expect(out).toMatch(/^TensorFlow\.js {3}(tfjs-node|wasm|cpu) 4\.\d+\.\d+ \(.*\)$/m);
    expect(out).toMatch(/^ {2}(tfjs-node|wasm|cpu) +used {2}/m);
  });

  it('prints one object with --json', async () => {
    const [found] = jsonLines(await firstmover('doctor', '--json'));
    expect(found).toMatchObject({
      firstmover: expect.stringMatching(/^\d/) as string,
      node: process.versions.node,
      cores: expect.any(Number) as number,
      kernels: { simd: true },
      tensorflow: { version: expect.stringMatching(/^4\./) as string },
      problem: null,
    });
  });
});

describe('the examination', () => {
  it('reports each backend and why one is used', async () => {
    const found = await examine('1.0.0', loadWasm);
    expect(found.tensorflow).toEqual(wasm);
    const text = inWords({ ...found, node: '20.20.2', platform: 'linux x64', cores: 2, kernels: { simd: true, relaxed: false } });
    expect(text).toBe(
      [
        'firstmover      1.0.0',
        'Node            20.20.2 on linux x64',
        'worker threads  up to 2 at once',
        'small networks  WebAssembly with SIMD',
        'relaxed SIMD    not there (Node 22 and later have it)',
        'TensorFlow.js   wasm 4.22.0 (tfjs-node: not installed)',
        '',
        'Backends of TensorFlow.js that were tried',
        '  tfjs-node  no    not installed',
        '  wasm       used  WebAssembly with SIMD, threads: 1',
      ].join('\n'),
    );
  });

  it('says how to install what is missing', async () => {
    const missing = Object.assign(new Error("Cannot find package '@firstmover/tfjs' imported from here"), { code: 'ERR_MODULE_NOT_FOUND' });
    const found = await examine('1.0.0', () => Promise.reject(missing));
    expect(found.tensorflow).toBeNull();
    expect(found.problem).toMatch(/not installed \(npm install @firstmover\/tfjs\)/);
    expect(inWords(found)).toMatch(/^TensorFlow\.js +none: @firstmover\/tfjs is not installed/m);
  });

  it('passes on what else is wrong, in one line', async () => {
    const { problem } = await examine('1.0.0', () => Promise.reject(new Error('no backend works\nhere')));
    expect(problem).toBe('no backend works');
  });
});
