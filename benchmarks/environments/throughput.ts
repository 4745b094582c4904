// Steps per second of every registered environment: npm run throughput -- [game...] [flags of every study].
import { runPageStudy } from '../harness/page-study.ts';
import { throughput } from './throughput-study.ts';

process.exitCode = await runPageStudy(throughput, process.argv.slice(2));
