import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { resolveSweep, runSweep, runsOf, train } from '@firstmover/experiments';
import { queueDrill, startWorker } from './drill/drill.fixture.ts';
import { createQueueExecutor } from './executor/queue-executor.ts';
import type { RedisServer } from './redis/redis-server.fixture.ts';
import { hasRedis, redisServer } from './redis/redis-server.fixture.ts';
import { openRedis, redactedUrl, redisAddress, withoutSecrets } from './redis/redis.ts';
import { segmentsOf } from './segments/segments.ts';

const folder = mkdtempSync(join(tmpdir(), 'firstmover-queue-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const open = (url: string, unsafe = false): Promise<Redis> => openRedis(redisAddress(url), unsafe, () => undefined);

describe('redisAddress', () => {
  it('reads URLs, and hides what is secret', () => {
    const address = redisAddress('rediss://me:p%40ss@queue.example/2');
    expect(address).toMatchObject({ host: 'queue.example', port: 6379, db: 2, username: 'me', password: 'p@ss', tls: {} });
    expect(redactedUrl(address)).toBe('rediss://queue.example:6379/2');
    expect(withoutSecrets('AUTH p@ss failed at me:p%40ss@x', address)).toBe('AUTH *** failed at me:***@x');
    expect(redactedUrl(redisAddress('redis://[::1]:7000'))).toBe('redis://[::1]:7000/0');
  });

  it.each(['http://x', 'redis://', 'secret', 'redis://u:secret@h/x', 'redis://h?password=secret'])(
    'refuses %s without repeating it',
    (url) => {
      expect(() => redisAddress(url)).toThrow('the URL of the Redis is not one');
      expect(() => redisAddress(url)).not.toThrow('secret');
    },
  );

  it('says where nobody answers', { timeout: 20_000 }, async () => {
    await expect(open('redis://:hidden@127.0.0.1:1')).rejects.toThrow(/^cannot use Redis at redis:\/\/127\.0\.0\.1:1\/0: .*ECONNREFUSED/);
  });
});

describe.skipIf(!hasRedis)('with a Redis', { timeout: 400_000 }, () => {
  let server: RedisServer;
  let client: Redis;
  beforeAll(async () => {
    server = await redisServer(join(folder, 'redis'));
    client = await open(server.url);
  });
  afterAll(async () => {
    client.disconnect();
    await server.stop('SIGKILL');
  });

  it.each<[string[], string]>([
    [['--appendonly', 'yes', '--maxmemory-policy', 'allkeys-lru'], 'Redis evicts (maxmemory-policy allkeys-lru)'],
    [['--appendonly', 'no', '--save', ''], 'Redis does not persist'],
    [['--appendonly', 'yes', '--rename-command', 'CONFIG', ''], 'Redis does not tell its maxmemory-policy'],
  ])('refuses one with %j, unless told otherwise', async (settings, message) => {
    const other = await redisServer(mkdtempSync(join(folder, 'other-')), settings);
    try {
      await expect(open(other.url)).rejects.toThrow(message);
      (await open(other.url, true)).disconnect();
    } finally {
      await other.stop('SIGKILL');
    }
  });

  it('accepts a segment once, from whoever claimed it last', async () => {
    const segments = segmentsOf(client, 'fencing');
    expect(await segments.claim('a', 0, 'x')).toBe(undefined);
    await segments.open('a');
    const first = (await segments.claim('a', 0, 'x'))!;
    const second = (await segments.claim('a', 0, 'y'))!;
    expect(await segments.claim('a', 1, 'z')).toBe(undefined);
    expect(await segments.commit('a', first, { from: first.token, input: 'one' })).toBe(false);
    expect(await segments.fail('a', first, 'late')).toBe('not ours');
    expect(await segments.commit('a', { ...second, input: 'other' }, { from: second.token, input: 'one' })).toBe(false);
    expect(await segments.commit('a', second, { from: second.token, input: 'one' })).toBe(true);
    expect(await segments.commit('a', second, { from: second.token, input: 'one' })).toBe(false);
    const third = (await segments.claim('a', 1, 'x'))!;
    expect(third).toMatchObject({ segment: 1, from: second.token, input: 'one' });
    expect(await segments.commit('a', third, { state: 'finished', result: '{}' })).toBe(true);
    expect(await segments.claim('a', 2, 'x')).toBe(undefined);
    await segments.open('a');
    expect(await segments.state('a')).toMatchObject({ state: 'finished', segment: 2, result: '{}' });
    expect(await client.hget('firstmover:run:{fencing}:a', 'accepted')).toBe('1');
  });

  it('quarantines a run after three equal failures, or ten of any kind', async () => {
    const segments = segmentsOf(client, 'failures');
    await segments.open('a');
    const fail = async (message: string): Promise<string> => segments.fail('a', (await segments.claim('a', 0, 'x'))!, message);
    const kinds = [];
    for (const message of ['p', 'p', 'q', 'p', 'p', 'p']) kinds.push(await fail(message));
    expect(kinds).toEqual(['again', 'again', 'again', 'again', 'again', 'quarantined']);
    expect(await segments.claim('a', 0, 'x')).toBe(undefined);
    await segments.open('a');
    for (let i = 0; i < 9; i++) expect(await fail(String(i))).toBe('again');
    expect(await fail('9')).toBe('quarantined');
  });

  it('ends within ten seconds when it is asked to', async () => {
    const said: string[] = [];
    const worker = startWorker(server.url, folder, 60, said);
    while (!said.join('').includes('waiting for runs')) await setTimeout(50);
    const asked = performance.now();
    const code = await new Promise((done) => {
      worker.once('exit', done);
      worker.kill('SIGTERM');
    });
    expect(code).toBe(0);
    expect(performance.now() - asked).toBeLessThan(10_000);
  });

  it('ends a segment under way with a checkpoint within ten seconds, and others go on from it', async () => {
    const out = join(folder, 'terminated');
    const experiment = {
      game: 'matrix/IteratedPrisonersDilemma-v1',
      oracle: { name: 'tabular-q', episodes: 20 },
      leader: 'ppo',
      budget: { updates: 300 },
      checkpoints: { everySeconds: 3600 },
      evaluation: false,
      seeds: [0],
    };
    const sweep = { name: 'terminated', experiment, space: { 'leader.learningRate': [0.05] } };
    const said: string[] = [];
    const worker = startWorker(server.url, out, 600, said);
    const outcome = runSweep(sweep, { out, executor: (at) => createQueueExecutor({ url: server.url, folder: at }) });
    const attempts = join(out, 'terminated/.attempts');
    while (!(existsSync(attempts) && readdirSync(attempts, { recursive: true }).some((name) => basename(String(name)) === 'lock')))
      await setTimeout(20);
    await setTimeout(300);
    const asked = performance.now();
    worker.kill('SIGTERM');
    expect(await new Promise((done) => worker.once('exit', done))).toBe(0);
    expect(performance.now() - asked).toBeLessThan(10_000);
    expect(said.join('')).toContain('segment 0: accepted');
    const next = startWorker(server.url, out, 600, said);
    const { results } = await outcome;
    next.kill('SIGTERM');
    expect(said.join('')).toContain('segment 1: accepted');
    const whole = await train(runsOf(resolveSweep(sweep), 0, 0)[0]!, { out: join(folder, 'whole') });
    expect(results.runs.map(({ stateHash }) => stateHash)).toEqual([whole.result!.stateHash]);
  });

  it('a sweep ends as the local one while workers and Redis are killed', async () => {
    const count = await queueDrill({ runs: 8, workers: 2, kills: 2, restarts: 1, updates: 40 }, server, folder);
    expect(count).toEqual({ kills: 2, restarts: 1, results: 8, accepted: 8, equal: true, leaked: false });
  });
});
