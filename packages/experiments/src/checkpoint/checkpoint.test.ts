import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SavedState } from '@firstmover/core';
import { InputError } from '@firstmover/core';
import { encodeSafetensors } from '@firstmover/networks';
import { checkpointName, checkpointNames, readCheckpoint, writeCheckpoint } from './checkpoint.ts';
import { nodeFiles } from '../files/files.ts';
import { refusedFlips } from './flips.fixture.ts';
import { bestCheckpoint, keepCheckpoints, removeLeftovers } from './keep.ts';
import { lastCheckpoint } from './last.ts';
import { manifestText, sha256 } from './manifest.ts';
import type { CheckpointInfo, Manifest } from './manifest.ts';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'firstmover-checkpoint-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const config = sha256('config');
const info = (update: number, score: number | null = null): CheckpointInfo => ({
  update,
  phase: 'leader',
  steps: { pretraining: 3, leader: 10 * update },
  score,
  log: { rows: update, metricsBytes: 100, timingBytes: 50 },
});
const state: SavedState = {
  leader: { parameters: Float32Array.of(1.5, -2), count: 3, nothing: undefined },
  'a/b': [Float64Array.of(Math.PI), BigUint64Array.of(7n), NaN, 'text'],
};
const one = checkpointName(1);
const path = (file: string): string => join(folder, one, file);

describe('a checkpoint', () => {
  it('is read back as it was, and is the same file twice', () => {
    const hash = writeCheckpoint(folder, config, info(1, 4), state);
    expect(readCheckpoint(folder, one, config)).toEqual({ info: info(1, 4), state, stateHash: hash });
    expect(writeCheckpoint(folder, config, info(2), state)).toBe(hash);
    expect(readFileSync(join(folder, checkpointName(2), 'state.safetensors'))).toEqual(readFileSync(path('state.safetensors')));
    expect(readdirSync(folder)).toEqual([one, checkpointName(2)]);
  });

  it('is read by the safetensors of Python', ({ skip }) => {
    const python = process.env['FIRSTMOVER_PEERS_PYTHON'] ?? 'python3';
    try {
      execFileSync(python, ['-c', 'import safetensors.numpy'], { stdio: 'ignore' });
    } catch {
      skip(`${python} has no safetensors: set FIRSTMOVER_PEERS_PYTHON to one that has`);
    }
    writeCheckpoint(folder, config, info(1), state);
    const program =
      'import sys, json; from safetensors.numpy import load_file; print(json.dumps({k: v.tolist() for k, v in load_file(sys.argv[1]).items()}))';
    const found = JSON.parse(execFileSync(python, ['-c', program, path('state.safetensors')], { encoding: 'utf8' })) as unknown;
    expect(found).toEqual({ 'leader/parameters': [1.5, -2], 'a~1b/0': [Math.PI], 'a~1b/1': [7] });
  });
});

