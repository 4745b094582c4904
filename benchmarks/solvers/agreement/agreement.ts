// Two independent methods for every class of problem, on 100,000 random games: npm run agreement -- [--only bimatrix,bayesian] [--seeds 40] [--continue]
// [--dry]; a seed is a part of 2,500 games. The other flags are those of every study (benchmarks/harness).
import { runPageStudy } from '../../harness/page-study.ts';
import { agreement } from './study.ts';

process.exitCode = await runPageStudy(agreement, process.argv.slice(2));
