import { describe, expect, it } from 'vitest';
import type { Frame } from './frames.ts';
import { frameReader, jsonFrame, numbersFrame } from './frames.ts';

const frames: readonly Frame[] = [
  { kind: 'json', document: { text: 'größer', list: [1, null] } },
  { kind: 'numbers', numbers: Float64Array.of(1, -0, NaN, Infinity, 5e-324) },
  { kind: 'numbers', numbers: new Float64Array(0) },
  { kind: 'json', document: 'x' },
];
const bytes = Buffer.concat(frames.map((frame) => (frame.kind === 'json' ? jsonFrame(frame.document) : numbersFrame(frame.numbers))));

describe('frames', () => {
  it.each([1, 3, 8, 13, 1000])('come out as they went in, in pieces of %s bytes', (size) => {
    const reader = frameReader();
    const read: Frame[] = [];
    for (let at = 0; at < bytes.length; at += size) {
      reader.push(bytes.subarray(at, at + size));
      for (let frame = reader.next(); frame; frame = reader.next()) read.push(frame);
    }
    expect(read).toEqual(frames);
    expect(reader.next()).toBe(undefined);
  });

  it('do not share memory with the pieces', () => {
    const reader = frameReader();
    const piece = Buffer.from(numbersFrame(Float64Array.of(1, 2)));
    reader.push(piece);
    const frame = reader.next();
    piece.fill(0);
    expect(frame).toEqual({ kind: 'numbers', numbers: Float64Array.of(1, 2) });
  });

  it.each(['Hello, world', '\0\0\0\0\0\0\0\0', Buffer.from(Uint32Array.of(12, 0x4e4d4601).buffer)])('are told from %o', (text) => {
    const reader = frameReader();
    reader.push(Buffer.from(text as string));
    expect(() => reader.next()).toThrow('what is no frame, beginning with');
  });
});
