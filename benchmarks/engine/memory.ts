// What the batched loop allocates, and the memory of one more environment: npx tsx --tsconfig tsconfig.json benchmarks/engine/memory.ts [flags of every study].
import { runPageStudy } from '../harness/page-study.ts';
import { memory } from './memory-study.ts';

process.exitCode = await runPageStudy(memory, process.argv.slice(2));
