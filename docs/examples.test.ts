// Runs the TypeScript examples of every README and page of docs, the blocks of a page one after the other as one program, and every
// `npx firstmover` command; and the programs in examples/. What a page prints must be what its `// =>` comments say.
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'node:util';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { run } from 'firstmover';
import { blocksOf, printedBy, programOf, root } from '../tools/packages.ts';

const scratch = join(import.meta.dirname, '.examples');
const pages = [
  'README.md',
  'CONTRIBUTING.md',
  'examples/README.md',
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md') && !name.includes('node_modules'))
    .map((name) => join('docs', name)),
  ...readdirSync(join(root, 'packages'))
    .flatMap((name) => [
      join('packages', name, 'README.md'),
      ...readdirSync(join(root, 'packages', name, 'src')).map((folder) => join('packages', name, 'src', folder, 'README.md')),
    ])
    .filter((page) => existsSync(join(root, page))),
];

const blocks = pages.flatMap((page) => blocksOf(page).map((block, i) => ({ ...block, name: `${page} block ${i + 1}` })));
const programs = [
  ...pages.map((name) => ({ name, code: programOf(name) })).filter(({ code }) => code !== ''),
  ...readdirSync(join(root, 'examples'))
    .filter((name) => name.endsWith('.ts'))
    .map((name) => ({ name: join('examples', name), code: readFileSync(join(root, 'examples', name), 'utf8') })),
];
const commands = blocks
  .filter(({ language }) => language === 'sh')
  .flatMap(({ name, code }) => code.split('\n').map((line) => ({ name, line: line.replace(/\s+#.*$/, '').trim() })))
  .filter(({ line }) => line.startsWith('npx firstmover '));

mkdirSync(scratch, { recursive: true });
afterAll(() => {
  rmSync(scratch, { recursive: true, force: true });
});

describe('examples', () => {
  it('finds examples at all', () => {
    expect(programs.length).toBeGreaterThan(3);
    expect(commands.length).toBeGreaterThan(0);
  });

  it.each(programs)('$name runs and prints what it says', async ({ name, code }) => {
    const file = join(scratch, `${name.replace(/\W+/g, '-')}.ts`);
    writeFileSync(file, code);
    const printed: string[] = [];
    const log = vi.spyOn(console, 'log').mockImplementation((...items: unknown[]) => void printed.push(format(...items)));
    try {
      await import(/* @vite-ignore */ file);
    } finally {
      log.mockRestore();
    }
    const expected = printedBy(code);
    if (expected.length > 0) expect(printed).toEqual(expected);
  });

  it('a solver in eighty lines is a file of the library, and has no more of them', () => {
    const lines = (text: string): string[] => text.split('\n').filter((line) => line !== '');
    const file = readFileSync(join(root, 'packages/solvers/src/matrix/bimatrix/multiple-programmes.ts'), 'utf8');
    const program = programOf('docs/guide/eighty-lines.md');
    const solver = lines(file).slice(1);
    expect(lines(program).slice(0, solver.length)).toEqual(solver);
    expect(lines(program).length).toBeLessThanOrEqual(80);
  });

  it.each(commands)('$name: $line', async ({ line }) => {
    const written: string[] = [];
    const io = { out: (text: string) => void written.push(text), err: () => undefined, isTerminal: false, columns: 80 };
    expect(await run(line.split(/\s+/).slice(2), io)).toBe(0);
    expect(written.join('')).not.toBe('');
  });
});
