// A user's project outside of the workspace, installed from the packed tarballs: a game, an oracle, a leader, a method and a network of its own. They are listed,
// checked, trained, killed with kill -9 at random times and resumed with equal bytes, swept and reported. `--kills N` says how often (default 5); `--report FILE` counts.
import { spawn } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { all, pack, project, run, work } from './tarballs.ts';

const { values } = parseArgs({ options: { kills: { type: 'string', default: '5' }, report: { type: 'string' } } });
const kinds = ['game', 'oracle', 'leader', 'method', 'network'] as const;
const compared = ['metrics.jsonl', 'metrics.csv', 'result.json', 'config.json', 'game.json'];
let passed = 0;
let failed = 0;

/** Starts the command, and kills it after so many milliseconds if it still runs. */
function killed(cwd: string, argv: readonly string[], after: number): Promise<boolean> {
  return new Promise((done) => {
    const child = spawn(process.execPath, argv, { cwd, stdio: 'ignore' });
    const timer = setTimeout(() => child.kill('SIGKILL'), after);
    child.on('close', (_code, signal) => {
      clearTimeout(timer);
      done(signal === 'SIGKILL');
    });
  });
}

async function step(what: string, check: () => Promise<void>): Promise<void> {
  const start = performance.now();
  try {
    await check();
    passed++;
    console.log(`${what}: works (${((performance.now() - start) / 1e3).toFixed(1)} s)`);
  } catch (error) {
    failed++;
    console.error(`${what}: ${(error as Error).message}`);
  }
}

try {
  await pack();
  // In one project, so that parts are mixed: what `firstmover new` writes, each renamed into src.
  const cwd = project(
    'outside',
    all.map(({ manifest }) => manifest.name).filter((name) => /^firstmover$|core$|networks$|algorithms$|followers$|methods$/.test(name)),
  );
  const npm = process.env['npm_execpath'] ?? join(process.execPath, '../../lib/node_modules/npm/bin/npm-cli.js');
  await run(cwd, process.execPath, npm, 'install', '--no-audit', '--no-fund', '--prefer-offline');
  const bin = join(cwd, 'node_modules/firstmover/bin/firstmover.js');
  const command = (...argv: readonly string[]): Promise<string> => run(cwd, process.execPath, bin, ...argv);
  mkdirSync(join(cwd, 'src'));
  for (const kind of kinds) {
    await command('new', kind, `new-${kind}`);
    copyFileSync(join(cwd, `new-${kind}/src/new-${kind}.ts`), join(cwd, `src/${kind}.ts`));
    rmSync(join(cwd, `new-${kind}`), { recursive: true });
  }
  for (const kind of kinds) {
    await step(`list an own ${kind}`, async () => {
      if (!(await command('list', `./src/${kind}.ts`)).includes(kind === 'game' ? 'my/NewGame-v1' : `new-${kind}`))
        throw new Error('it is not shown');
    });
    await step(`check an own ${kind}`, async () => {
      await command('check', `./src/${kind}.ts`, ...(kind === 'game' ? ['--steps', '500'] : []));
    });
  }

  // Everything at once, with settings; paths are from the config.
  const game = { module: './game.ts', parameters: { rounds: 2 } };
  const configs = {
    parts: { game, oracle: { module: './oracle.ts', shift: 1 }, leader: { module: './leader.ts', elite: 0.5 }, budget: { updates: 6000 } },
    network: {
      game: 'matrix/IteratedChicken-v1',
      oracle: './oracle.ts',
      leader: { name: 'ppo', network: { module: './network.ts', scale: 0.7 } },
      budget: { updates: 1500 },
    },
    method: { game, method: { module: './method.ts', ties: 'strong' }, budget: { updates: 1500 } },
  };
  for (const [name, config] of Object.entries(configs))
    writeFileSync(join(cwd, `src/${name}.json`), JSON.stringify({ name, checkpoints: { everyUpdates: 20 }, ...config }));
  const contents = (out: string, name: string): string =>
    compared.map((file) => readFileSync(join(cwd, out, name, file), 'utf8')).join('\n');
  const lasting: { [name: string]: number } = {};
  for (const name of Object.keys(configs)) {
    await step(`train ${name}`, async () => {
      const start = performance.now();
      await command('train', `src/${name}.json`, '--out', 'whole');
      lasting[name] = performance.now() - start;
      const { sources } = JSON.parse(readFileSync(join(cwd, 'whole', name, 'run.json'), 'utf8')) as {
        readonly sources?: readonly object[];
      };
      if (!sources || sources.length === 0) throw new Error('run.json does not say which files it was made from');
    });
  }
  const names = Object.keys(configs);
  for (let kill = 0, tries = 0; kill < Number(values.kills) && tries < 10 * Number(values.kills); tries++) {
    const name = names[tries % names.length]!;
    const out = `killed-${tries}`;
    const argv = [bin, 'train', `src/${name}.json`, '--out', out, '--resume'];
    if (!(await killed(cwd, argv, 700 + Math.random() * Math.max(100, lasting[name]! - 800)))) continue;
    kill++;
    await step(`kill ${kill} of ${name}, resumed with equal bytes`, async () => {
      await command(...argv.slice(1));
      if (contents(out, name) !== contents('whole', name)) throw new Error('it ended otherwise than the undisturbed run');
    });
    rmSync(join(cwd, out), { recursive: true });
  }
  await step('sweep over settings of own parts', async () => {
    const experiment = { ...configs.parts, budget: { updates: 10 }, seeds: [0, 1] };
    writeFileSync(
      join(cwd, 'src/sweep.json'),
      JSON.stringify({ name: 'swept', experiment, space: { 'leader.elite': [0.25, 0.5], 'oracle.shift': [0, 1] } }),
    );
    await command('sweep', 'src/sweep.json', '--out', 'runs');
  });
  await step('report on it', async () => {
    await command('report', 'runs/swept', '--out', 'page');
  });
} catch (error) {
  failed++;
  console.error((error as Error).message);
} finally {
  rmSync(work, { recursive: true, force: true });
}
if (values.report !== undefined) writeFileSync(values.report, JSON.stringify({ numPassedTests: passed, numFailedTests: failed }));
console.log(failed === 0 ? `Outside: ${passed} steps with parts of a user's own, all well.` : `Outside: ${failed} problem(s).`);
process.exitCode = failed === 0 ? 0 : 1;
