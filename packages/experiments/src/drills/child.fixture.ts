// A process to be killed: trains one config into a folder, and marks what it is doing in a file that outlives it.
import { mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { resolveExperiment } from '../config/resolve.ts';
import type { Files } from '../files/files.ts';
import { wrapFiles, writeHalf } from '../files/wrap.fixture.ts';
import { bundledRegistry } from '@firstmover/pipeline';
import type { BuiltRun } from '../parts/build.ts';
import { buildRun } from '../parts/build.ts';
import { trainBuilt } from '../train/train.ts';
import type { Moment } from './moments.fixture.ts';
import { begunBy, letterOf, markerOf } from './moments.fixture.ts';

const [experiment, out, aim] = process.argv.slice(2) as [string, string, string?];
const [config] = resolveExperiment(JSON.parse(readFileSync(experiment, 'utf8')));
mkdirSync(out, { recursive: true });
const marker = openSync(markerOf(out), 'w');
let now: Moment | undefined;
const mark = (moment: Moment): void => {
  if (moment !== now) writeSync(marker, letterOf((now = moment)), 0, 1, 0);
};
mark('start');

/** Marks what an update trains, and whether a follower is learning within it. */
function watched(built: BuiltRun): BuiltRun {
  const { run } = built;
  const update = run.update.bind(run);
  let running = 0;
  let watching: unknown;
  const watchOracle = (): void => {
    const oracle = run.oracle();
    if (!oracle || watching === oracle) return;
    watching = oracle;
    const respond = oracle.respond.bind(oracle);
    oracle.respond = function* (episode) {
      if (running++ === 0) mark('inner loop');
      try {
        return yield* respond(episode);
      } finally {
        if (--running === 0) mark('play and learning');
      }
    };
  };
  run.update = () => {
    watchOracle();
    mark(run.phase === 'pretraining' ? 'pre-training' : running > 0 ? 'inner loop' : 'play and learning');
    const metrics = update();
    mark('between updates');
    return metrics;
  };
  return built;
}

/** Marks what is being written; with an aim, the process kills itself at that call of the file system, in the middle of a write. */
function watchedFiles(): Files {
  let calls = 0;
  let renamed = false;
  return wrapFiles((name, args, call) => {
    const begun = begunBy(name, args[0], args[1]);
    if (begun) {
      mark(begun);
      renamed = false;
    }
    const within = now !== 'between updates' && now !== 'start';
    if (within && calls++ === Number(aim ?? -1)) {
      if (name === 'writeSync') writeHalf(args);
      process.kill(process.pid, 'SIGKILL');
    }
    const result = call();
    if (name === 'renameSync') renamed = true;
    if (within && renamed && name === 'closeSync') mark('between updates'); // the folder is synced
    return result;
  });
}

const built = watched(await buildRun(config!, bundledRegistry()));
process.stdout.write('training\n');
const outcome = await trainBuilt(join(out, config!.name), config!, built, { out, resume: true, files: watchedFiles() });
process.exitCode = outcome.result ? 0 : 3;
