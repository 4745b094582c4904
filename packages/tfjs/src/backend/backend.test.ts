import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getBackend, matMul, tensor, tidy } from '@tensorflow/tfjs-core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { selectBackend } from './backend.ts';
import { testedBackends } from './backends.fixture.ts';

const warn = vi.spyOn(console, 'warn');

describe('selectBackend', () => {
  it.each(testedBackends)('makes %s the backend that computes, without a notice', async (name) => {
    const selected = await selectBackend({ prefer: name });
    expect(selected).toMatchObject({ name, version: expect.stringMatching(/^4\./) as string, reason: 'preferred' });
    expect(getBackend()).toBe(name === 'tfjs-node' ? 'tensorflow' : name);
    expect(tidy(() => [...matMul(tensor([1, 2], [1, 2]), tensor([3, 4], [2, 1])).dataSync()])).toEqual([11]);
    expect(warn).not.toHaveBeenCalled();
  });

  it('refuses a backend that it does not know', async () => {
    const prefer = 'webgl' as 'cpu';
    await expect(selectBackend({ prefer })).rejects.toThrow('unknown backend "webgl" of TensorFlow.js: what exists: tfjs-node, wasm, cpu');
  });
});

describe.skipIf(testedBackends.includes('tfjs-node'))('a tfjs-node that does not load', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'firstmover-'));
    vi.stubEnv('FIRSTMOVER_TFJS_NODE', folder);
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true });
  });

  it('is not there', async () => {
    expect(await selectBackend()).toMatchObject({
      name: 'wasm',
      reason: `tfjs-node: not in ${folder}, which FIRSTMOVER_TFJS_NODE names`,
      tried: [{ works: false }, { name: 'wasm', works: true, detail: 'WebAssembly with SIMD, threads: 1' }],
    });
  });

  it('has no native library', async () => {
    writeFileSync(join(folder, 'package.json'), '{ "version": "4.22.0" }');
    const { name, reason } = await selectBackend();
    expect({ name, reason }).toEqual({
      name: 'wasm',
      reason: 'tfjs-node: installed without its native library, which its install script downloads',
    });
  });

  it('breaks while it loads', async () => {
    writeFileSync(join(folder, 'package.json'), '{ "version": "4.22.0", "main": "index.js" }');
    writeFileSync(join(folder, 'index.js'), "throw new Error('wrong ELF class\\n  in tfjs_binding.node');");
    mkdirSync(join(folder, 'lib', 'napi-v8'), { recursive: true });
    writeFileSync(join(folder, 'lib', 'napi-v8', 'tfjs_binding.node'), '');
    expect(await selectBackend()).toMatchObject({ name: 'wasm', reason: 'tfjs-node: wrong ELF class' });
  });

  it('loads and registers nothing', async () => {
    writeFileSync(join(folder, 'package.json'), '{ "version": "4.22.0", "main": "index.js" }');
    writeFileSync(join(folder, 'index.js'), '');
    mkdirSync(join(folder, 'lib', 'napi-v8'), { recursive: true });
    writeFileSync(join(folder, 'lib', 'napi-v8', 'tfjs_binding.node'), '');
    const { name, tried } = await selectBackend();
    expect(name).toBe('wasm');
    expect(tried[0]).toMatchObject({ name: 'tfjs-node', works: false });
  });
});
