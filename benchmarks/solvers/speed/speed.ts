// How long exact answers take, beside scipy's HiGHS called once per follower action, in turns in one run. Writes
// docs/benchmarks/exact-speed.{json,md}. Run: npm run exact-speed; the Python named in FIRSTMOVER_PEERS_PYTHON (default python3) is the peer, and
// the page says when it has no scipy.
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { bimatrixRows } from './bimatrix.ts';
import { extensiveFormRows } from './extensive-form.ts';
import { securityRows } from './security.ts';
import type { Peer, SpeedRow } from './speed-row.ts';
import { verificationRows } from './verification.ts';

interface Measured {
  readonly work: string;
  readonly asked: number | null;
  readonly seconds: readonly number[];
  /** How many games were solved, and how many of them by the peer. */
  readonly games: number;
  readonly peerGames: number;
  readonly peerSeconds: readonly number[] | null;
  readonly largestDifference: number | null;
}

// The first is measured in a process that has computed nothing yet.
const ROWS: readonly SpeedRow[] = [...securityRows, ...bimatrixRows, ...extensiveFormRows, ...verificationRows];
const ROUNDS = 3;
/** Rounds without the peer, for work that is done before a clock says much. */
const QUICK_ROUNDS = 15;
const QUICK_SECONDS = 0.1;
const python = process.env['FIRSTMOVER_PEERS_PYTHON'] ?? 'python3';
const scipy = spawnSync(python, ['-c', 'import scipy; print(scipy.__version__)'], { encoding: 'utf8' });
const version = scipy.status === 0 ? scipy.stdout.trim() : null;
if (version === null) process.stderr.write(`${python} has no scipy: our times are taken alone\n`);

function askPeer({ script, games }: Peer): { readonly seconds: number; readonly values: readonly number[] } {
  const path = fileURLToPath(new URL(script, import.meta.url));
  const { status, stdout, stderr } = spawnSync(python, [path], { input: JSON.stringify(games), encoding: 'utf8', maxBuffer: 1e9 });
  if (status !== 0) throw new Error(`${script} failed: ${stderr}`);
  return JSON.parse(stdout) as { readonly seconds: number; readonly values: readonly number[] };
}

async function measure({ work, asked, run, peer }: SpeedRow): Promise<Measured> {
  const seconds: number[] = [];
  const peerSeconds: number[] = [];
  let largestDifference: number | null = null;
  let games = 0;
  for (let round = 0; round < ROUNDS || (round < QUICK_ROUNDS && seconds.at(-1)! < QUICK_SECONDS); round++) {
    const start = performance.now();
    const values = await run();
    seconds.push((performance.now() - start) / 1000);
    games = values.length;
    if (version === null || peer === undefined || round >= ROUNDS) continue;
    const answer = askPeer(peer);
    peerSeconds.push(answer.seconds);
    answer.values.forEach((value, g) => {
      largestDifference = Math.max(largestDifference ?? 0, Math.abs(value - values[g]!));
    });
  }
  const measured = {
    work,
    asked: asked ?? null,
    seconds,
    games,
    peerGames: peer?.games.length ?? 0,
    peerSeconds: peerSeconds.length > 0 ? peerSeconds : null,
    largestDifference,
  };
  process.stderr.write(`${JSON.stringify(measured)}\n`);
  return measured;
}

const median = (numbers: readonly number[]): number => [...numbers].sort((a, b) => a - b)[numbers.length >> 1]!;

const time = (seconds: number): string => (seconds < 0.1 ? `${(1000 * seconds).toPrecision(3)} ms` : `${seconds.toPrecision(3)} s`);

function markdown(rows: readonly Measured[]): string {
  const row = ({ work, asked, seconds, games, peerGames, peerSeconds, largestDifference }: Measured): string => {
    const ratios = (peerSeconds ?? []).map((peer, round) => peer / peerGames / (seconds[round]! / games));
    const sampled = peerGames < games ? ` for ${peerGames}` : '';
    const peer = peerSeconds === null ? 'none' : `${median(peerSeconds).toPrecision(3)} s${sampled}`;
    const ratio = ratios.length === 0 ? '' : `${median(ratios).toPrecision(3)} (${Math.min(...ratios).toPrecision(3)} to ${Math.max(...ratios).toPrecision(3)})`; // prettier-ignore
    return `| ${work} | ${time(seconds[0]!)} | ${time(median(seconds))} | ${asked === null ? '' : time(asked)} | ${peer} | ${ratio} | ${largestDifference?.toExponential(1) ?? ''} |`;
  };
  return `# How long exact answers take

Made by \`npm run exact-speed\` in \`benchmarks\`; the numbers behind it are in \`exact-speed.json\`. The first time is that in a process that has not done such work before; medians are of ${ROUNDS} rounds, of ${QUICK_ROUNDS} for quick work. Node ${process.version}.
The peer is ${version === null ? 'missing: this Python has no scipy' : `scipy ${version}'s HiGHS called once per follower action`}, without its start-up; both sides take turns, and the ratio is taken within a round, per game where
scipy solves some of them only.

| work | first time | median | asked, at most | scipy | times as fast as scipy | values differ by |
| --- | ---: | ---: | ---: | ---: | ---: | ---: |
${rows.map(row).join('\n')}
`;
}

const rows: Measured[] = [];
for (const row of ROWS) rows.push(await measure(row));
const folder = new URL('../../../docs/benchmarks/', import.meta.url);
mkdirSync(folder, { recursive: true });
writeFileSync(new URL('exact-speed.json', folder), `${JSON.stringify({ node: process.version, scipy: version, rows }, null, 1)}\n`);
writeFileSync(new URL('exact-speed.md', folder), markdown(rows));
