import { mkdtempSync, rmSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { METHODS, request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { resolveExperiment, train } from '@firstmover/experiments';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { madeRun } from '../groups/run.fixture.ts';
import { watchPage, watchView } from './view.ts';
import type { Watch } from './watch.ts';
import { watchRun } from './watch.ts';

let out: string;
let watch: Watch;
let port: number;
let token: string;
beforeAll(async () => {
  out = mkdtempSync(join(tmpdir(), 'watch-'));
  const [config] = resolveExperiment({
    game: 'matrix/IteratedBattle-v1',
    oracle: 'exact',
    leader: { name: 'ppo', learningRate: 0.1 },
    budget: { leaderSteps: 500 },
  });
  const { folder } = await train(config!, { out });
  watch = await watchRun(folder, { every: 20 });
  [, token] = /^http:\/\/127\.0\.0\.1:\d+\/([0-9a-f]{64})\/$/.exec(watch.url) as unknown as [string, string];
  port = Number(new URL(watch.url).port);
});
afterAll(async () => {
  await watch?.close();
  rmSync(out, { recursive: true, force: true });
});

interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

function ask(
  path: string,
  { method = 'GET', headers = {} }: { readonly method?: string; readonly headers?: Record<string, string> } = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, path, method, headers: { Host: `127.0.0.1:${port}`, ...headers } }, (answer) => {
      let body = '';
      answer.on('data', (part: Buffer) => {
        body += part.toString();
        if (path.endsWith('/events')) answer.destroy();
      });
      answer.on('close', () => {
        resolve({ status: answer.statusCode!, headers: answer.headers, body });
      });
    });
    sent.on('error', reject);
    sent.end();
  });
}

/** What comes back for bytes as they are. */
function raw(bytes: string): Promise<string> {
  return new Promise((resolve) => {
    let got = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    socket
      .on('data', (part) => (got += part.toString()))
      .on('error', () => undefined)
      .on('close', () => {
        resolve(got);
      });
  });
}

const ROUTES = ['', 'events', 'style.css', 'watch.js'];

