import { defineConfig } from 'tsup';

export default defineConfig({
  // What runs in the threads is found beside the file that starts them, here as in the sources.
  entry: {
    index: 'src/index.ts',
    supervisor: 'src/crew/supervisor.js',
    'mlp-worker': 'src/mlp/mlp-worker.js',
    'environment-worker': 'src/environment/environment-worker.js',
  },
  format: 'esm',
  target: 'es2023',
  clean: true,
});
