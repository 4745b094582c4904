import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** What became of a request: a path that may be answered, or the status of a refusal without a body. */
export type Admission = { readonly path: string } | { readonly status: 403 | 404 | 405 };

/**
 * Whether a request may be answered: it names this very host, comes from no other page, holds the token and only reads. A page on the web that makes
 * a browser call this machine, under whatever name, fails at the first two; another user of the machine at the third.
 *
 * @param request - the request
 * @param host - the one value of its Host header
 * @param token - the first part of every path
 */
export function admit(request: IncomingMessage, host: string, token: string): Admission {
  const hosts = request.rawHeaders.filter((name, i) => i % 2 === 0 && name.toLowerCase() === 'host');
  const { origin } = request.headers;
  if (hosts.length !== 1 || request.headers.host !== host || (origin !== undefined && origin !== `http://${host}`)) return { status: 403 };
  const [, given, path] = /^\/([^/?#]*)(\/[^?#]*)$/.exec(request.url ?? '') ?? [];
  if (given === undefined || path === undefined || !same(given, token)) return { status: 404 };
  return request.method === 'GET' ? { path } : { status: 405 };
}

/** Takes equal time wherever two texts of equal length differ. */
function same(given: string, token: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(token)];
  return a.length === b.length && timingSafeEqual(a, b);
}
