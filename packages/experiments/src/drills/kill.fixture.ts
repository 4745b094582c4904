import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { randomStream } from '@firstmover/core';
import { readRun } from '../run-folder/read-run.ts';
import { bundle } from './bundle.fixture.ts';
import type { Moment } from './moments.fixture.ts';
import { lastMoment } from './moments.fixture.ts';

/** What a drill found. */
export interface DrillCount {
  /** Kills that met a process in training. */
  kills: number;
  /** Killed runs that ended equal to the undisturbed one, byte for byte. */
  identical: number;
  /** Killed runs that did not. */
  lost: number;
  /** What the processes were doing when they were killed. */
  moments: { [moment in Moment]?: number };
}

/** When a process is killed: so many milliseconds after it began to train, or by itself at a call of the file system while it writes. */
type Kill = { readonly after: number } | { readonly call: number };

/** Starts a real process that trains; resolves to its exit code, null where it was killed. */
async function runChild(program: string, experiment: string, out: string, kill?: Kill): Promise<number | null> {
  const aim = kill && 'call' in kill ? [String(kill.call)] : [];
  const process_ = spawn(process.execPath, [program, experiment, out, ...aim], { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  let timer: ReturnType<typeof setTimeout> | undefined;
  process_.stderr.on('data', (text: Buffer) => (said += text.toString()));
  process_.stdout.once('data', () => {
    if (kill && 'after' in kill) timer = setTimeout(() => process_.kill('SIGKILL'), kill.after);
  });
  const code = await new Promise<number | null>((done) => process_.on('close', done));
  clearTimeout(timer);
  if (code !== null && code !== 0) throw new Error(`the child failed with ${code}: ${said.slice(0, 2000)}`);
  return code;
}

/**
 * Kills runs, one each, lets them go on to their end in another process, and compares with the undisturbed one.
 *
 * @param experiment - a config with a name
 * @param kills - how many at random instants
 * @param aimed - at which calls of the file system others are killed, counted while something is written
 * @param folder - where to work
 */
export async function killDrill(
  experiment: { readonly name: string; readonly [entry: string]: unknown },
  kills: number,
  aimed: readonly number[],
  folder: string,
): Promise<DrillCount> {
  mkdirSync(folder, { recursive: true });
  bundle(join(folder, 'program'), 'drills/child.fixture.ts');
  const program = join(folder, 'program/child.js');
  const config = join(folder, 'experiment.json');
  writeFileSync(config, JSON.stringify(experiment));
  const whole = join(folder, 'whole');
  await runChild(program, config, whole);
  const times = readRun(join(whole, experiment.name))
    .timing()
    .map(({ time }) => time);
  const training = 1000 * (times.at(-1)! - times[0]!);
  const contents = (out: string): string =>
    ['metrics.jsonl', 'metrics.csv', 'result.json', 'config.json', 'game.json']
      .map((name) => readFileSync(join(out, experiment.name, name), 'utf8'))
      .join('\n');
  const expected = contents(whole);
  const random = randomStream(1, 'kills').at(0, 0);
  const count: DrillCount = { kills: 0, identical: 0, lost: 0, moments: {} };
  const waiting = aimed.map((call): Kill => ({ call }));
  for (let run = 0; count.kills < kills + aimed.length; run++) {
    const out = join(folder, `run-${run}`);
    const killed = (await runChild(program, config, out, waiting.shift() ?? { after: random.uniform() * training })) === null;
    const moment = lastMoment(out);
    // What ended before its kill, and what was killed before it trained, does not count; its run must be right all the same.
    if (killed) await runChild(program, config, out);
    const identical = contents(out) === expected;
    if (!identical) count.lost++;
    if (killed && moment !== 'start') {
      count.kills++;
      count.moments[moment] = (count.moments[moment] ?? 0) + 1;
      if (identical) count.identical++;
    }
    rmSync(out, { recursive: true, force: true });
  }
  return count;
}
