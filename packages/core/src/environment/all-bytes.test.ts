import { expect, it } from 'vitest';
import { allBytes } from './all-bytes.ts';

it.each([0, 1, 255])('sees any byte that is not %d, wherever the array begins and ends', (value) => {
  for (const offset of [0, 1, 4, 6]) {
    for (let length = 0; length <= 13; length++) {
      const bytes = new Uint8Array(new ArrayBuffer(32), offset, length).fill(value);
      const all = allBytes(bytes, value);
      expect(all()).toBe(true);
      for (let k = 0; k < length; k++) {
        bytes[k] = value ^ 1;
        expect(all()).toBe(false);
        bytes[k] = value;
      }
      expect(all()).toBe(true);
    }
  }
});
