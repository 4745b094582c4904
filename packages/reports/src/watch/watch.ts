import { randomBytes } from 'node:crypto';
import { existsSync, statSync } from 'node:fs';
import type { Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { InputError, show } from '@firstmover/core';
import { LOG_FILES, RUN_FILES, readRun } from '@firstmover/experiments';
import { STYLE } from '../report/style.ts';
import { admit } from './guard.ts';
import { watchPage, watchView } from './view.ts';

/** A live view that is being served. */
export interface Watch {
  /** Where it is: the address holds the token, without which nothing is answered. */
  readonly url: string;
  /** Ends it. */
  close(): Promise<void>;
}

/** How a run is watched. */
export interface WatchOptions {
  /** The port (default: any that is free). */
  readonly port?: number;
  /** Milliseconds between two looks at the folder (default 1,000). */
  readonly every?: number;
}

/** Replaces the view by what the server sends; the text is made and escaped there. */
const SCRIPT = `const view = document.getElementById('view');
const state = document.getElementById('state');
const events = new EventSource('events');
events.onmessage = ({ data }) => {
  const open = [...view.querySelectorAll('details[open]')].map((details) => details.parentElement.id);
  view.innerHTML = JSON.parse(data);
  for (const id of open) document.getElementById(id)?.querySelector('details')?.setAttribute('open', '');
  state.textContent = 'Live.';
};
events.onerror = () => { state.textContent = 'The connection is lost; trying again.'; };
`;

/** The most streams at once; a page holds one. */
const STREAMS = 32;

const HEADERS = {
  'Content-Security-Policy':
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'Cache-Control': 'no-store',
} as const;

/**
 * Serves a live view of a run folder on 127.0.0.1, read-only: server-sent events carry what is new. Every path begins with a random token of 256 bits; what comes
 * without it, for another host or from another page gets an empty refusal.
 *
 * @param folder - a run folder, also one that is being written
 * @param options - port, and how often the folder is looked at
 * @throws InputError for a folder that is none, or a port that is taken
 */
export async function watchRun(folder: string, options: WatchOptions = {}): Promise<Watch> {
  const { port = 0, every = 1000 } = options;
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new InputError(`port ${show(port)}: expected an integer from 0 to 65535`);
  readRun(folder);
  const token = randomBytes(32).toString('hex');
  const streams = new Set<ServerResponse>();
  let host = '';

  const answer = (request: Parameters<typeof admit>[0], response: ServerResponse): void => {
    const verdict = admit(request, host, token);
    if ('status' in verdict) {
      response
        .writeHead(verdict.status, { 'Content-Length': '0', Connection: 'close', ...(verdict.status === 405 ? { Allow: 'GET' } : {}) })
        .end();
      return;
    }
    const send = (type: string, body: string): void =>
      void response.writeHead(200, { ...HEADERS, 'Content-Type': `${type}; charset=utf-8` }).end(body);
    if (verdict.path === '/') send('text/html', watchPage(seen.html));
    else if (verdict.path === '/style.css') send('text/css', STYLE);
    else if (verdict.path === '/watch.js') send('text/javascript', SCRIPT);
    else if (verdict.path === '/events' && streams.size < STREAMS) {
      response.writeHead(200, { ...HEADERS, 'Content-Type': 'text/event-stream' });
      response.write(event(seen.html));
      streams.add(response);
      response.on('close', () => streams.delete(response));
    } else response.writeHead(404, { 'Content-Length': '0' }).end();
  };

  const seen = { state: stateOf(folder), html: watchView(readRun(folder)).html };
  const server = createServer({ requireHostHeader: false }, answer);
  // Answers that Node gives by itself would come without a token.
  server.on('checkContinue', answer).on('checkExpectation', answer);
  server.on('clientError', (_error, socket) => void socket.destroy());
  server.on('upgrade', (_request, socket) => void socket.destroy());
  server.on('connect', (_request, socket) => void socket.destroy());
  host = await listen(server, port);

  const timer = setInterval(() => {
    const state = stateOf(folder);
    if (state === seen.state) return;
    try {
      seen.html = watchView(readRun(folder)).html;
      seen.state = state;
    } catch {
      return; // a file is being replaced: the next look finds it whole
    }
    for (const stream of streams) stream.write(event(seen.html));
  }, every);

  return {
    url: `http://${host}/${token}/`,
    close: () =>
      new Promise((done) => {
        clearInterval(timer);
        server.close(() => {
          done();
        });
        server.closeAllConnections();
      }),
  };
}

/** A view as one event. */
function event(html: string): string {
  return `data: ${JSON.stringify(html)}\n\n`;
}

/** Changes whenever the view does. */
function stateOf(folder: string): string {
  const metrics = join(folder, LOG_FILES.metrics);
  return `${existsSync(metrics) ? statSync(metrics).size : 0} ${existsSync(join(folder, RUN_FILES.result))}`;
}

function listen(server: Server, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(new InputError(`cannot listen on port ${port} of 127.0.0.1: ${error.code ?? error.message}; expected one that is free`));
    });
    server.listen(port, '127.0.0.1', () => {
      resolve(`127.0.0.1:${(server.address() as AddressInfo).port}`);
    });
  });
}
