import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { madeRun } from '../groups/run.fixture.ts';
import { createReport } from '../report/report.ts';
import { CHROMIUM, startChromium } from './chromium.fixture.ts';

const HOSTILE = '"><img src=x onerror="document.title=1"><script>document.title=1</script>';
const runs = ['exact', HOSTILE].flatMap((method, arm) =>
  Array.from({ length: 3 }, (_unused, seed) =>
    madeRun({
      folder: `runs/${HOSTILE.replaceAll('/', '')}-${seed}`,
      text: HOSTILE,
      method,
      seed,
      value: 15,
      optimum: 15,
      curve: [
        [100, 5, 2, 0.5],
        [200 + 400 * arm, 15, 0, 0.75],
        [9000, 15, 0, 1],
      ],
    }),
  ),
);

/** The contrast of every text with the card behind it, by WCAG 2. */
const CONTRASTS = `(() => {
  const luminance = (colour) => {
    const [r, g, b] = colour.match(/[\\d.]+/g).map((part) => Number(part) / 255).map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const paper = luminance(getComputedStyle(document.querySelector('figure')).backgroundColor);
  return [...document.querySelectorAll('h1, h2, p, td, th, figcaption, summary, dt, dd strong, svg text')].map((element) => {
    const ink = luminance(getComputedStyle(element)[element.matches('svg text') ? 'fill' : 'color']);
    return (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05);
  });
})()`;

describe.skipIf(CHROMIUM === undefined)('a report in a browser', { timeout: 120_000 }, () => {
  let browser: Browser;
  let folder: string;
  let address: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'report-'));
    writeFileSync(join(folder, 'report.html'), createReport(runs).html);
    address = pathToFileURL(join(folder, 'report.html')).href;
    browser = await startChromium();
  }, 150_000);
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Opens the report; what the page says on its console and asks for is kept. */
  async function open(options: object): Promise<{ readonly page: Page; readonly said: string[]; readonly asked: string[] }> {
    const page = await browser.newPage(options);
    const said: string[] = [];
    const asked: string[] = [];
    page.on('console', (message) => said.push(message.text()));
    page.on('pageerror', (error) => said.push(String(error)));
    page.on('request', (request) => asked.push(request.url()));
    await page.goto(address);
    return { page, said, asked };
  }

  it.each(['light', 'dark'] as const)('is readable in %s, without a word on the console or a request', async (colorScheme) => {
    const { page, said, asked } = await open({ colorScheme });
    expect([said, asked.filter((url) => !url.startsWith('data:'))]).toEqual([[], [address]]);
    const contrasts = (await page.evaluate(CONTRASTS)) as number[];
    expect(Math.min(...contrasts)).toBeGreaterThan(4.5);
    await page.close();
  });

  it('fits a phone: nothing scrolls sideways but tables, each by itself', async () => {
    const { page } = await open({ viewport: { width: 390, height: 844 } });
    await page.evaluate("for (const details of document.querySelectorAll('details')) details.open = true");
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
    await page.close();
  });

  it('is reached by keyboard: the skip link first, tables that scroll, every table behind a figure', async () => {
    const { page } = await open({});
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Skip to the report');
    await page.locator('#scores summary').focus();
    await page.keyboard.press('Enter');
    expect(await page.locator('#scores table').isVisible()).toBe(true);
    await page.close();
  });

  it('prints with every table open', async () => {
    const { page } = await open({});
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('#scores table').evaluate((table) => table.getBoundingClientRect().height)).toBeGreaterThan(20);
    await page.close();
  });

  it('takes no name of a run, a game or a method for markup', async () => {
    const { page } = await open({});
    expect(await page.locator('img, main script, [onerror]').count()).toBe(0);
    expect(await page.title()).not.toBe('1');
    expect(await page.locator('#runs tbody th').first().textContent()).toContain('<img src=x onerror=');
    await page.close();
  });
});
