// Our engine beside the peers that are installed, in turns: MLP training, tabular PPO, PPO and DQN on the cart-pole. The flags are those of every study
// (benchmarks/harness); a seed is a round.
//
//   npx tsx --tsconfig tsconfig.json benchmarks/engine/engine.ts [--only mlp,tabular,cart-pole,dqn] [--seeds n]
//   npx tsx --tsconfig tsconfig.json benchmarks/engine/engine.ts --against CHECKOUT [--rounds 20]
//
// With --against it compares our own systems with those of another checkout instead (own/against.ts). That is no study: it answers yes or no about two
// checkouts, and there are no results to keep, to take up or to draw anew.
//
// Peers are found by FIRSTMOVER_PEERS_PYTHON (default python3), FIRSTMOVER_CLEANRL and FIRSTMOVER_SB3 (checkouts), FIRSTMOVER_TFJS_NODE (a built package)
// and FIRSTMOVER_RELAXED_NODE (a Node from 22 on; default this one).
import { parseArgs } from 'node:util';
import { runPageStudy } from '../harness/page-study.ts';
import { against } from './own/against.ts';
import { engine } from './study.ts';

const args = process.argv.slice(2);
if (args.some((flag) => flag.startsWith('--against'))) {
  const { values } = parseArgs({ args, options: { against: { type: 'string' }, rounds: { type: 'string', default: '20' } } });
  process.exitCode = await against(values.against!, Number(values.rounds));
} else process.exitCode = await runPageStudy(engine, args);