describe('with its token', () => {
  it('answers the page, its style, its script and its events', async () => {
    for (const route of ROUTES) {
      const { status, headers, body } = await ask(`/${token}/${route}`);
      expect([route, status]).toEqual([route, 200]);
      expect(body.length).toBeGreaterThan(100);
      expect(headers['content-security-policy']).toMatch(/default-src 'none'.*script-src 'self'.*frame-ancestors 'none'/);
      expect(headers['content-security-policy']).not.toContain('unsafe');
      expect(headers).toMatchObject({ 'referrer-policy': 'no-referrer', 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' });
    }
    const { body } = await ask(`/${token}/`);
    expect(body).toContain('IteratedBattle-v1-exact-ppo-s0');
    expect(body).not.toMatch(/<script>|\sstyle=|\son\w+=/);
    expect((await ask(`/${token}/`, { headers: { Origin: `http://127.0.0.1:${port}` } })).status).toBe(200);
  });

  it('only reads', async () => {
    for (const method of METHODS.filter((name) => name !== 'GET' && name !== 'CONNECT'))
      for (const route of ROUTES)
        expect([method, await ask(`/${token}/${route}`, { method })]).toMatchObject([method, { status: 405, body: '' }]);
    expect(await ask(`/${token}/config.json`)).toMatchObject({ status: 404, body: '' });
    expect(await ask(`/${token}/../../etc/passwd`)).toMatchObject({ status: 404, body: '' });
  });
});

describe('refuses, with nothing but a status', () => {
  const nothing = (answer: Answer, status: number): void => {
    expect([answer.status, answer.body, answer.headers['content-length']]).toEqual([status, '', '0']);
  };

  it('no token and wrong tokens, on every route and with every method', async () => {
    const wrong = [
      token.slice(0, -1),
      `${token}0`,
      `${token.slice(0, -1)}${token.endsWith('0') ? '1' : '0'}`,
      token.toUpperCase().replace(/\d/g, 'A'),
      '%00',
      '..',
    ];
    for (const route of ROUTES) {
      nothing(await ask(`/${route}`), 404);
      for (const other of wrong) nothing(await ask(`/${other}/${route}`), 404);
      nothing(await ask(`/${route}?token=${token}`), 404);
      nothing(await ask(`/x/${token}/${route}`), 404);
      for (const method of METHODS.filter((name) => name !== 'CONNECT')) {
        const { status, body } = await ask(`/${route}`, { method });
        expect([method, status, body]).toEqual([method, 404, '']);
      }
    }
  });

  it('a foreign Host, also with the token', async () => {
    for (const host of [
      'evil.example',
      `evil.example:${port}`,
      `localhost:${port}`,
      '127.0.0.1',
      `127.0.0.1:${port + 1}`,
      `127.0.0.1:${port}.evil.example`,
    ])
      for (const route of ROUTES) nothing(await ask(`/${token}/${route}`, { headers: { Host: host } }), 403);
    for (const header of ['', 'Host:\r\n'])
      expect(await raw(`GET /${token}/ HTTP/1.1\r\n${header}Connection: close\r\n\r\n`)).toMatch(/^HTTP\/1\.1 403 /);
    expect(
      await raw(`GET /${token}/ HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nHost: evil.example\r\nConnection: close\r\n\r\n`),
    ).not.toContain('200 OK');
    expect(await raw(`GET http://evil.example/${token}/ HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: close\r\n\r\n`)).toMatch(
      /^HTTP\/1\.1 404 /,
    );
  });

  it('a foreign Origin, also with the token', async () => {
    for (const origin of [
      'http://evil.example',
      'null',
      `https://127.0.0.1:${port}`,
      `http://127.0.0.1:${port + 1}`,
      `http://localhost:${port}`,
      '',
    ])
      for (const route of ROUTES) nothing(await ask(`/${token}/${route}`, { headers: { Origin: origin } }), 403);
  });

  it('what Node would answer by itself', async () => {
    for (const bytes of [
      '\r\n\r\nnonsense\r\n\r\n',
      'GET / HTTP/9.9\r\n\r\n',
      `CONNECT evil.example:80 HTTP/1.1\r\nHost: evil.example\r\n\r\n`,
      `GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`,
    ])
      expect(await raw(bytes)).toBe('');
    expect(await raw('POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 5\r\nConnection: close\r\n\r\n')).toMatch(
      /^HTTP\/1\.1 403 /,
    );
    expect(await raw('POST / HTTP/1.1\r\nHost: x\r\nExpect: cake\r\nConnection: close\r\n\r\n')).toMatch(/^HTTP\/1\.1 403 /);
  });
});

it('takes no name for markup', () => {
  const text = '"><img src=x onerror=alert(1)><script>alert(1)</script></main>';
  const page = watchPage(
    watchView(
      madeRun({
        text,
        folder: `runs/${text.replaceAll('/', '')}`,
        method: text,
        game: text,
        curve: [
          [1, 2, 0, 0.5],
          [2, 3, 0, 0.5],
        ],
        value: 3,
        optimum: 3,
      }),
    ).html,
  );
  expect(page).not.toMatch(/<img|<script>|<\/main><\/main>/);
  expect(page.match(/<script/g)).toHaveLength(1);
});

it('says what it cannot do', async () => {
  await expect(watchRun(out)).rejects.toThrow('config.json');
  await expect(watchRun(join(out, 'IteratedBattle-v1-exact-ppo-s0'), { port })).rejects.toThrow(
    /cannot listen on port \d+ of 127.0.0.1: EADDRINUSE/,
  );
  await expect(watchRun(join(out, 'IteratedBattle-v1-exact-ppo-s0'), { port: 70_000 })).rejects.toThrow(
    'port 70000: expected an integer from 0 to 65535',
  );
});
