import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { Redis } from 'ioredis';

/** The program: Debian's, from the path, or the one that the environment names. */
const program = process.env['FIRSTMOVER_REDIS_SERVER'] ?? 'redis-server';

/** Whether there is one here. */
export const hasRedis: boolean = spawnSync(program, ['--version']).status === 0;

if (!hasRedis)
  console.warn('No redis-server here: the tests of the queue that need one are skipped. On Debian: apt-get install redis-server');

/** A server on loopback for a test, with its data in a folder. */
export interface RedisServer {
  /** Its URL, with the password. */
  readonly url: string;
  /** Ends it at once, as a loss of power would, or in order. */
  stop(signal: 'SIGKILL' | 'SIGTERM'): Promise<void>;
  /** Starts it on the same data and port. */
  start(): Promise<void>;
}

/** Starts a server with a password on a free port of the loopback. */
export async function redisServer(
  folder: string,
  settings: readonly string[] = ['--appendonly', 'yes', '--appendfsync', 'always'],
): Promise<RedisServer> {
  mkdirSync(folder, { recursive: true });
  const port = await freePort();
  const password = 'not-to-be-seen';
  const url = `redis://:${password}@127.0.0.1:${port}`;
  let child: ChildProcess;
  const server: RedisServer = {
    url,
    async stop(signal) {
      const ended = new Promise((done) => child.once('exit', done));
      child.kill(signal);
      await ended;
    },
    async start() {
      child = spawn(program, ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--requirepass', password, ...settings], {
        stdio: 'ignore',
      });
      for (let attempt = 0; ; attempt++) {
        const client = new Redis(url, { lazyConnect: true, retryStrategy: () => null });
        client.on('error', () => undefined);
        try {
          await client.connect();
          await client.ping();
          return;
        } catch (error) {
          if (attempt > 200) throw error;
          await setTimeout(100);
        } finally {
          client.disconnect();
        }
      }
    },
  };
  await server.start();
  return server;
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { readonly port: number };
      probe.close(() => resolve(port));
    });
  });
}
