// What a checkpoint every second and the checks for numbers that are not finite cost: npm run run-cost -- [flags of every study] (six minutes).
import { runPageStudy } from '../harness/page-study.ts';
import { runCost } from './cost-study.ts';

process.exitCode = await runPageStudy(runCost, process.argv.slice(2));
