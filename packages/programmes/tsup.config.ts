import { defineConfig } from 'tsup';

export default defineConfig({
  entry: ['src/index.ts', 'src/highs/index.ts'],
  // What it stands for depends on who asks, Node or a bundler for browsers: see package.json.
  external: ['#highs'],
  format: 'esm',
  target: 'es2023',
  clean: true,
  // tsup sets `baseUrl` for its declaration build, which TypeScript 6 deprecates.
  dts: { compilerOptions: { ignoreDeprecations: '6.0' } },
});
