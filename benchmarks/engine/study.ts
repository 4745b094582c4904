import type { PageStudy } from '../harness/page-study.ts';
import { machine } from '../harness/rows.ts';
import { named } from '../harness/run-study.ts';
import type { Finding, Run } from '../harness/study.ts';
import type { Workload } from './compare.ts';
import { valueName } from './compare.ts';
import { isMet, measuredOf, placesOf } from './page.ts';
import type { Peers } from './peers.ts';
import { findPeers } from './peers.ts';
import type { Sample } from './systems.ts';
import { Turns } from './systems.ts';
import { cartPoleWorkload } from './workloads/cart-pole.ts';
import { dqnWorkload } from './workloads/dqn.ts';
import { mlpWorkload } from './workloads/mlp.ts';
import { tabularWorkload } from './workloads/tabular.ts';

const WORKLOADS: readonly Workload[] = [mlpWorkload, tabularWorkload, cartPoleWorkload, dqnWorkload];
const RUNS = 3;

/**
 * Our engine beside the peers that are installed. A seed is a round, in which all systems of a workload take their turn; nothing is random in it, and each
 * system itself says how long it measures, whatever the effort.
 */
export const engine: PageStudy = {
  name: 'engine',
  about: new URL('./engine.md', import.meta.url),
  arms: WORKLOADS.map(({ name }) => name),
  seeds: Object.fromEntries(WORKLOADS.map(({ name, rounds = 1 }) => [name, RUNS * rounds])),
  run: async (arm, seed) => [await takeRound(named(WORKLOADS, arm), seed)],
  end() {
    started?.turns.end();
    started = undefined;
  },
  check: (runs) =>
    measuredOf(WORKLOADS, runs).flatMap(({ workload, answers }) =>
      answers.flatMap((answer): readonly Finding[] => {
        const holds = isMet(workload, answer);
        if (holds === undefined) return [];
        const detail = `${answer.measured!.median.toPrecision(3)}, asked ${answer.asked!}`;
        return [{ what: `${workload.name}: ${answer.about}`, holds, detail }];
      }),
    ),
  figures: () => [],
  places: (runs) => placesOf(measuredOf(WORKLOADS, runs)),
};

interface Started {
  readonly peers: Peers;
  readonly turns: Turns;
}

let started: Started | undefined;

/** Looks for peers, and says what is there, before the first turn. */
function begin(): Started {
  const peers = findPeers();
  const say = (line: string): void => void process.stderr.write(`${line}\n`);
  say(`found: ${foundOf(peers)}`);
  for (const [name, why] of Object.entries(peers.missing)) say(`missing: ${name}: ${why}`);
  return { peers, turns: new Turns(peers) };
}

function foundOf({ found }: Peers): string {
  return Object.entries(found)
    .map(([name, version]) => `${name} ${version}`)
    .join(', ');
}

/** The turns of all systems of a workload. */
async function takeRound({ name, systems }: Workload, round: number): Promise<Run> {
  const { peers, turns } = (started ??= begin());
  const missing = Object.entries(peers.missing).map(([peer, why]) => `- ${peer}: ${why}`);
  const { processor, cores } = machine();
  const values: Record<string, number | null> = {};
  const words: Record<string, string> = { processor, cores, found: foundOf(peers), missing: missing.join('\n') };
  for (const system of systems) {
    const sample = await turns.take(system);
    if (typeof sample === 'string') words[`${system.name}: missing`] = sample;
    else write(system.name, sample, values, words);
  }
  return { arm: name, seed: round, values, words };
}

/** Writes what a system said: figures by both clocks, other numbers, and words. */
function write(system: string, { figures, ...others }: Sample, values: Record<string, number | null>, words: Record<string, string>): void {
  for (const [figure, clocks] of Object.entries(figures))
    for (const clock of ['cpu', 'wall'] as const) values[valueName(system, figure, clock)] = clocks[clock];
  for (const [name, said] of Object.entries(others)) {
    if (typeof said === 'number') values[`${system}: ${name}`] = said;
    else if (typeof said === 'string') words[`${system}: ${name}`] = said;
  }
}
