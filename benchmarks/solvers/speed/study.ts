import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { median } from '@firstmover/evaluation';
import { table } from '../../harness/fill-page.ts';
import type { PageStudy } from '../../harness/page-study.ts';
import { column, machine, said } from '../../harness/rows.ts';
import { named } from '../../harness/run-study.ts';
import type { Run } from '../../harness/study.ts';
import { bimatrixRows } from './bimatrix.ts';
import { extensiveFormRows } from './extensive-form.ts';
import { securityRows } from './security.ts';
import type { Peer, SpeedRow } from './speed-row.ts';
import { verificationRows } from './verification.ts';

// The first is measured in a process that has computed nothing yet.
const ROWS: readonly SpeedRow[] = [...securityRows, ...bimatrixRows, ...extensiveFormRows, ...verificationRows];
const ROUNDS = 3;
/** Rounds of work that is done before a clock says much; those after the first are without the peer. */
const QUICK_ROUNDS = 15;

/** How long exact answers take, beside scipy's HiGHS called once per follower action; a seed is a round, and the work is always whole. */
export const speed: PageStudy = {
  name: 'exact-speed',
  about: new URL('./speed.md', import.meta.url),
  arms: ROWS.map(({ name }) => name),
  seeds: Object.fromEntries(ROWS.map(({ name, quick }) => [name, quick ? QUICK_ROUNDS : ROUNDS])),
  run: async (arm, seed) => [await measure(named(ROWS, arm), seed)],
  check: (runs) =>
    measured(runs).flatMap(({ name, asked }) => {
      if (asked === undefined) return [];
      const seconds = median(column(runs, name, 'seconds'));
      return [{ what: `${name}: at most ${time(asked)}`, holds: seconds <= asked, detail: `${time(seconds)} in the median` }];
    }),
  figures: () => [],
  places(runs) {
    const scipy = said(runs, 'scipy');
    return {
      rounds: ROUNDS,
      quickRounds: QUICK_ROUNDS,
      node: said(runs, 'node'),
      peer: scipy === '' ? 'missing: this Python has no scipy' : `scipy ${scipy}'s HiGHS called once per follower action`,
      work: table(
        'work | first time: | median: | asked, at most: | scipy: | times as fast as scipy: | values differ by:',
        measured(runs).map((row) => cells(row, runs)),
      ),
    };
  },
};

/** The rows that have runs. */
function measured(runs: readonly Run[]): readonly SpeedRow[] {
  return ROWS.filter(({ name }) => runs.some(({ arm }) => arm === name));
}

const time = (seconds: number): string => (seconds < 0.1 ? `${(1000 * seconds).toPrecision(3)} ms` : `${seconds.toPrecision(3)} s`);

function cells({ name, work, asked }: SpeedRow, runs: readonly Run[]): readonly string[] {
  const of = (measure: string): number[] => column(runs, name, measure);
  const [seconds, peerSeconds, differences] = [of('seconds'), of('peer seconds'), of('largest difference')];
  const ours = [work, time(seconds[0]!), time(median(seconds)), asked === undefined ? '' : time(asked)];
  if (peerSeconds.length === 0) return [...ours, 'none', '', ''];
  const [games, peerGames] = [of('games')[0]!, of('peer games')[0]!];
  const ratios = peerSeconds.map((peer, round) => peer / peerGames / (seconds[round]! / games));
  return [
    ...ours,
    `${median(peerSeconds).toPrecision(3)} s${peerGames < games ? ` for ${peerGames}` : ''}`,
    `${median(ratios).toPrecision(3)} (${Math.min(...ratios).toPrecision(3)} to ${Math.max(...ratios).toPrecision(3)})`,
    Math.max(...differences).toExponential(1),
  ];
}

let found: string | null | undefined;

/** The version of scipy, if the Python has it. */
function scipyVersion(): string | null {
  if (found !== undefined) return found;
  const { status, stdout } = spawnSync(python(), ['-c', 'import scipy; print(scipy.__version__)'], { encoding: 'utf8' });
  found = status === 0 ? stdout.trim() : null;
  if (found === null) process.stderr.write(`${python()} has no scipy: our times are taken alone\n`);
  return found;
}

const python = (): string => process.env['FIRSTMOVER_PEERS_PYTHON'] ?? 'python3';

function askPeer({ script, games }: Peer): { readonly seconds: number; readonly values: readonly number[] } {
  const path = fileURLToPath(new URL(script, import.meta.url));
  const { status, stdout, stderr } = spawnSync(python(), [path], { input: JSON.stringify(games), encoding: 'utf8', maxBuffer: 1e9 });
  if (status !== 0) throw new Error(`${script} failed: ${stderr}`);
  return JSON.parse(stdout) as { readonly seconds: number; readonly values: readonly number[] };
}

async function measure({ name, run, peer }: SpeedRow, round: number): Promise<Run> {
  const scipy = scipyVersion();
  const start = performance.now();
  const own = await run();
  const values = { seconds: (performance.now() - start) / 1000, games: own.length };
  const words = { node: machine().node, ...(scipy === null ? {} : { scipy }) };
  if (scipy === null || peer === undefined || round >= ROUNDS) return { arm: name, seed: round, values, words };
  const answer = askPeer(peer);
  const largest = Math.max(...answer.values.map((value, g) => Math.abs(value - own[g]!)));
  const theirs = { 'peer seconds': answer.seconds, 'peer games': peer.games.length, 'largest difference': largest };
  return { arm: name, seed: round, values: { ...values, ...theirs }, words };
}
