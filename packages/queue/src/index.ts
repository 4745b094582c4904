export { createQueueExecutor } from './executor/queue-executor.ts';
export type { QueueExecutorOptions } from './executor/queue-executor.ts';
export { runWorker } from './worker/worker.ts';
export type { WorkerOptions } from './worker/worker.ts';
