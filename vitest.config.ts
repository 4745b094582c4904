import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { configDefaults, type ViteUserConfigFnObject } from 'vitest/config';

const root = fileURLToPath(new URL('.', import.meta.url));
const report = process.env['FIRSTMOVER_TEST_REPORT'];

// Test files of one worker share its modules, which are loaded once and not for every file. What a file changes for the others it must put back. These cannot:
const isolated = [
  'packages/core/src/random/random.test.ts', // loads its modules again to meet a machine without WebAssembly
  'packages/tfjs/src/backend/backend.test.ts', // expects TensorFlow.js to warn of nothing from the moment it loads, and listens to the console throughout
];

const config: ViteUserConfigFnObject = ({ mode }) => {
  const long = mode === 'long' || process.env['FIRSTMOVER_LONG'] === '1';
  // `npm test` leaves out files that take a minute of two cores or whole processes: they are a lane of their own, `npm run test:slow`.
  const kind = long ? '.long' : mode === 'slow' ? '.slow' : '';
  const include = [`{packages/*/src,benchmarks,docs}/**/*${kind}.test.ts`];
  const exclude = [...configDefaults.exclude, ...(kind === '' ? ['**/*.long.test.ts', '**/*.slow.test.ts'] : [])];
  return {
    resolve: {
      // Tests run on the sources. Only modules of a user, which two tests of the command load from a folder of their own, find the built packages.
      alias: [
        { find: /^firstmover$/, replacement: `${root}packages/cli/src/index.ts` },
        { find: /^@firstmover\/([^/]+)$/, replacement: `${root}packages/$1/src/index.ts` },
        // A sub-path is a folder of the package's sources: @firstmover/core/testing.
        { find: /^@firstmover\/([^/]+)\/([^/.]+)$/, replacement: `${root}packages/$1/src/$2/index.ts` },
      ],
    },
    test: {
      maxWorkers: Math.max(2, availableParallelism() - 1),
      testTimeout: long ? 600_000 : 120_000, // against what hangs: the gates of `npm test` share the cores
      reporters: report === undefined ? ['default'] : ['default', ['json', { outputFile: report }]],
      projects: [
        { extends: true, test: { name: 'shared', include, exclude: [...exclude, ...isolated], isolate: false } },
        ...(kind !== '' ? [] : [{ extends: true as const, test: { name: 'isolated', include: isolated, exclude } }]),
      ],
    },
  };
};

export default config;
