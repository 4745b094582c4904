import jsdoc from 'eslint-plugin-jsdoc';
import tseslint from 'typescript-eslint';

const exportedInterfaceProperty = 'ExportNamedDeclaration > TSInterfaceDeclaration > TSInterfaceBody > TSPropertySignature';

// The language leaves the last bits of these to the engine.
const byTheEngine = {
  exp: 'exp64 or exp',
  log: 'log64 or log',
  tanh: 'tanh',
  cos: 'cosTurns',
  sin: 'sinTurns',
  pow: 'exp64 of log64, or products',
  hypot: 'the square root of a sum of squares',
};
for (const name of ['log1p', 'log2', 'log10']) byTheEngine[name] = 'log64';
for (const name of ['expm1', 'sinh', 'cosh', 'asinh', 'acosh', 'atanh', 'cbrt']) byTheEngine[name] = 'exp64 and log64';
for (const name of ['tan', 'asin', 'acos', 'atan', 'atan2']) byTheEngine[name] = 'cosTurns and sinTurns';

const random = { object: 'Math', property: 'random', message: 'Draw from a counter-based stream of @firstmover/core.' };

export default tseslint.config(
  { ignores: ['**/dist/', '**/.turbo/', '**/coverage/', '**/*.generated.ts', 'docs/.vitepress/cache/', 'packages/networks/assembly/*.ts'] },
  // Folders that tests make and take away, maybe while this runs.
  { ignores: ['docs/.examples/', 'packages/cli/src/*/.own-*/', 'packages/cli/src/*/.broken-*/'] },
  ...tseslint.configs.strict,
  {
    rules: {
      eqeqeq: 'error',
      'prefer-const': 'error',
      'max-lines': ['error', { max: 400 }],
      // An exception says why: `eslint-disable-next-line max-lines-per-function -- reason`.
      'max-lines-per-function': ['error', { max: 120 }],
      // `{ copies, ...rest }` leaves one out.
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }],
      // With noUncheckedIndexedAccess, `array[i]!` is how a checked index is read on a hot path.
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
  {
    // Library code is deterministic, and everything it exports is documented.
    files: ['packages/*/src/**/*.ts'],
    ignores: ['**/*.test.ts'],
    plugins: { jsdoc },
    rules: {
      'no-restricted-properties': ['error', random],
      'jsdoc/require-jsdoc': [
        'error',
        {
          publicOnly: { esm: true, cjs: false, window: false },
          require: { FunctionDeclaration: true, ClassDeclaration: true, ArrowFunctionExpression: true, FunctionExpression: true },
          contexts: ['TSInterfaceDeclaration', 'TSTypeAliasDeclaration', exportedInterfaceProperty],
          enableFixer: false,
        },
      ],
    },
  },
  {
    // What is learned is the same on every engine, to the last bit. Of the solvers, the quantal response is what a follower learns against.
    files: [
      'packages/{core,networks,experience,algorithms,followers,methods}/src/**/*.ts',
      'packages/solvers/src/markov/quantal-response/*.ts',
    ],
    ignores: ['**/*.test.ts', '**/*.fixture.ts', 'packages/core/src/elementary/**', 'packages/algorithms/src/problems/**'],
    rules: {
      'no-restricted-properties': [
        'error',
        random,
        ...Object.entries(byTheEngine).map(([property, instead]) => ({
          object: 'Math',
          property,
          message: `Engines differ in its last bits: take ${instead} of @firstmover/core (core/src/elementary).`,
        })),
      ],
    },
  },
  {
    files: ['packages/*/src/**/*.ts'],
    ignores: ['**/*.test.ts', '**/*.fixture.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector:
            ':matches(Program, ExportNamedDeclaration) > VariableDeclaration > VariableDeclarator[id.name=/^[a-z]/][init.type="Literal"][init.raw=/^[0-9]/]',
          message: 'A numeric constant of a module is written in upper case.',
        },
      ],
    },
  },
  {
    files: ['packages/*/src/**/*.ts'],
    ignores: ['packages/cli/**', '**/*.test.ts'],
    rules: { 'no-restricted-globals': ['error', { name: 'Date', message: 'Library code never reads the clock.' }] },
  },
  { files: ['**/*.test.ts', '**/*.fixture.ts', '**/*.mjs', '**/*.js'], rules: { 'max-lines-per-function': 'off' } },
);