describe('the loader refuses', () => {
  const refusal = (name = one, of = config): string => {
    const before = process.memoryUsage().arrayBuffers;
    try {
      readCheckpoint(folder, name, of);
    } catch (error) {
      expect(error).toBeInstanceOf(InputError);
      expect((error as Error).message).not.toContain('\n');
      expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1 << 24);
      return (error as Error).message;
    }
    throw new Error('it was accepted');
  };
  beforeEach(() => {
    writeCheckpoint(folder, config, info(1), state);
  });

  it('files that were cut off at any byte, or are longer', () => {
    for (const file of ['state.safetensors', 'manifest.json']) {
      const bytes = readFileSync(path(file));
      for (let length = 0; length < bytes.length; length++) {
        writeFileSync(path(file), bytes.subarray(0, length));
        refusal();
      }
      writeFileSync(path(file), Buffer.concat([bytes, Buffer.of(0x20)]));
      refusal();
      rmSync(path(file));
      refusal();
      writeFileSync(path(file), bytes);
    }
    readCheckpoint(folder, one, config);
  });

  it('300 random flips of a bit', () => {
    expect(refusedFlips(folder, one, config, 300)).toBe(300);
  });

  /** Whoever can compute a checksum can forge one. */
  const forge = (bytes: Uint8Array, change: Partial<Manifest> = {}): void => {
    writeFileSync(path('state.safetensors'), bytes);
    const files = { 'state.safetensors': { bytes: bytes.length, sha256: sha256(bytes) } };
    writeFileSync(path('manifest.json'), manifestText({ ...info(1), config, files, ...change }));
  };
  const raw = (header: string, length = header.length): Buffer => {
    const bytes = Buffer.alloc(8 + header.length);
    bytes.writeBigUInt64LE(BigInt(length));
    bytes.write(header, 8);
    return bytes;
  };
  const metadata = (json: string): Uint8Array => encodeSafetensors(new Map(), new Map([['firstmover.state', json]]));
  const stated = (value: string): Uint8Array => metadata(`{"format":"firstmover.state","version":1,"state":${value}}`);
  it.each<[string, Uint8Array, string]>([
    ['a huge header', raw('{}', 2 ** 40), 'header of 1099511627776 bytes'],
    ['a header beyond the file', raw('{}', 1000), 'cut off'],
    ['a tensor of 10 GB', raw('{"x":{"dtype":"F32","shape":[2684354560],"data_offsets":[0,10737418240]}}'), 'ends at byte 10737418240'],
    ['offsets the wrong way', raw('{"x":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}'), 'expected the begin before the end'],
    ['a shape beyond 2^53', raw('{"x":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,0]}}'), 'expected at most 2^53'],
    [
      'a tensor twice',
      raw('{"x":{"dtype":"F32","shape":[0],"data_offsets":[0,0]},"x":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}}'),
      '"x"',
    ],
    ['no state', encodeSafetensors(new Map()), 'is no saved state'],
    ['a state that is no JSON', metadata('{'), 'is no JSON'],
    ['a key twice in the state', stated('{"a":1,"a":2}'), 'has the key "a" twice'],
    ['a prototype in the state', stated('{"__proto__":{"polluted":1}}'), 'names a prototype'],
    ['an infinite number in the state', stated('[1e400]'), 'expected a finite one'],
    ['a deep state', stated('['.repeat(10_000) + ']'.repeat(10_000)), 'nested more than'],
    ['a later state', metadata('{"format":"firstmover.state","version":2,"state":1}'), 'saved in version 2'],
    ['an array that is missing', stated('{"$":"array","name":"x"}'), 'missing'],
  ])('%s', (_what, bytes, message) => {
    forge(bytes);
    expect(refusal()).toContain(message);
    expect(({} as Record<string, unknown>)['polluted']).toBe(undefined);
  });

  it('other runs, later versions, other numbers of updates, and manifests that were changed', () => {
    expect(refusal(one, sha256('another'))).toContain('belongs to another config');
    const text = readFileSync(path('manifest.json'), 'utf8');
    for (const [from, to, message] of [
      ['"version": 1', '"version": 2', 'version 2 of the format: expected 1; update firstmover'],
      ['firstmover.checkpoint', 'firstmover.checkpoints', 'is no manifest'],
      ['"update": 1', '"update": 2', 'does not have its checksum'],
      ['"state.safetensors"', '"../../../etc/passwd"', 'does not have its checksum'],
      ['"update": 1,', '"update": 1, "update": 1,', 'has the key "update" twice'],
      ['"update": 1', '"update":  1', 'does not have its checksum'],
    ] as const) {
      writeFileSync(path('manifest.json'), text.replace(from, to));
      expect(refusal()).toContain(message);
    }
    writeFileSync(path('manifest.json'), text);
    renameSync(join(folder, one), join(folder, checkpointName(5)));
    expect(refusal(checkpointName(5))).toContain('is of update 1: expected that of its folder');
    for (const name of ['../x', '..', '/etc', '1', 'x'.repeat(9)]) expect(refusal(name)).toContain('expected the number of an update');
  });

  it('links, in place of files and of the folder', () => {
    const outside = mkdtempSync(join(tmpdir(), 'firstmover-outside-'));
    try {
      for (const file of ['state.safetensors', 'manifest.json']) {
        cpSync(path(file), join(outside, file));
        rmSync(path(file));
        symlinkSync(join(outside, file), path(file));
        refusal();
        rmSync(path(file));
        cpSync(join(outside, file), path(file));
      }
      readCheckpoint(folder, one, config);
      rmSync(join(folder, one), { recursive: true });
      symlinkSync(outside, join(folder, one));
      expect(refusal()).toContain('leads out of');
    } finally {
      rmSync(outside, { recursive: true, force: true });
    }
  });
});

describe('keeping checkpoints', () => {
  const write = (...scores: readonly (number | null)[]): void =>
    scores.forEach((score, i) => void writeCheckpoint(folder, config, info(i + 1, score), state));

  it('keeps the last and the best', () => {
    write(null, 5, 3, 5, null, null);
    expect(bestCheckpoint(folder)).toBe(checkpointName(2));
    keepCheckpoints(folder, 3);
    expect(checkpointNames(folder).map(Number)).toEqual([2, 4, 5, 6]);
    expect(readdirSync(folder)).toHaveLength(4);
  });

  it('removes what was left behind, and nothing else', () => {
    write(1);
    mkdirSync(join(folder, '.000000007.123.tmp'));
    mkdirSync(join(folder, '.000000003.old'));
    writeFileSync(join(folder, '.keep'), '');
    removeLeftovers(folder);
    expect(readdirSync(folder)).toEqual(['.keep', one]);
  });

  it('takes an earlier one where the last does not load', () => {
    write(null, null, null);
    const last = join(folder, checkpointName(3), 'state.safetensors');
    const bytes = readFileSync(last);
    writeFileSync(last, bytes.subarray(1));
    const warnings: string[] = [];
    expect(lastCheckpoint(folder, config, (message) => warnings.push(message), nodeFiles)?.info.update).toBe(2);
    expect(warnings).toEqual([expect.stringContaining('checkpoint 000000003 does not load, an earlier one is taken')]);
    expect(checkpointNames(folder).map(Number)).toEqual([1, 2]);
    for (const name of checkpointNames(folder)) writeFileSync(join(folder, name, 'state.safetensors'), 'x');
    expect(() => lastCheckpoint(folder, config, undefined)).toThrow(/^no checkpoint in .* loads; of the last: .*it was cut off or changed/);
    expect(lastCheckpoint(mkdtempSync(join(folder, 'none-')), config, undefined)).toBe(undefined);
  });
});
