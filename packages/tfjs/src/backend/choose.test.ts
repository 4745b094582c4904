import { describe, expect, it } from 'vitest';
import { chooseBackend } from './choose.ts';
import type { BackendCandidate, BackendName } from './choose.ts';

function candidates(working: readonly BackendName[], loaded: BackendName[] = []): BackendCandidate[] {
  return (['tfjs-node', 'wasm', 'cpu'] as const).map((name) => ({
    name,
    load: () => {
      loaded.push(name);
      if (working.includes(name)) return Promise.resolve({ version: '1.2.3', detail: `${name} as it is` });
      return Promise.reject(new Error(`${name} is broken\nand more about it`));
    },
  }));
}

describe('the choice of a backend', () => {
  it('takes the first that loads and leaves the others alone', async () => {
    const loaded: BackendName[] = [];
    expect(await chooseBackend(candidates(['tfjs-node', 'wasm', 'cpu'], loaded))).toEqual({
      name: 'tfjs-node',
      version: '1.2.3',
      reason: 'the fastest there is',
      tried: [{ name: 'tfjs-node', works: true, detail: 'tfjs-node as it is' }],
    });
    expect(loaded).toEqual(['tfjs-node']);
  });

  it('says in one line what was wrong with the ones before', async () => {
    expect(await chooseBackend(candidates(['cpu']))).toEqual({
      name: 'cpu',
      version: '1.2.3',
      reason: 'tfjs-node: tfjs-node is broken; wasm: wasm is broken',
      tried: [
        { name: 'tfjs-node', works: false, detail: 'tfjs-node is broken' },
        { name: 'wasm', works: false, detail: 'wasm is broken' },
        { name: 'cpu', works: true, detail: 'cpu as it is' },
      ],
    });
  });

  it('tries the preferred one first, then the others in their order', async () => {
    expect(await chooseBackend(candidates(['tfjs-node', 'wasm', 'cpu']), 'cpu')).toMatchObject({ name: 'cpu', reason: 'preferred' });
    const loaded: BackendName[] = [];
    expect(await chooseBackend(candidates(['wasm'], loaded), 'cpu')).toMatchObject({ name: 'wasm' });
    expect(loaded).toEqual(['cpu', 'tfjs-node', 'wasm']);
  });

  it('fails where none loads, whatever they throw', async () => {
    const mute: BackendCandidate = { name: 'cpu', load: () => Promise.reject(new Error('')) };
    await expect(chooseBackend([...candidates([]).slice(0, 2), mute])).rejects.toThrow(
      'no backend of TensorFlow.js works here: tfjs-node: tfjs-node is broken; wasm: wasm is broken; cpu: failed without a message',
    );
  });
});
