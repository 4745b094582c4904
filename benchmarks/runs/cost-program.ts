// What a run costs per second of training, measured in a process of its own: cost.ts bundles this program and starts it.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Learner } from '@firstmover/algorithms';
import { cartPole, dqn, ppo } from '@firstmover/algorithms';
import { buildRun, bundledGames, resolveExperiment, train } from '@firstmover/experiments';
import { mlpNetwork } from '@firstmover/networks';

const [what, name, seconds, checkpoints] = process.argv.slice(2) as [string, string, string, string?];

const mlp = (outputs: number, seed: number): ReturnType<typeof mlpNetwork> =>
  mlpNetwork({ input: { kind: 'vector', width: 4 }, hidden: [64, 64], outputs, activation: 'tanh', seed });

/** What the checks of numbers are measured on. */
const learners: { readonly [name: string]: () => Pick<Learner, 'update'> | Promise<Pick<Learner, 'update'>> } = {
  async table() {
    const [config] = resolveExperiment({ game: 'matrix/IteratedPrisonersDilemma-v1', follower: 'exact', leader: 'ppo' });
    return (await buildRun(config!, bundledGames())).run;
  },
  ppo: () => ppo(cartPole({ copies: 8, seed: 1 }), { network: mlp(2, 2), valueNetwork: mlp(1, 3), collect: { steps: 64 }, seed: 4 }),
  dqn: () => dqn(cartPole({ copies: 8, seed: 1 }), { network: mlp(2, 2), seed: 4 }),
};

/** What checkpoints are measured on. */
const experiments: { readonly [name: string]: object } = {
  table: { game: 'matrix/IteratedPrisonersDilemma-v1', follower: 'exact', leader: 'ppo' },
  network: {
    game: 'matrix/IteratedPrisonersDilemma-v1',
    follower: { oracle: 'tabular-q', episodes: 20 },
    leader: { algorithm: 'ppo', network: { hidden: [64, 64], activation: 'tanh' } },
  },
  replay: { game: 'matrix/IteratedPrisonersDilemma-v1', follower: 'exact', leader: { algorithm: 'dqn', capacity: 10_000 } },
};

const cpu = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};

/** CPU seconds per update, after a warm-up of a third of the time. */
async function updates(): Promise<object> {
  const learner = await learners[name]!();
  const until = (end: number): number => {
    let count = 0;
    for (; cpu() < end; count++) learner.update();
    return count;
  };
  const began = cpu();
  until(began + Number(seconds) / 3);
  const start = cpu();
  const count = until(start + Number(seconds));
  return { cpu: (cpu() - start) / count };
}

/** CPU and wall-clock seconds per update of a run in a folder, after a second of warm-up. */
async function run(): Promise<object> {
  const out = mkdtempSync(join(tmpdir(), 'firstmover-cost-'));
  const stop = new AbortController();
  const [config] = resolveExperiment({
    ...experiments[name],
    name: 'cost',
    evaluation: false,
    budget: { updates: 100_000_000 },
    checkpoints: JSON.parse(checkpoints!) as object,
  });
  const began = performance.now();
  let first: { readonly wall: number; readonly cpu: number; readonly update: number } | undefined;
  let last = first;
  await train(config!, {
    out,
    signal: stop.signal,
    onProgress({ update }) {
      const now = { wall: performance.now() / 1000, cpu: cpu(), update };
      if (performance.now() - began < 1000) return;
      first ??= now;
      last = now;
      if (now.wall - first.wall > Number(seconds)) stop.abort();
    },
  });
  rmSync(out, { recursive: true });
  const count = last!.update - first!.update;
  return { wall: (last!.wall - first!.wall) / count, cpu: (last!.cpu - first!.cpu) / count };
}

process.stdout.write(JSON.stringify(what === 'updates' ? await updates() : await run()));
