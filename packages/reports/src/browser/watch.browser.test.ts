import { appendFileSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { resolveExperiment, train } from '@firstmover/experiments';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Watch } from '../watch/watch.ts';
import { watchRun } from '../watch/watch.ts';
import { CHROMIUM, startChromium } from './chromium.fixture.ts';

const NAME = '"><img src=x onerror="document.title=1"><script>document.title=1<';

describe.skipIf(CHROMIUM === undefined)('the live view in a browser', { timeout: 120_000 }, () => {
  let browser: Browser;
  let out: string;
  let folder: string;
  let watch: Watch;
  beforeAll(async () => {
    out = mkdtempSync(join(tmpdir(), 'watch-'));
    const [config] = resolveExperiment({
      game: 'matrix/IteratedBattle-v1',
      oracle: 'exact',
      leader: { name: 'ppo', learningRate: 0.1 },
      budget: { leaderSteps: 500 },
    });
    const trained = await train(config!, { out });
    folder = join(out, NAME);
    renameSync(trained.folder, folder);
    watch = await watchRun(folder, { every: 50 });
    browser = await startChromium();
  }, 150_000);
  afterAll(async () => {
    await browser?.close();
    await watch?.close();
    rmSync(out, { recursive: true, force: true });
  });

  it('shows what is new without being loaded again, and takes no name for markup', async () => {
    const page = await browser.newPage({ viewport: { width: 390, height: 844 } });
    const said: string[] = [];
    const asked: string[] = [];
    page.on('console', (message) => said.push(message.text()));
    page.on('pageerror', (error) => said.push(String(error)));
    page.on('request', (request) => asked.push(request.url().replace(watch.url, '')));
    await page.goto(watch.url);
    await page.locator('#state', { hasText: 'Live.' }).waitFor();
    expect(asked.filter((url) => !url.startsWith('data:'))).toEqual(['', 'style.css', 'watch.js', 'events']);
    expect(await page.locator('h1').textContent()).toBe(NAME);
    expect(await page.locator('img').count()).toBe(0);
    expect(await page.title()).toBe('A run, live · firstmover');
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
    await page.locator('#chart-0 summary').click();

    const path = join(folder, 'metrics.jsonl');
    const last = JSON.parse(readFileSync(path, 'utf8').trim().split('\n').at(-1)!) as { update: number; leaderSteps: number };
    appendFileSync(path, `${JSON.stringify({ ...last, update: last.update + 1, leaderSteps: 123_456 })}\n`);
    await page.locator('.tiles', { hasText: '123,456' }).waitFor();
    expect(await page.locator('#chart-0 table').isVisible()).toBe(true);
    expect(said).toEqual([]);
    await page.close();
  });

  it('gives nothing to a page of another origin, even one that knows the address', async () => {
    const page = await browser.newPage();
    await page.goto('data:text/html,<p>elsewhere</p>');
    const got = await page.evaluate(
      async (url) =>
        fetch(url).then(
          (answer) => answer.text(),
          () => 'nothing',
        ),
      watch.url,
    );
    expect(got).toBe('nothing');
    await page.close();
  });
});
