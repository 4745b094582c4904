// How long exact answers take, beside scipy's HiGHS, in turns: npm run exact-speed -- [flags of every study]. The Python named in
// FIRSTMOVER_PEERS_PYTHON (default python3) is the peer, and the page says when it has no scipy.
import { runPageStudy } from '../../harness/page-study.ts';
import { speed } from './study.ts';

process.exitCode = await runPageStudy(speed, process.argv.slice(2));
