// Our engine beside the peers that are installed, in turns, in one run: MLP training, tabular PPO, PPO and DQN on the cart-pole. Says which peers are
// missing and writes docs/benchmarks/engine.{json,md}; parts that --only leaves out stay as they were measured last.
//
//   npx tsx --tsconfig tsconfig.json benchmarks/engine/engine.ts [--only mlp,tabular,cart-pole,dqn] [--runs n]
//   npx tsx --tsconfig tsconfig.json benchmarks/engine/engine.ts --against CHECKOUT [--rounds 20]
//
// With --against it compares our own systems with those of another checkout instead (own/against.ts), and writes nothing.
//
// Peers are found by FIRSTMOVER_PEERS_PYTHON (default python3), FIRSTMOVER_CLEANRL and FIRSTMOVER_SB3 (checkouts), FIRSTMOVER_TFJS_NODE (a built package)
// and FIRSTMOVER_RELAXED_NODE (a Node from 22 on; default this one).
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { answers } from './compare.ts';
import { against } from './own/against.ts';
import { findPeers } from './peers.ts';
import type { Measured, Run } from './report.ts';
import { isMet, page } from './report.ts';
import type { Sample } from './systems.ts';
import { takeTurns } from './systems.ts';
import { cartPoleWorkload } from './workloads/cart-pole.ts';
import { dqnWorkload } from './workloads/dqn.ts';
import { mlpWorkload } from './workloads/mlp.ts';
import { tabularWorkload } from './workloads/tabular.ts';

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    runs: { type: 'string', default: '3' },
    against: { type: 'string' },
    rounds: { type: 'string', default: '20' },
  },
});
if (values.against !== undefined) process.exit(await against(values.against, Number(values.rounds)));
const runs = Number(values.runs);
if (!Number.isSafeInteger(runs) || runs < 1) throw new Error(`--runs ${values.runs}: expected an integer of at least 1`);

const peers = findPeers();
const all = [mlpWorkload, tabularWorkload, cartPoleWorkload, dqnWorkload].map((workload) => workload(peers));
const wanted = values.only?.split(',') ?? all.map(({ name }) => name);
const unknown = wanted.filter((name) => !all.some((workload) => workload.name === name));
if (unknown.length > 0) throw new Error(`--only ${unknown.join(',')}: what exists: ${all.map(({ name }) => name).join(', ')}`);

const say = (line: string): void => console.error(line);
const begun = performance.now();
say(
  `found: ${Object.entries(peers.found)
    .map(([name, version]) => `${name} ${version}`)
    .join(', ')}`,
);
for (const [name, why] of Object.entries(peers.missing)) say(`missing: ${name}: ${why}`);

/** What the file keeps of a workload. */
interface Kept extends Run {
  readonly name: string;
  readonly systems: readonly { readonly name: string; readonly samples: readonly Sample[] }[];
}

const processor = cpus();
const run: Run = {
  machine: `${processor[0]?.model.trim() ?? 'unknown processor'}, ${processor.length} cores`,
  runs,
  found: peers.found,
  missing: peers.missing,
};
const folder = new URL('../../docs/benchmarks/', import.meta.url);
const file = new URL('engine.json', folder);
const before = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as { readonly workloads: readonly Kept[] }).workloads : [];

const measured: Measured[] = [];
for (const workload of all) {
  if (wanted.includes(workload.name)) {
    const elapsed = (): string => `[${Math.round((performance.now() - begun) / 1e3)} s] ${workload.name}`;
    const samples = await takeTurns(workload.systems, runs * (workload.rounds ?? 1), (line) => say(`${elapsed()}: ${line}`));
    measured.push({ workload, run, samples, answers: answers(workload, samples) });
    continue;
  }
  const kept = before.find(({ name }) => name === workload.name);
  if (!kept) continue;
  const samples = new Map(kept.systems.filter((system) => system.samples.length > 0).map((system) => [system.name, system.samples]));
  measured.push({ workload, run: kept, samples, answers: answers(workload, samples) });
}

const report = {
  workloads: measured.map(({ workload, run: { machine, runs, found, missing }, samples, answers }) => ({
    name: workload.name,
    machine,
    runs,
    found,
    missing,
    settings: workload.settings,
    comparisons: answers.map((answer) => ({ ...answer, met: isMet(workload, answer) ?? null })),
    systems: workload.systems.map(({ name, label, threads, command }) => ({
      name,
      label,
      threads,
      ...('missing' in command ? { missing: command.missing } : {}),
      samples: samples.get(name)?.filter((sample) => sample !== undefined) ?? [],
    })),
  })),
};
mkdirSync(folder, { recursive: true });
writeFileSync(file, `${JSON.stringify(report, null, 2)}\n`);
writeFileSync(new URL('engine.md', folder), page(measured));
for (const { workload, answers } of measured)
  for (const answer of answers) {
    const { about, asked, measured } = answer;
    const met = isMet(workload, answer);
    say(
      `${met === undefined ? '   ' : met ? 'yes' : 'NO '} ${workload.name}: ${about}: ${measured === null ? 'not measured' : measured.median.toPrecision(3)}${asked === undefined ? '' : `, asked ${asked}`}`,
    );
  }
