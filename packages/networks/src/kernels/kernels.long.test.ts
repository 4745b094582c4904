import { expect, it } from 'vitest';
import { compile } from '../../assembly/build.mjs';
import { relaxedBytes, simdBytes } from './wasm.generated.ts';

it('embeds the bytes that the compiler makes of the source', async () => {
  expect(await compile('simd')).toBe(simdBytes);
  expect(await compile('relaxed-simd')).toBe(relaxedBytes);
});
