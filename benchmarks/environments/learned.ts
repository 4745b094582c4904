// What learned leaders reach on every environment: npm run learned -- [--only drones,bandwagon-3] [flags of every study]. Settings are chosen on seeds from 100 on:
// --first-seed 100 --seeds 2 --dry prints and writes nothing.
import { runPageStudy } from '../harness/page-study.ts';
import { learned } from './learned-study.ts';

process.exitCode = await runPageStudy(learned, process.argv.slice(2));
