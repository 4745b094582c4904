// Bundles the packed tarballs of the packages that run in a browser and runs one program on them, in Node and in Chromium: both must give the same answer,
// bit for bit. Needs `npm run build`, and Chromium at FIRSTMOVER_CHROMIUM or /usr/bin/chromium. Writes a report for tools/count-tests.mjs to the file
// named by the first argument.
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { build } from 'esbuild';
import { chromium } from 'playwright-core';
import { importedBy, root } from './packages.ts';
import { install, pack, project, run, work } from './tarballs.ts';

const hash = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16);
const executablePath = process.env['FIRSTMOVER_CHROMIUM'] ?? '/usr/bin/chromium';
const report = process.argv[2];

/** Runs the bundle in Chromium, from a server, as a page would. */
async function inChromium(folder: string): Promise<string> {
  const types: Record<string, string> = { js: 'text/javascript', mjs: 'text/javascript', wasm: 'application/wasm' };
  const server = createServer(({ url = '/' }, response) => {
    const file = join(folder, url === '/' ? 'none' : url);
    const found = existsSync(file);
    response.writeHead(found || url === '/' ? 200 : 404, { 'content-type': types[url.split('.').at(-1)!] ?? 'text/html' });
    response.end(found ? readFileSync(file) : '<!doctype html><title>firstmover</title>');
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  try {
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    return await page.evaluate<string>(`import('/browser.js').then(({ answer }) => answer())`);
  } finally {
    await browser.close();
    server.close();
  }
}

try {
  await pack();
  const program = join(root, 'tools/browser-program.ts');
  const text = readFileSync(program, 'utf8');
  const cwd = project('browser', importedBy(text));
  await install(process.execPath, cwd);
  writeFileSync(join(cwd, 'program.ts'), text);
  const { metafile } = await build({
    absWorkingDir: cwd,
    entryPoints: ['program.ts'],
    outfile: join(cwd, 'browser.js'),
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2023',
    metafile: true,
    logLevel: 'error',
  });
  await build({ absWorkingDir: cwd, entryPoints: ['program.ts'], outfile: join(cwd, 'node.js'), format: 'esm', logLevel: 'error' });
  for (const name of ['highs.mjs', 'highs.wasm']) copyFileSync(join(cwd, 'node_modules/highs/build', name), join(cwd, name));
  const here = await run(
    cwd,
    process.execPath,
    '-e',
    `import('./node.js').then(async ({ answer }) => process.stdout.write(await answer()))`,
  );
  const there = await inChromium(cwd);
  const bytes = Object.values(metafile.outputs).reduce((sum, output) => sum + output.bytes, 0);
  console.log(`bundle of ${importedBy(text).join(', ')}: ${Math.round(bytes / 1024)} kB`);
  console.log(`Node ${process.versions.node}: ${hash(here)}\nChromium: ${hash(there)}`);
  if (here !== there) throw new Error('Chromium and Node disagree');
  if (report !== undefined) writeFileSync(report, '{ "numPassedTests": 1 }');
} catch (error) {
  console.error((error as Error).message);
  if (report !== undefined) writeFileSync(report, '{ "numFailedTests": 1 }');
  process.exitCode = 1;
} finally {
  rmSync(work, { recursive: true, force: true });
}
