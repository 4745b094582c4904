// Packs every package as it is published and checks the tarballs: publint, its warnings too, and attw, but for what only CommonJS would meet. One process for
// all of them. Needs `npm run build`.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { packages, root } from './packages.ts';

// The packages are ESM only: how CommonJS, and Node before exports, would resolve them is not asked.
const NOT_ASKED = ['node10', 'node16-cjs'];
const folder = mkdtempSync(join(tmpdir(), 'firstmover-pack-'));
const problems: string[] = [];

/** What publint says of a tarball. */
async function lint(file: Uint8Array<ArrayBuffer>): Promise<string[]> {
  const tarball = file.buffer;
  const { messages, pkg } = await publint({ strict: true, pack: { tarball } });
  return messages.map((message) => `publint: ${message.type}: ${formatMessage(message, pkg, { color: false })}`);
}

/** What attw says of it. */
async function types(file: Uint8Array): Promise<string[]> {
  const analysis = await checkPackage(createPackageFromTarballData(file));
  if (!analysis.types) return ['attw: no types: expected declarations; name them in "exports" of package.json'];
  return analysis.problems
    .filter((problem) => !('resolutionKind' in problem && NOT_ASKED.includes(problem.resolutionKind)))
    .map(({ kind, ...where }) => `attw: ${kind}: ${JSON.stringify(where)}`);
}

try {
  const all = packages();
  for (const { path } of all)
    if (!existsSync(join(root, path, 'dist'))) throw new Error(`${path}/dist is missing: expected a built package; run npm run build`);
  const pnpm = join(root, 'node_modules/pnpm/bin/pnpm.cjs');
  execFileSync(process.execPath, [pnpm, '--recursive', '--filter', './packages/*', 'pack', '--out', join(folder, '%s.tgz')], {
    cwd: root,
    encoding: 'utf8',
    stdio: 'pipe',
  });
  for (const { path, manifest } of all) {
    const file = new Uint8Array(readFileSync(join(folder, `${manifest.name.replace('@', '').replace('/', '-')}.tgz`)));
    for (const problem of [...(await lint(file)), ...(await types(file))]) problems.push(`${path}: ${problem}`);
  }
  console.log(`Tarballs: ${all.length} packed, ${problems.length} problem(s).`);
} catch (error) {
  const { stdout = '', stderr = '', message } = error as Error & { stdout?: string; stderr?: string };
  problems.push(`${stdout}${stderr}${message}`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
for (const problem of problems) console.error(problem);
process.exitCode = problems.length === 0 ? 0 : 1;
