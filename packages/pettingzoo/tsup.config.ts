import { defineConfig } from 'tsup';

export default defineConfig({
  // The thread that holds the process is found beside the file that starts it, here as in the sources.
  entry: { index: 'src/index.ts', pipe: 'src/process/pipe.js' },
  format: 'esm',
  target: 'es2023',
  clean: true,
});
