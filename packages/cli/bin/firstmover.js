#!/usr/bin/env node
import { existsSync } from 'node:fs';

const entry = new URL('../dist/index.js', import.meta.url);
if (existsSync(entry)) {
  const { main } = await import(entry.href);
  await main();
} else {
  console.error('firstmover is not built yet: run `npm start` or `npm test` in the repository root first.');
  process.exitCode = 1;
}
