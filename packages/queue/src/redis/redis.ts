import { Redis } from 'ioredis';
import { InputError } from '@firstmover/core';

/** Where a Redis is: what BullMQ and its client need. */
export interface RedisAddress {
  /** The name or address of the host. */
  readonly host: string;
  /** The port. */
  readonly port: number;
  /** The number of the database. */
  readonly db: number;
  /** The user, where one is given. */
  readonly username?: string;
  /** The password, where one is given. Never in a message. */
  readonly password?: string;
  /** For `rediss://`: encrypted. */
  readonly tls?: object;
  /** Commands wait for a Redis that is away for a while, as workers of BullMQ must. */
  readonly maxRetriesPerRequest: null;
}

/**
 * Reads a URL such as `redis://user:password@host:6379/0`.
 *
 * @throws InputError for anything else; the URL is not repeated, as it may hold a password
 */
export function redisAddress(url: string): RedisAddress {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  const db = parsed && /^\/?\d{0,4}$/.test(parsed.pathname) ? Number(parsed.pathname.slice(1)) : NaN;
  if (!parsed || !['redis:', 'rediss:'].includes(parsed.protocol) || parsed.hostname === '' || Number.isNaN(db) || parsed.search !== '')
    throw new InputError('the URL of the Redis is not one: expected redis://host:port or rediss://user:password@host:port/database');
  return {
    host: parsed.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: Number(parsed.port || 6379),
    db,
    ...(parsed.username === '' ? {} : { username: decodeURIComponent(parsed.username) }),
    ...(parsed.password === '' ? {} : { password: decodeURIComponent(parsed.password) }),
    ...(parsed.protocol === 'rediss:' ? { tls: {} } : {}),
    maxRetriesPerRequest: null,
  };
}

/** A URL of a Redis without its user and password. */
export function redactedUrl({ host, port, db, tls }: RedisAddress): string {
  return `redis${tls ? 's' : ''}://${host.includes(':') ? `[${host}]` : host}:${port}/${db}`;
}

/** A message without the password, in case that a library repeated it. */
export function withoutSecrets(message: string, { password }: RedisAddress): string {
  if (password === undefined) return message;
  return message.replaceAll(password, '***').replaceAll(encodeURIComponent(password), '***');
}

/**
 * Connects to a Redis and checks that it keeps what it is given.
 *
 * @param unsafe - whether one that evicts or forgets will do
 * @param onWarning - called with what goes wrong with the connection later
 * @throws InputError for a Redis that cannot be reached, evicts, or does not persist
 */
export async function openRedis(address: RedisAddress, unsafe: boolean, onWarning: (message: string) => void): Promise<Redis> {
  let last: string | undefined;
  let open = false;
  const redis = new Redis({
    ...address,
    lazyConnect: true,
    retryStrategy: (times) => (open || times < 5 ? Math.min(100 * times, 2000) : null),
  });
  redis.on('error', (error: Error) => {
    const message = withoutSecrets(error.message || (error as NodeJS.ErrnoException).code || error.name, address);
    if (open && message !== last) onWarning(`Redis at ${redactedUrl(address)}: ${message}`);
    last = message;
  });
  try {
    await redis.connect();
    await redis.ping();
    if (!unsafe) await checkRedis(redis);
    open = true;
    return redis;
  } catch (error) {
    redis.disconnect();
    if (error instanceof InputError) throw error;
    throw new InputError(`cannot use Redis at ${redactedUrl(address)}: ${last ?? withoutSecrets((error as Error).message, address)}`);
  }
}

async function checkRedis(redis: Redis): Promise<void> {
  const ask = async (name: string): Promise<string> => {
    try {
      const [, value] = (await redis.config('GET', name)) as string[];
      if (value !== undefined) return value;
    } catch {
      // managed services forbid the command
    }
    throw new InputError(`Redis does not tell its ${name}: whether it keeps jobs is unknown; --unsafe-redis uses it all the same`);
  };
  const policy = await ask('maxmemory-policy');
  if (policy !== 'noeviction')
    throw new InputError(
      `Redis evicts (maxmemory-policy ${policy}): jobs could vanish; set it to noeviction, or use it all the same with --unsafe-redis`,
    );
  if ((await ask('appendonly')) !== 'yes' && (await ask('save')).trim() === '')
    throw new InputError(
      'Redis does not persist (appendonly no, no save): a restart would lose every job; set appendonly yes, or use it all the same with --unsafe-redis',
    );
}
