// Finds the peers that are installed, and says which are missing and how they may be named.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));
const root = fileURLToPath(new URL('../..', import.meta.url));
const tsx = join(root, 'node_modules', 'tsx', 'dist', 'cli.mjs');

/** A way to run one system, or why there is none here. */
export type Command =
  { readonly missing: string } | { readonly file: string; readonly args: readonly string[]; readonly env: NodeJS.ProcessEnv };

/** What can be run here. */
export interface Peers {
  /** What was found, by name, with its version. */
  readonly found: Readonly<Record<string, string>>;
  /** What was not, by name, with how it can be named. */
  readonly missing: Readonly<Record<string, string>>;
  /** One of our scripts on this Node; `relaxed` on one that has relaxed SIMD. */
  ours(script: string, args?: readonly string[], needs?: 'relaxed' | 'tfjs-node'): Command;
  /** A Python script that needs these packages. */
  python(script: string, args: readonly string[], needs: readonly string[]): Command;
}

const NAMED: Readonly<Record<string, string>> = {
  python: 'no Python: put python3 on the PATH or name one in FIRSTMOVER_PEERS_PYTHON',
  torch: 'not installed in the Python',
  jax: 'not installed in the Python',
  gymnasium: 'not installed in the Python',
  tensorboard: 'not installed in the Python (ppo.py of CleanRL imports it)',
  stable_baselines3: 'not installed in the Python; a checkout may be named in FIRSTMOVER_SB3',
  cleanrl: 'no checkout is named in FIRSTMOVER_CLEANRL',
  'tfjs-node': 'no folder is named in FIRSTMOVER_TFJS_NODE (tools/tfjs-node/build.sh builds one)',
  relaxed: 'relaxed SIMD needs Node 22: run on it, or name one in FIRSTMOVER_RELAXED_NODE',
};

/** Looks for everything. */
export function findPeers(): Peers {
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    PYTHONPATH: [process.env['FIRSTMOVER_SB3'], process.env['PYTHONPATH']].filter(Boolean).join(delimiter),
    PYTHONDONTWRITEBYTECODE: '1',
    TF_NUM_INTRAOP_THREADS: '1',
    TF_NUM_INTEROP_THREADS: '1',
    TF_CPP_MIN_LOG_LEVEL: '2',
  };
  const python = process.env['FIRSTMOVER_PEERS_PYTHON'] ?? 'python3';
  const found: Record<string, string> = { node: process.version, ...pythonPeers(python, env) };
  const cleanrl = process.env['FIRSTMOVER_CLEANRL'];
  if (cleanrl !== undefined && existsSync(join(cleanrl, 'cleanrl', 'ppo.py'))) found['cleanrl'] = `checkout ${commit(cleanrl)}`.trim();
  const tfjsNode = process.env['FIRSTMOVER_TFJS_NODE'];
  if (tfjsNode !== undefined && existsSync(join(tfjsNode, 'package.json'))) found['tfjs-node'] = 'built from source';
  const relaxed = process.env['FIRSTMOVER_RELAXED_NODE'] ?? process.execPath;
  const version = spawnSync(relaxed, ['--version'], { encoding: 'utf8' }).stdout?.trim() ?? '';
  if (Number(version.slice(1).split('.')[0]) >= 22) found['relaxed'] = version;
  const missing = Object.fromEntries(Object.entries(NAMED).filter(([name]) => !(name in found) || found[name]!.startsWith('broken')));
  for (const name of Object.keys(missing)) if (name in found) missing[name] = withoutFolders(found[name]!);
  const lacks = (needs: readonly string[]): string | undefined => {
    const lacking = needs.filter((name) => name in missing);
    return lacking.length === 0 ? undefined : lacking.map((name) => `${name}: ${missing[name]}`).join('; ');
  };
  return {
    found: Object.fromEntries(Object.entries(found).filter(([name]) => !(name in missing))),
    missing,
    ours(script, args = [], needs) {
      const lacking = lacks(needs === undefined ? [] : [needs]);
      if (lacking !== undefined) return { missing: lacking };
      const file = needs === 'relaxed' ? relaxed : process.execPath;
      return { file, args: [tsx, '--tsconfig', join(root, 'tsconfig.json'), join(here, script), ...args], env };
    },
    python(script, args, needs) {
      const lacking = lacks(['python', ...needs]);
      if (lacking !== undefined) return { missing: lacking };
      return { file: python, args: [join(here, script), ...args], env };
    },
  };
}

function pythonPeers(python: string, env: NodeJS.ProcessEnv): Readonly<Record<string, string>> {
  try {
    const text = execFileSync(python, [join(here, 'peers.py')], { env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    const versions = JSON.parse(text.trim().split('\n').at(-1)!) as Record<string, string | null>;
    return Object.fromEntries(Object.entries(versions).filter((entry): entry is [string, string] => entry[1] !== null));
  } catch {
    return {};
  }
}

/** A message without the folders of the paths in it. */
export function withoutFolders(message: string): string {
  return message.replace(/(\/[^\s/:]+)+\/(?=[^\s/]+)/g, '');
}

function commit(folder: string): string {
  if (!existsSync(join(folder, '.git'))) return '';
  const { stdout, status } = spawnSync('git', ['-C', folder, 'rev-parse', '--short', 'HEAD'], { encoding: 'utf8' });
  return status === 0 ? stdout.trim() : '';
}
