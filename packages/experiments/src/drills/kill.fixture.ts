import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { randomStream } from '@firstmover/core';
import { readRun } from '../run-folder/read-run.ts';

const root = resolve(import.meta.dirname, '../../../..');
const child = join(import.meta.dirname, 'child.fixture.ts');

/** What a drill found. */
export interface DrillCount {
  /** Kills that met a running process. */
  kills: number;
  /** Runs that ended equal to the undisturbed one, byte for byte. */
  identical: number;
  /** Runs that did not. */
  lost: number;
}

/** Starts a real process that trains, and kills it after so many milliseconds; resolves to its exit code, null where it was killed. */
export async function runChild(experiment: string, out: string, killAfter?: number): Promise<number | null> {
  const process_ = spawn(process.execPath, ['--import', 'tsx', child, experiment, out], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, TSX_TSCONFIG_PATH: join(root, 'tsconfig.json') },
  });
  let said = '';
  process_.stderr.on('data', (text: Buffer) => (said += text.toString()));
  const timer = killAfter === undefined ? undefined : setTimeout(() => process_.kill('SIGKILL'), killAfter);
  const code = await new Promise<number | null>((done) => process_.on('close', done));
  clearTimeout(timer);
  if (code !== null && code !== 0) throw new Error(`the child failed with ${code}: ${said.slice(0, 2000)}`);
  return code;
}

/**
 * Kills a run at random instants until so many kills have met it, each run to its end afterwards, and compares with the undisturbed one.
 *
 * @param experiment - a config with a name
 * @param kills - how many in all
 * @param perRun - how often one run is killed before it may end
 * @param folder - where to work
 */
export async function killDrill(
  experiment: { readonly name: string; readonly [entry: string]: unknown },
  kills: number,
  perRun: number,
  folder: string,
): Promise<DrillCount> {
  mkdirSync(folder, { recursive: true });
  const config = join(folder, 'experiment.json');
  writeFileSync(config, JSON.stringify(experiment));
  const whole = join(folder, 'whole');
  const started = performance.now();
  await runChild(config, whole);
  const seconds = performance.now() - started;
  const { timing } = readRun(join(whole, experiment.name));
  const times = timing().map(({ time }) => time);
  const training = 1000 * (times.at(-1)! - times[0]!);
  const startup = Math.max(0, seconds - training - 200);
  const contents = (out: string): string =>
    ['metrics.jsonl', 'metrics.csv', 'result.json', 'config.json', 'game.json']
      .map((name) => readFileSync(join(out, experiment.name, name), 'utf8'))
      .join('\n');
  const expected = contents(whole);
  const random = randomStream(1, 'kills').at(0, 0);
  const count = { kills: 0, identical: 0, lost: 0 };
  for (let run = 0; count.kills < kills; run++) {
    const out = join(folder, `run-${run}`);
    let code: number | null = null;
    for (let kill = 0; kill < perRun && count.kills < kills; kill++) {
      code = await runChild(config, out, startup + random.uniform() * (training / 2));
      if (code !== null) break;
      count.kills++;
    }
    if (code === null) await runChild(config, out);
    if (contents(out) === expected) count.identical++;
    else count.lost++;
    rmSync(out, { recursive: true, force: true });
  }
  return count;
}
