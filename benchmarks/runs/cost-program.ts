// What safety costs, measured in a process of its own that cost.ts starts: `checks LEARNER SECONDS BUNDLE...` or `checkpoints EXPERIMENT SECONDS`.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { resolveExperiment, train } from '@firstmover/experiments';

const [what, name, seconds, ...bundles] = process.argv.slice(2) as [string, string, string, ...string[]];

const experiments: { readonly [name: string]: object } = {
  table: { game: 'matrix/IteratedPrisonersDilemma-v1', oracle: 'exact', leader: 'ppo' },
  network: {
    game: 'matrix/IteratedPrisonersDilemma-v1',
    oracle: { name: 'tabular-q', episodes: 20 },
    leader: { name: 'ppo', network: { name: 'mlp', hidden: [64, 64], activation: 'tanh' } },
  },
  replay: { game: 'matrix/IteratedPrisonersDilemma-v1', oracle: 'exact', leader: { name: 'dqn', capacity: 10_000 } },
};

/** Seconds of updates in each slice, one column per bundle: they take turns, so that what the machine does meanwhile meets all of them. */
async function checks(): Promise<number[][]> {
  const learners = await Promise.all(
    bundles.map(async (bundle) => {
      const module = (await import(pathToFileURL(bundle).href)) as typeof import('./cost-learners.js');
      return module.learners[name]!();
    }),
  );
  const SLICE = 0.02;
  const slice = (index: number, count: number): number => {
    const start = performance.now();
    for (let i = 0; i < count; i++) learners[index]!.update();
    return (performance.now() - start) / 1000;
  };
  for (let warm = 0; warm < Number(seconds) / 4;) for (let index = 0; index < learners.length; index++) warm += slice(index, 1);
  const count = Math.max(1, Math.round((SLICE * 8) / slice(0, 8)));
  const rows: number[][] = [];
  const end = performance.now() + 1000 * Number(seconds);
  while (performance.now() < end) {
    const row = new Array<number>(learners.length);
    for (let turn = 0; turn < learners.length; turn++) {
      const index = (rows.length + turn) % learners.length;
      row[index] = slice(index, count);
    }
    rows.push(row);
  }
  return rows;
}

/** Seconds of updates with one checkpoint among them, and of as many without, for every checkpoint of a run that writes one every 0.8 seconds. */
async function checkpoints(): Promise<number[][]> {
  const warm = await run({ everySeconds: 1_000_000 }, 3);
  const quarter = Math.round(((warm.at(-1)!.update - warm[10]!.update) / (warm.at(-1)!.time - warm[10]!.time)) * 0.2);
  const period = 4 * quarter;
  const samples = await run({ everyUpdates: period }, Number(seconds));
  let next = 0;
  /** When an update was over, between the two samples about it. */
  const at = (update: number): number => {
    while (samples[next]!.update < update) next++;
    const [before, after] = [samples[next - 1]!, samples[next]!];
    return before.time + ((update - before.update) / (after.update - before.update)) * (after.time - before.time);
  };
  const rows: number[][] = [];
  for (let update = period; update + 3 * quarter < samples.at(-1)!.update; update += period) {
    const [start, middle, end] = [at(update - quarter), at(update + quarter), at(update + 3 * quarter)];
    rows.push([middle - start, end - middle]);
  }
  return rows;
}

/** When updates of a run in a folder were over, in seconds, sampled ten times a second until the time is up. */
async function run(checkpoints: object, seconds: number): Promise<{ readonly time: number; readonly update: number }[]> {
  const out = mkdtempSync(join(tmpdir(), 'firstmover-cost-'));
  const stop = new AbortController();
  const [config] = resolveExperiment({
    ...experiments[name],
    name: 'cost',
    evaluation: false,
    budget: { updates: 100_000_000 },
    checkpoints,
  });
  const began = performance.now();
  const samples: { readonly time: number; readonly update: number }[] = [];
  await train(config!, {
    out,
    signal: stop.signal,
    onProgress({ update }) {
      const time = (performance.now() - began) / 1000;
      samples.push({ time, update });
      if (time > seconds) stop.abort();
    },
  });
  rmSync(out, { recursive: true });
  return samples;
}

process.stdout.write(JSON.stringify(what === 'checks' ? await checks() : await checkpoints()));
