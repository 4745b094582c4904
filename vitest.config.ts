import { fileURLToPath } from 'node:url';
import { configDefaults, type ViteUserConfigFnObject } from 'vitest/config';

const root = fileURLToPath(new URL('.', import.meta.url));
const report = process.env['FIRSTMOVER_TEST_REPORT'];

const config: ViteUserConfigFnObject = ({ mode }) => {
  const long = mode === 'long' || process.env['FIRSTMOVER_LONG'] === '1';
  return {
    resolve: {
      // Tests run on the sources: no build is needed before them.
      alias: [
        { find: /^firstmover$/, replacement: `${root}packages/cli/src/index.ts` },
        { find: /^@firstmover\/([^/]+)\/testing$/, replacement: `${root}packages/$1/src/testing/index.ts` },
        { find: /^@firstmover\/([^/]+)$/, replacement: `${root}packages/$1/src/index.ts` },
      ],
    },
    test: {
      include: [`{packages/*/src,benchmarks,docs}/**/*${long ? '.long' : ''}.test.ts`],
      exclude: [...configDefaults.exclude, ...(long ? [] : ['**/*.long.test.ts'])],
      testTimeout: long ? 600_000 : 30_000,
      reporters: report === undefined ? ['default'] : ['default', ['json', { outputFile: report }]],
    },
  };
};

export default config;
