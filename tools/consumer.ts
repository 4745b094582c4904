// What a user gets: every package is packed, installed alone in an empty folder with plain npm, and the example of its README is compiled and run there,
// on the tarballs. Needs `npm run build`.
//
//   npm run test:consumer [-- WORD... --node 20,22,24 --report FILE]
//
// Words select packages by a part of their name. `--node` repeats everything on other lines of Node, which npm fetches. `--report` counts the checks for
// tools/count-tests.mjs.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import ts from 'typescript';
import { blocksOf, importedBy, printedBy, programOf, root, type Package } from './packages.ts';
import { all, install, installed, nodeOf, pack, project, run, work } from './tarballs.ts';

const { values, positionals } = parseArgs({ allowPositionals: true, options: { node: { type: 'string' }, report: { type: 'string' } } });
const seconds = (since: number): string => `${((performance.now() - since) / 1000).toFixed(1)} s`;
const problems: string[] = [];
let passed = 0;

const parsed = new Map<string, ts.SourceFile | undefined>();

/** Compiles one file in its folder, and returns what TypeScript says. What lies outside of the projects is read once for all. */
function compile(file: string, options: ts.CompilerOptions): string {
  const all: ts.CompilerOptions = {
    strict: true,
    module: ts.ModuleKind.NodeNext,
    target: ts.ScriptTarget.ES2023,
    lib: ['lib.es2023.d.ts'],
    types: ['node'],
    ...options,
  };
  const host = ts.createCompilerHost(all);
  const read = host.getSourceFile;
  host.getCurrentDirectory = () => dirname(file);
  host.getSourceFile = (name, how) => {
    if (name.startsWith(work)) return read(name, how);
    if (!parsed.has(name)) parsed.set(name, read(name, how));
    return parsed.get(name);
  };
  const program = ts.createProgram([file], all, host);
  const found = [...ts.getPreEmitDiagnostics(program), ...program.emit().diagnostics];
  return ts.formatDiagnostics(found, host);
}

/** Compiles `example.ts` as strictly as TypeScript can, declarations of the packages included, and runs what comes out. */
async function compileAndRun(node: string, cwd: string, program: string): Promise<string> {
  writeFileSync(join(cwd, 'example.ts'), program.includes('import') ? program : `${program}\nexport {};\n`);
  for (const name of ['node', 'emscripten']) {
    const types = join(root, 'node_modules/@types', name);
    mkdirSync(join(cwd, 'node_modules/@types'), { recursive: true });
    if (existsSync(types) && !existsSync(join(cwd, 'node_modules/@types', name)))
      symlinkSync(types, join(cwd, 'node_modules/@types', name));
  }
  const problems = compile(
    join(cwd, 'example.ts'),
    // The declarations of TensorFlow.js name elements of the browser, and do not pass under every option.
    installed(cwd).some((name) => name.startsWith('@tensorflow/')) ? { skipLibCheck: true, lib: ['lib.es2023.d.ts', 'lib.dom.d.ts'] } : {},
  );
  if (problems !== '') throw new Error(problems);
  return run(cwd, node, 'example.js');
}

/** Fails where a program did not print what its comments say. */
function comparePrinted(program: string, printed: string): void {
  const expected = printedBy(program).join('\n');
  if (expected !== '' && printed.trimEnd() !== expected) throw new Error(`printed\n${printed}instead of\n${expected}`);
}

/** A package alone: what comes with it, its entry points, its command; then its README. */
async function checkPackage(node: string, { path, manifest }: Package, label: string): Promise<void> {
  const start = performance.now();
  const { name } = manifest;
  const cwd = project(`${label}-${name.replace(/\W+/g, '-')}`, [name]);
  await install(node, cwd);
  const tree = installed(cwd);
  const allowed = name === '@firstmover/tfjs' || manifest.dependencies?.['@firstmover/tfjs'] !== undefined;
  const heavy = tree.filter((dependency) => /tensorflow|tfjs/.test(dependency));
  if (!allowed && heavy.length > 0) throw new Error(`brings TensorFlow: ${heavy.join(', ')}`);
  for (const entry of Object.keys(manifest.exports).filter((key) => !key.endsWith('.json')))
    await run(cwd, node, '-e', `import('${name}${entry.slice(1)}').then((all) => process.exit(Object.keys(all).length > 0 ? 0 : 1))`);
  for (const command of Object.keys(manifest.bin ?? {}))
    if ((await run(cwd, node, join('node_modules/.bin', command), '--help')) === '') throw new Error(`${command} --help printed nothing`);

  const program = programOf(join(path, 'README.md'));
  const others = importedBy(program).filter((other) => other !== name);
  if (others.length > 0) {
    project(`${label}-${name.replace(/\W+/g, '-')}`, [name, ...others]);
    await install(node, cwd);
  }
  if (program !== '') comparePrinted(program, await compileAndRun(node, cwd, program));
  const alone = `${tree.length} package${tree.length === 1 ? '' : 's'} in its tree${heavy.length > 0 ? '' : ', no TensorFlow'}`;
  console.log(
    `${label} ${name}: ${alone}; ${program === '' ? 'no example' : 'the example compiles and prints what it says'} (${seconds(start)})`,
  );
}

/** The first page of the guide, as a reader follows it: an empty folder, npm, ten lines, a proved equilibrium. */
async function checkFirstPage(node: string, label: string): Promise<void> {
  const start = performance.now();
  const page = 'docs/guide/install.md';
  const program = blocksOf(page).find(({ language }) => language === 'js')!.code;
  const lines = program.split('\n').filter((line) => line.trim() !== '').length;
  if (lines > 10) throw new Error(`${page}: the program has ${lines} lines, expected ten at most`);
  const wanted = importedBy(program);
  const cwd = project(`${label}-first-page`, wanted);
  await install(node, cwd);
  writeFileSync(join(cwd, 'start.js'), program);
  comparePrinted(program, await run(cwd, node, 'start.js'));
  const time = performance.now() - start;
  console.log(`${label} ${wanted.join(' + ')}: ${lines} lines, a proved equilibrium, ${seconds(start)} with the installation`);
  if (time > 120_000) throw new Error('took more than two minutes');
}

/** Notes what fails, and goes on. */
async function note(what: string, check: () => Promise<void>): Promise<void> {
  try {
    await check();
    passed++;
  } catch (error) {
    problems.push(what);
    console.error(`${what}: ${(error as Error).message}`);
  }
}

try {
  const start = performance.now();
  await pack();
  console.log(`packed ${all.length} packages in ${seconds(start)}`);
  for (const major of values.node?.split(',') ?? [process.versions.node.split('.')[0]!]) {
    const node = nodeOf(major);
    const label = `Node ${execFileSync(node, ['-p', 'process.versions.node'], { encoding: 'utf8' }).trim()}`;
    const wanted = all.filter(({ manifest }) => positionals.length === 0 || positionals.some((word) => manifest.name.includes(word)));
    await note(`${label} first page`, () => checkFirstPage(node, label));
    for (const one of wanted) await note(`${label} ${one.manifest.name}`, () => checkPackage(node, one, label));
  }
} catch (error) {
  problems.push('packing');
  console.error((error as Error).message);
} finally {
  rmSync(work, { recursive: true, force: true });
}
if (values.report !== undefined) writeFileSync(values.report, JSON.stringify({ numPassedTests: passed, numFailedTests: problems.length }));
console.log(
  problems.length === 0 ? 'Consumer: every package installs alone and does what it says.' : `Consumer: ${problems.length} problem(s).`,
);
process.exitCode = problems.length === 0 ? 0 : 1;
