// Contextual followers with large query sets: npm run scale -- [50-stochastic-attention] [flags of every study].
import { runPageStudy } from '../harness/page-study.ts';
import { scale } from './study.ts';

process.exitCode = await runPageStudy(scale, process.argv.slice(2));
