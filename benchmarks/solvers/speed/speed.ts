// How long exact answers take, beside scipy's HiGHS called once per follower action, in turns in one run. Writes
// docs/benchmarks/exact-speed.{json,md}. Run: npm run exact-speed; the Python named in FIRSTMOVER_PEERS_PYTHON (default python3) is the peer, and
// the page says when it has no scipy.
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Bimatrix } from '@firstmover/solvers';
import { bimatrixRows } from './bimatrix.ts';

/** One line of the page; a class of problems gives its own in one file of this folder. */
export interface SpeedRow {
  /** What is computed. */
  readonly work: string;
  /** The most seconds it was asked to take. */
  readonly asked: number;
  /** Games that the peer solves as well; left out where it has no method. */
  readonly games?: readonly Bimatrix[];
  /** Computes it once and returns the leader's values. */
  run(): readonly number[];
}

interface Measured {
  readonly work: string;
  readonly asked: number;
  readonly seconds: readonly number[];
  readonly peerSeconds: readonly number[] | null;
  readonly largestDifference: number | null;
}

const ROWS: readonly SpeedRow[] = [...bimatrixRows];
const ROUNDS = 3;
const python = process.env['FIRSTMOVER_PEERS_PYTHON'] ?? 'python3';
const scipy = spawnSync(python, ['-c', 'import scipy; print(scipy.__version__)'], { encoding: 'utf8' });
const version = scipy.status === 0 ? scipy.stdout.trim() : null;
if (version === null) process.stderr.write(`${python} has no scipy: our times are taken alone\n`);

function askPeer(games: readonly Bimatrix[]): { readonly seconds: number; readonly values: readonly number[] } {
  const script = fileURLToPath(new URL('scipy_multiple_lp.py', import.meta.url));
  const { status, stdout, stderr } = spawnSync(python, [script], { input: JSON.stringify(games), encoding: 'utf8', maxBuffer: 1e9 });
  if (status !== 0) throw new Error(`scipy_multiple_lp.py failed: ${stderr}`);
  return JSON.parse(stdout) as { readonly seconds: number; readonly values: readonly number[] };
}

function measure({ work, asked, games, run }: SpeedRow): Measured {
  const seconds: number[] = [];
  const peerSeconds: number[] = [];
  let largestDifference: number | null = null;
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now();
    const values = run();
    seconds.push((performance.now() - start) / 1000);
    if (version === null || games === undefined) continue;
    const peer = askPeer(games);
    peerSeconds.push(peer.seconds);
    values.forEach((value, g) => {
      largestDifference = Math.max(largestDifference ?? 0, Math.abs(value - peer.values[g]!));
    });
  }
  const measured = { work, asked, seconds, peerSeconds: peerSeconds.length > 0 ? peerSeconds : null, largestDifference };
  process.stderr.write(`${JSON.stringify(measured)}\n`);
  return measured;
}

const median = (numbers: readonly number[]): number => [...numbers].sort((a, b) => a - b)[numbers.length >> 1]!;

function markdown(rows: readonly Measured[]): string {
  const row = ({ work, asked, seconds, peerSeconds, largestDifference }: Measured): string => {
    const ratios = (peerSeconds ?? []).map((peer, round) => peer / seconds[round]!);
    const peer = peerSeconds === null ? 'none' : `${median(peerSeconds).toPrecision(3)} s`;
    const ratio = ratios.length === 0 ? '' : `${median(ratios).toPrecision(3)} (${Math.min(...ratios).toPrecision(3)} to ${Math.max(...ratios).toPrecision(3)})`; // prettier-ignore
    return `| ${work} | ${median(seconds).toPrecision(3)} s | ${asked} s | ${peer} | ${ratio} | ${largestDifference?.toExponential(1) ?? ''} |`;
  };
  return `# How long exact answers take

Made by \`npm run exact-speed\` in \`benchmarks\`; the numbers behind it are in \`exact-speed.json\`. Medians of ${ROUNDS} rounds, Node ${process.version}.
The peer is ${version === null ? 'missing: this Python has no scipy' : `scipy ${version}'s HiGHS called once per follower action`}, without its start-up; both sides take turns, and the ratio is taken within a round.

| work | firstmover | asked, at most | scipy | times as fast as scipy | values differ by |
| --- | ---: | ---: | ---: | ---: | ---: |
${rows.map(row).join('\n')}
`;
}

const rows = ROWS.map(measure);
const folder = new URL('../../../docs/benchmarks/', import.meta.url);
mkdirSync(folder, { recursive: true });
writeFileSync(new URL('exact-speed.json', folder), `${JSON.stringify({ node: process.version, scipy: version, rows }, null, 1)}\n`);
writeFileSync(new URL('exact-speed.md', folder), markdown(rows));
