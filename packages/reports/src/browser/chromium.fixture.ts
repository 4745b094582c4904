import type { Browser } from 'playwright-core';
import { chromium } from 'playwright-core';

/** The browser that `tools/lanes/browser.sh` found; undefined elsewhere, and the tests in it are skipped. */
export const CHROMIUM: string | undefined = process.env['FIRSTMOVER_CHROMIUM'] || undefined;

/** Starts the browser without anything that would call the network by itself. */
export function startChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: CHROMIUM!,
    timeout: 120_000,
    args: [
      '--headless',
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
