// Trains 120 runs with small budgets, writes the report on them, and looks at it in Chromium: size, opening time, three screenshots.
// No study: it draws one report and measures it in place, on the page that shows it.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { median } from '@firstmover/evaluation';
import { readRun } from '@firstmover/experiments';
import { createReport } from '@firstmover/reports';
import { chromium } from 'playwright-core';
import { makeRuns } from './runs.ts';

const docs = join(import.meta.dirname, '../../docs');
const out = process.argv[2] ?? join(tmpdir(), 'firstmover-report-runs');
const folders = await makeRuns(out, 5);
const began = performance.now();
const { html, headline } = createReport(folders.map(readRun));
const made = performance.now() - began;
const file = join(out, 'report.html');
writeFileSync(file, html);

const browser = await chromium.launch({
  executablePath: process.env['FIRSTMOVER_CHROMIUM'] ?? '/usr/bin/chromium',
  args: [
    '--headless',
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
  timeout: 120_000,
});
const opened: number[] = [];
for (let i = 0; i < 5; i++) {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  await page.goto(pathToFileURL(file).href);
  // From the start of the navigation to the first frame after everything is laid out.
  opened.push(await page.evaluate<number>('new Promise((done) => requestAnimationFrame(() => setTimeout(() => done(performance.now()))))'));
  await page.close();
}
mkdirSync(join(docs, 'reports'), { recursive: true });
for (const [name, options] of [
  ['light', { colorScheme: 'light', viewport: { width: 1280, height: 1000 } }],
  ['dark', { colorScheme: 'dark', viewport: { width: 1280, height: 1000 } }],
  ['phone', { colorScheme: 'light', viewport: { width: 390, height: 1400 } }],
] as const) {
  const page = await browser.newPage(options);
  await page.goto(pathToFileURL(file).href);
  await page.screenshot({ path: join(docs, 'reports', `${name}.png`), timeout: 120_000 });
  await page.close();
}
await browser.close();

const numbers = `| measured | value | asked for |
| --- | ---: | ---: |
| runs | ${folders.length} | 120 |
| size of the page | ${(html.length / 1e6).toFixed(2)} MB | under 3 MB |
| opening in Chromium, median of 5 (worst) | ${(median(opened) / 1000).toFixed(2)} s (${(Math.max(...opened) / 1000).toFixed(2)} s) | under 2 s |
| making the page | ${(made / 1000).toFixed(1)} s | |
`;
const path = join(docs, 'reports.md');
const text = readFileSync(path, 'utf8');
writeFileSync(
  path,
  text.replace(/(<!-- numbers -->\n)[^]*(<!-- end -->)/, (_all, start: string, end: string) => `${start}\n${numbers}\n${end}`),
);
console.log(headline.title, '\n', numbers, opened);
