// How many environment steps until the answer is exact and stays so: npm run samples -- [flags of every study].
import { runPageStudy } from '../harness/page-study.ts';
import { samples } from './study.ts';

process.exitCode = await runPageStudy(samples, process.argv.slice(2));
