import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { crc32c, maskedCrc32c } from './crc32c.ts';
import { encodeEvent } from './event.ts';
import { encodeRecord } from './records.ts';

/** Reads records and events by the words of the format, without the code under test but the checksum, which has published vectors. */
function readEvents(file: Buffer): { time: number; step: number; version?: string; scalars: Record<string, number> }[] {
  const events = [];
  for (let at = 0; at < file.length;) {
    const length = Number(file.readBigUInt64LE(at));
    expect(file.readUInt32LE(at + 8)).toBe(maskedCrc32c(file.subarray(at, at + 8)));
    const content = file.subarray(at + 12, at + 12 + length);
    expect(file.readUInt32LE(at + 12 + length)).toBe(maskedCrc32c(content));
    events.push(readEvent(content));
    at += 16 + length;
  }
  return events;
}

function* fieldsOf(bytes: Buffer): Generator<[number, number | Buffer]> {
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = bytes[at++]!;
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
    }
  };
  while (at < bytes.length) {
    const key = varint();
    switch (key & 7) {
      case 0:
        yield [key >> 3, varint()];
        break;
      case 1:
        yield [key >> 3, bytes.readDoubleLE((at += 8) - 8)];
        break;
      case 5:
        yield [key >> 3, bytes.readFloatLE((at += 4) - 4)];
        break;
      default: {
        const length = varint();
        yield [key >> 3, bytes.subarray(at, (at += length))];
      }
    }
  }
}

function readEvent(bytes: Buffer): ReturnType<typeof readEvents>[number] {
  const fields = new Map(fieldsOf(bytes));
  const scalars: Record<string, number> = {};
  for (const [, value] of fields.has(5) ? fieldsOf(fields.get(5) as Buffer) : []) {
    const entry = new Map(fieldsOf(value as Buffer));
    scalars[(entry.get(1) as Buffer).toString()] = entry.get(2) as number;
  }
  const version = fields.get(3) as Buffer | undefined;
  return {
    time: fields.get(1) as number,
    step: (fields.get(2) as number) ?? 0,
    ...(version ? { version: version.toString() } : {}),
    scalars,
  };
}

const events = [
  { wallTime: 1.5e9, fileVersion: 'brain.Event:2' },
  { wallTime: 1.5e9 + 0.25, step: 127, scalars: [{ tag: 'leader/return', value: 0.5 }] },
  {
    wallTime: 1.5e9 + 1,
    step: 3_000_000_000,
    scalars: [
      { tag: 'leader/return', value: -1e30 },
      { tag: 'größe', value: 0.1 },
    ],
  },
];
const file = Buffer.concat(events.map((event) => encodeRecord(encodeEvent(event))));

describe('checksums', () => {
  it('are those of RFC 3720', () => {
    expect(crc32c(new Uint8Array(32))).toBe(0x8a9136aa);
    expect(crc32c(new Uint8Array(32).fill(0xff))).toBe(0x62a8ab43);
    expect(crc32c(Uint8Array.from({ length: 32 }, (_unused, i) => i))).toBe(0x46dd794e);
    expect(crc32c(Buffer.from('123456789'))).toBe(0xe3069283);
  });
});

describe('event files', () => {
  it('are read back by the words of the format', () => {
    expect(readEvents(file)).toEqual([
      { time: 1.5e9, step: 0, version: 'brain.Event:2', scalars: {} },
      { time: 1.5e9 + 0.25, step: 127, scalars: { 'leader/return': 0.5 } },
      { time: 1.5e9 + 1, step: 3_000_000_000, scalars: { 'leader/return': Math.fround(-1e30), größe: Math.fround(0.1) } },
    ]);
  });

  it('are read by TensorBoard', ({ skip }) => {
    const python = process.env['FIRSTMOVER_PEERS_PYTHON'] ?? 'python3';
    const program = `
import sys, json
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
events = EventAccumulator(sys.argv[1])
events.Reload()
print(json.dumps({tag: [[e.step, e.wall_time, e.value] for e in events.Scalars(tag)] for tag in events.Tags()['scalars']}))`;
    try {
      execFileSync(python, ['-c', 'import tensorboard'], { stdio: 'ignore' });
    } catch {
      skip(`${python} has no tensorboard: set FIRSTMOVER_PEERS_PYTHON to one that has`);
    }
    const folder = mkdtempSync(join(tmpdir(), 'firstmover-events-'));
    try {
      writeFileSync(join(folder, 'events.out.tfevents.firstmover'), file);
      const found = JSON.parse(
        execFileSync(python, ['-c', program, folder], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }),
      ) as unknown;
      expect(found).toEqual({
        'leader/return': [
          [127, 1.5e9 + 0.25, 0.5],
          [3_000_000_000, 1.5e9 + 1, Math.fround(-1e30)],
        ],
        größe: [[3_000_000_000, 1.5e9 + 1, Math.fround(0.1)]],
      });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
