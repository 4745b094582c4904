import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { hasRedis, redisServer } from '../redis/redis-server.fixture.ts';
import { queueDrill } from './drill.fixture.ts';

it.skipIf(!hasRedis)('200 runs, 50 kills, 3 restarts of Redis', { timeout: 3_600_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'firstmover-queue-drill-'));
  const redis = await redisServer(join(folder, 'redis'));
  try {
    const started = performance.now();
    const count = await queueDrill({ runs: 200, workers: 4, kills: 50, restarts: 3, updates: 40 }, redis, folder);
    console.log(`${JSON.stringify(count)} in ${Math.round((performance.now() - started) / 1000)} s`);
    expect(count).toEqual({ kills: 50, restarts: 3, results: 200, accepted: 200, equal: true, leaked: false });
  } finally {
    await redis.stop('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  }
});
