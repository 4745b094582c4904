import { defineConfig } from 'tsup';

export default defineConfig({
  // The process that trains a run of a sweep is found beside the file that starts it, here as in the sources.
  entry: { index: 'src/index.ts', 'training-child': 'src/executor/training-child.ts' },
  format: 'esm',
  target: 'es2023',
  clean: true,
});
