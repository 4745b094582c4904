export { parallelEnvironment } from './environment/parallel-environment.ts';
export type { WorkerEnvironment, ParallelEnvironmentOptions, Shard, ShardFactory } from './environment/parallel-environment.ts';
export { parallelMlp } from './mlp/parallel-mlp.ts';
export type { ParallelMlp, ParallelMlpOptions } from './mlp/parallel-mlp.ts';
