// In a copy of the tree, a game, an oracle, a leader, a method, a network, a kind of problem and a solver are added, each once with every step and once with each step left out: the gate that
// is meant for it must say so, and none must complain where nothing was forgotten. `--report FILE` counts.
import { execFile, execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { root } from './packages.ts';

const { values } = parseArgs({ options: { report: { type: 'string' } } });
const copy = join(mkdtempSync(join(tmpdir(), 'firstmover-forgotten-')), 'copy');
let passed = 0;
let failed = 0;

/** Files of one folder, by path. */
type Files = { readonly [path: string]: string };

const part = (kind: string, type: string, from: string, imports: string, create: string): string => `${imports}
import type { ${type} } from '${from}';

/** Added by the test of forgotten steps. */
export const lazy${kind[0]!.toUpperCase()}${kind.slice(1)}: ${type} = definePart({
  kind: '${kind}',
  name: 'lazy',
  about: 'Does as another does.',
  source: 'a test',
  ${create}
});
`;
const core = (names: string): string => `import { ${names} } from '@firstmover/core';`;

/** What is added, by kind: one folder. */
const added: { readonly [kind: string]: { readonly folder: string; readonly files: Files; readonly listed: string } } = {
  oracle: {
    folder: 'packages/followers/src/lazy',
    listed: 'packages/followers/src/parts.generated.ts',
    files: {
      'lazy.ts': part(
        'oracle',
        'OraclePart',
        '@firstmover/core',
        `${core('bindPart, definePart')}\nimport { exactOracle } from '../exact/part.ts';`,
        'create: (_settings, context, seed) => bindPart(exactOracle).create(context, seed),',
      ),
    },
  },
  leader: {
    folder: 'packages/algorithms/src/lazy',
    listed: 'packages/algorithms/src/parts.generated.ts',
    files: {
      'lazy.ts': part(
        'leader',
        'LeaderPart',
        '../part/leader-part.ts',
        `${core('bindPart, definePart')}\nimport { reinforceLeader } from '../reinforce/part.ts';`,
        'create: (_settings, problem, seed) => bindPart(reinforceLeader).create(problem, seed),',
      ),
    },
  },
  network: {
    folder: 'packages/networks/src/lazy',
    listed: 'packages/networks/src/parts.generated.ts',
    files: {
      'lazy.ts': part(
        'network',
        'NetworkPart',
        '../part/network-part.ts',
        `${core('bindPart, definePart')}\nimport { mlpNetworkPart } from '../mlp/part.ts';`,
        'create: (_settings, shape, seed) => bindPart(mlpNetworkPart).create(shape, seed),',
      ),
    },
  },
  method: {
    folder: 'packages/methods/src/lazy',
    listed: 'packages/methods/src/parts.generated.ts',
    files: {
      'lazy.ts': part(
        'method',
        'MethodPart',
        '../part/method-part.ts',
        `${core('bindPart, definePart')}\nimport { ppoLeader } from '@firstmover/algorithms';\nimport { exactOracle } from '@firstmover/followers';`,
        "create: (_settings, leader = bindPart(ppoLeader)) => ({ equilibrium: 'best response', oracle: bindPart(exactOracle), leader }),",
      ),
    },
  },
  problem: {
    folder: 'packages/problems/src/lazy',
    listed: 'packages/problems/src/parts.generated.ts',
    files: {
      'lazy.ts': `import type { ProblemKind } from '../problem/problem.ts';
import { defineProblem } from '../problem/problem.ts';
import { bimatrixKind } from '../bimatrix/bimatrix.ts';

/** Added by the test of forgotten steps. */
export const lazyProblem: ProblemKind = defineProblem({
  name: 'lazy',
  about: 'Does as another does.',
  source: 'a test',
  document: { ...bimatrixKind.document!, example: bimatrixKind.document!.example.replace('bimatrix', 'lazy') },
});
`,
    },
  },
  solver: {
    folder: 'packages/solvers/src/matrix/lazy',
    listed: 'packages/solvers/src/matrix/index.ts',
    files: {
      'lazy.ts': `import type { BimatrixOptions, BimatrixSolution } from '../bimatrix/game.ts';
import { solveBimatrix } from '../bimatrix/bimatrix.ts';
import type { Bimatrix } from '../bimatrix/game.ts';

/** Added by the test of forgotten steps. */
export function solveLazily(game: Bimatrix, options: BimatrixOptions): BimatrixSolution {
  return solveBimatrix(game, options);
}
`,
      'index.ts': "export { solveLazily } from './lazy.ts';\n",
    },
  },
  game: {
    folder: 'packages/benchmark-games/src/lazy',
    listed: 'packages/benchmark-games/src/games.generated.ts',
    files: {
      'lazy.ts': `import type { GameDefinition } from '@firstmover/core';
import { defineGame, discrete } from '@firstmover/core';

/** Added by the test of forgotten steps. */
export const lazy: GameDefinition = defineGame({
  id: 'benchmark/Lazy-v1',
  rules: () => ({
    players: [
      { name: 'leader', role: 'leader' as const, observation: discrete(1), action: discrete(2) },
      { name: 'follower', role: 'follower' as const, observation: discrete(1), action: discrete(2) },
    ],
    initial: () => ({}),
    step: (state: object, actions: readonly unknown[]) => ({ state, rewards: [actions[0] as number, actions[1] as number], terminated: true }),
    observe: () => 0,
  }),
  descriptor: () => ({ summary: 'Added by a test.', rewardBounds: [0, 1], horizon: 1, source: 'a test' }),
});
`,
      'README.md': '# Lazy\n\nAdded by a test.\n\n<!-- game benchmark/Lazy-v1 -->\n<!-- end -->\n',
    },
  },
};

/** Runs a gate in the copy; resolves to what it printed, and whether it passed. */
async function gate(command: string, ...argv: readonly string[]): Promise<{ readonly passed: boolean; readonly said: string }> {
  try {
    const { stdout, stderr } = await promisify(execFile)(command, argv, { cwd: copy, maxBuffer: 1 << 26 });
    return { passed: true, said: stdout + stderr };
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    return { passed: false, said: stdout + stderr };
  }
}

const generated = (): ReturnType<typeof gate> => gate('npx', 'tsx', 'tools/generate-parts.ts', '--check');
const games = (): ReturnType<typeof gate> => gate('npx', 'tsx', 'tools/generate-games.ts', '--check');

function write({ folder, files }: { readonly folder: string; readonly files: Files }): void {
  for (const [name, text] of Object.entries(files)) {
    const path = join(copy, folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
}

const clean = (): void => {
  execFileSync('git', ['checkout', '-q', '.'], { cwd: copy });
  execFileSync('git', ['clean', '-fdq', 'packages'], { cwd: copy });
};

async function expectThat(what: string, check: () => Promise<boolean | string>): Promise<void> {
  clean();
  const problem = await check();
  if (problem === true) {
    passed++;
    console.log(`ok  ${what}`);
  } else {
    failed++;
    console.error(`NO  ${what}${typeof problem === 'string' ? `: ${problem.slice(0, 600)}` : ''}`);
  }
}

try {
  execFileSync('git', ['clone', '-q', root, copy]);
  execFileSync(process.execPath, [join(root, 'node_modules/pnpm/bin/pnpm.cjs'), 'install', '--frozen-lockfile', '--prefer-offline'], {
    cwd: copy,
    stdio: 'ignore',
  });
  for (const [kind, one] of Object.entries(added)) {
    const check = kind === 'game' ? games : generated;
    const script = kind === 'game' ? 'generate:games' : 'generate:parts';
    await expectThat(`a ${kind} that is not generated is noticed by test:generated`, async () => {
      write(one);
      const { passed: fine, said } = await check();
      return !fine && said.includes(`npm run ${script}`) ? true : said;
    });
    await expectThat(`a ${kind} in one folder, generated by one command, is in its list, and test:generated has no complaint`, async () => {
      write(one);
      await gate('npm', 'run', script);
      const { passed: fine, said } = await check();
      if (!fine) return said;
      return readFileSync(join(copy, one.listed), 'utf8').match(/lazy\/(lazy|index)\.ts'/) !== null || `${one.listed} does not name it`;
    });
    if (kind === 'game') {
      await expectThat('a game without a page is noticed by test:generated', async () => {
        write({ ...one, files: { 'lazy.ts': one.files['lazy.ts']! } });
        const { passed: fine, said } = await check();
        return !fine && said.includes('expected a README.md') ? true : said;
      });
      continue;
    }
    if (kind === 'solver') continue;
    await expectThat(`a ${kind} without its type is noticed by test:generated`, async () => {
      write({ ...one, files: { 'lazy.ts': one.files['lazy.ts']!.replace(/: (?:\w+Part|ProblemKind) = define/, ' = define') } });
      const { passed: fine, said } = await check();
      return !fine && said.includes('has no type') ? true : said;
    });
    await expectThat(`a ${kind} without a sentence is noticed by test:generated`, async () => {
      write({ ...one, files: { 'lazy.ts': one.files['lazy.ts']!.replace("'Does as another does.'", "''") } });
      await gate('npm', 'run', script);
      const { passed: fine, said } = await check();
      return !fine && said.includes('expected a sentence') ? true : said;
    });
    await expectThat(`a ${kind} without exported names and size is noticed by test:generated`, async () => {
      write(one);
      await gate('npm', 'run', script);
      const { passed: fine, said } = await gate('npx', 'tsx', 'tools/generate-packages.ts', '--check');
      return !fine && /exports\.txt|dist is missing|run npm run build/.test(said) ? true : said;
    });
    if (kind === 'network' || kind === 'problem') continue;
    await expectThat(`a ${kind} without a golden hash is noticed by test:unit`, async () => {
      write(one);
      await gate('npm', 'run', script);
      const { passed: fine, said } = await gate('npx', 'vitest', 'run', 'packages/experiments/src/golden', '-t', 'has a hash');
      return !fine && said.includes('npm run generate') ? true : said;
    });
  }
  await expectThat('a part in another package than that of its kind is noticed by test:generated', async () => {
    write({ folder: 'packages/methods/src/lazy', files: added['oracle']!.files });
    const { passed: fine, said } = await generated();
    return !fine && said.includes('which no list of this package holds') ? true : said;
  });
} catch (error) {
  failed++;
  console.error((error as Error).message);
} finally {
  rmSync(dirname(copy), { recursive: true, force: true });
}
if (values.report !== undefined) writeFileSync(values.report, JSON.stringify({ numPassedTests: passed, numFailedTests: failed }));
console.log(failed === 0 ? `Forgotten steps: ${passed} of ${passed} as they should be.` : `Forgotten steps: ${failed} problem(s).`);
process.exitCode = failed === 0 ? 0 : 1;
