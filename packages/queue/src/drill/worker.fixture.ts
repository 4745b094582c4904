// A worker to be killed.
import { runWorker } from '../worker/worker.ts';

const [url, out, segmentSeconds] = process.argv.slice(2) as [string, string, string];
const stop = new AbortController();
process.once('SIGTERM', () => stop.abort());
await runWorker({
  url,
  out,
  segmentSeconds: Number(segmentSeconds),
  lockSeconds: 3,
  signal: stop.signal,
  onLine: (line) => void process.stdout.write(`${line}\n`),
  onWarning: (line) => void process.stderr.write(`${line}\n`),
});
