// The thread that starts the workers of a crew and tells the calling thread of their end: that thread waits without an event loop, so it
// would never hear of it. Plain JavaScript, because a thread of Node 20 does not run TypeScript.
import { Worker, workerData } from 'node:worker_threads';

const { entry, execArgv, controls, slots, ports, news, jobs } = workerData;

controls.forEach((control, index) => {
  const worker = new Worker(new URL(entry), {
    workerData: { control, slots, port: ports[index], job: jobs[index] },
    transferList: [ports[index]],
    execArgv,
  });
  let reason;
  worker.on('error', (error) => (reason = error instanceof Error ? error.message : String(error)));
  worker.on('exit', (code) => {
    news.postMessage({ index, reason: reason ?? `exit code ${code}` });
    Atomics.store(control, slots.done, slots.dead);
    Atomics.notify(control, slots.done);
  });
});
