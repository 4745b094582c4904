// A process to be killed: trains one config into a folder.
import { readFileSync } from 'node:fs';
import { resolveExperiment } from '../config/resolve.ts';
import { train } from '../train/train.ts';

const [experiment, out] = process.argv.slice(2) as [string, string];
const [config] = resolveExperiment(JSON.parse(readFileSync(experiment, 'utf8')));
const outcome = await train(config!, { out, resume: true });
process.exitCode = outcome.result ? 0 : 3;
