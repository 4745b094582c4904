import type { KnownKind } from '@firstmover/pipeline';
import { game } from './templates/game.ts';
import { leader } from './templates/leader.ts';
import { method } from './templates/method.ts';
import { network } from './templates/network.ts';
import { oracle } from './templates/oracle.ts';
import { problem } from './templates/problem.ts';
import type { Template } from './templates/template.ts';

const TEMPLATES: { readonly [kind in KnownKind]: Template } = { game, oracle, leader, method, network, problem };

/**
 * The files of a new package, by path.
 *
 * @param kind - what it holds
 * @param name - its name, in lower case with hyphens
 * @param version - of firstmover
 */
export function filesOfNew(kind: KnownKind, name: string, version: string): Record<string, string> {
  const parts = name.split('-').map((part) => part[0]!.toUpperCase() + part.slice(1));
  const fill = (text: string): string =>
    text
      .replaceAll('__NAME__', name)
      .replaceAll('__PASCAL__', parts.join(''))
      .replaceAll(
        '__CAMEL__',
        parts.join('').replace(/^./, (letter) => letter.toLowerCase()),
      );
  const { source, test, page, packages } = TEMPLATES[kind];
  const description = {
    name,
    version: '0.0.1',
    private: true,
    type: 'module',
    exports: `./dist/${name}.js`,
    scripts: {
      build: 'tsc',
      test: 'vitest run --dir src',
      check: `npm run build && firstmover check ./dist/${name}.js`,
    },
    dependencies: Object.fromEntries(['core', ...packages].map((each) => [`@firstmover/${each}`, `^${version}`])),
    devDependencies: { firstmover: `^${version}`, typescript: '~6.0.3', vitest: '^4.1.12' },
  };
  const compiler = {
    compilerOptions: {
      target: 'es2023',
      module: 'nodenext',
      strict: true,
      declaration: true,
      skipLibCheck: true,
      types: [],
      rootDir: 'src',
      outDir: 'dist',
    },
    include: ['src'],
    exclude: ['src/**/*.test.ts'],
  };
  return {
    'package.json': `${JSON.stringify(description, null, 2)}\n`,
    'tsconfig.json': `${JSON.stringify(compiler, null, 2)}\n`,
    'README.md': fill(page),
    [`src/${name}.ts`]: fill(source),
    [`src/${name}.test.ts`]: fill(test),
  };
}
