import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { RunConfig } from '../config/experiment.ts';
import type { RunResult } from '../run-folder/run-folder.ts';

/** A run to train in another process. */
export interface TrainingTask {
  /** Its config. */
  readonly config: RunConfig;
  /** The folder of its run folder. */
  readonly out: string;
  /** Seconds after which it stops with a checkpoint; null for none. */
  readonly seconds: number | null;
}

/** How a task ended. */
export type TaskEnd =
  | { readonly kind: 'finished'; readonly result: RunResult }
  /** It was stopped, and left a checkpoint to go on from. */
  | { readonly kind: 'stopped' }
  /** It threw an error, or its process ended. */
  | { readonly kind: 'failed'; readonly message: string };

/** What a parent says to the process: a task, or to stop the one under way. */
export type ParentMessage = TrainingTask | 'stop';

/** A process that trains one run at a time. What happens in it harms nobody else: it may block, run out of memory, or be killed. */
export interface TrainingProcess {
  /** Trains a run; starts the process where there is none, or the last one has ended. */
  train(task: TrainingTask): Promise<TaskEnd>;
  /** Stops the task under way after its update, with a checkpoint. */
  stop(): void;
  /** Ends the process at once. */
  kill(): void;
  /** The id of the process; undefined where none is running. */
  readonly pid: number | undefined;
}

/** The most characters that are kept of what a process wrote to standard error. */
const KEPT = 2000;

/** A process for training. It is started with its first task. */
export function trainingProcess(): TrainingProcess {
  let child: ChildProcess | undefined;
  return {
    train(task) {
      child ??= startChild();
      const own = child;
      let said = '';
      return new Promise((resolve) => {
        const hear = (chunk: Buffer): void => {
          said = (said + chunk.toString()).slice(-KEPT);
        };
        const onMessage = (end: TaskEnd): void => {
          leave(end);
        };
        const onClose = (code: number | null, signal: NodeJS.Signals | null): void => {
          const how = signal ?? `exit code ${code}`;
          const words = said.trim().split('\n').find((line) => /error/i.test(line)) ?? ''; // prettier-ignore
          leave({ kind: 'failed', message: `its process ended with ${how}${words && `: ${words.trim()}`}` });
        };
        const leave = (end: TaskEnd): void => {
          own.off('message', onMessage).off('close', onClose).off('error', onError);
          own.stderr!.off('data', hear);
          resolve(end);
        };
        const onError = (error: Error): void => {
          if (child === own) child = undefined;
          leave({ kind: 'failed', message: `its process could not be started: ${error.message}` });
        };
        own.on('message', onMessage).on('close', onClose).on('error', onError);
        own.stderr!.on('data', hear);
        own.send(task, (error) => {
          if (error && own.exitCode === null && own.signalCode === null) own.kill('SIGKILL');
        });
      });
    },
    stop() {
      if (child?.connected) child.send('stop' satisfies ParentMessage);
    },
    kill() {
      child?.kill('SIGKILL');
    },
    get pid() {
      return child?.pid;
    },
  };

  function startChild(): ChildProcess {
    const started = fork(entry.path, {
      execArgv: entry.execArgv,
      env: { ...process.env, ...entry.env },
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    started.stderr!.resume();
    started.once('exit', () => {
      if (child === started) child = undefined;
    });
    return started;
  }
}

/** What the process runs: the file beside this one, which in the sources is TypeScript. */
const entry: { readonly path: string; readonly execArgv: string[]; readonly env: NodeJS.ProcessEnv } = import.meta.url.endsWith('.ts')
  ? {
      path: fileURLToPath(new URL('./training-child.ts', import.meta.url)),
      execArgv: ['--import', 'tsx'],
      env: { TSX_TSCONFIG_PATH: fileURLToPath(new URL('../../../../tsconfig.json', import.meta.url)) },
    }
  : { path: fileURLToPath(new URL('./training-child.js', import.meta.url)), execArgv: [], env: {} };
