// Holds a child process for the thread that started this one and waits without an event loop: passes bytes both ways, and tells of the end.
// Plain JavaScript, because a thread of Node 20 does not run TypeScript.
import { spawn } from 'node:child_process';
import { writeSync } from 'node:fs';
import { workerData } from 'node:worker_threads';

const { program, argv, directory, port, signal } = workerData;

function tell(message, transfer) {
  port.postMessage(message, transfer);
  Atomics.add(signal, 0, 1);
  Atomics.notify(signal, 0);
}

const child = spawn(program, argv, { cwd: directory, stdio: 'pipe', windowsHide: true, env: { ...process.env, PYTHONUTF8: '1' } });
let ended = false;
let closing = false;

function end(reason) {
  if (ended) return;
  ended = true;
  if (closing) process.exit(); // this thread
  tell({ ended: reason });
}

child.on('spawn', () => tell({ pid: child.pid }));
child.on('error', (error) => end({ error: error.message, code: error.code }));
// What it still wrote comes before `close`; a grandchild that holds the streams must not keep that back for ever.
child.on('exit', (code, name) => setTimeout(() => end({ status: code ?? name }), 500));
child.on('close', (code, name) => end({ status: code ?? name }));
child.stdin.on('error', () => undefined); // that it has ended is told by its end
child.stdout.on('data', (chunk) => {
  const bytes = Uint8Array.from(chunk); // a chunk may be a part of a pool
  tell({ bytes }, [bytes.buffer]);
});
child.stderr.on('data', (chunk) => {
  if (process.env.FIRSTMOVER_DEBUG) writeSync(2, chunk);
  tell({ log: chunk.toString() });
});
port.on('message', (message) => {
  if (message !== 'kill') return void child.stdin.write(message);
  if (ended) process.exit();
  closing = true;
  child.kill('SIGKILL');
});
