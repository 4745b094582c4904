// The process in which a run is trained: it hears tasks from its parent, says how they ended, and never outlives it.
import { resolveExperiment } from '../config/resolve.ts';
import { train } from '../train/train.ts';
import type { ParentMessage, TaskEnd, TrainingTask } from './training-process.ts';

let stop: AbortController | undefined;

process.on('message', (message: ParentMessage) => {
  if (message === 'stop') stop?.abort();
  else
    void perform(message).then((end) => {
      process.send!(end);
    });
});
// An interrupt from the terminal reaches parent and child: the parent says what follows.
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => stop?.abort());
process.on('disconnect', () => process.exit());

async function perform({ config: given, out, seconds }: TrainingTask): Promise<TaskEnd> {
  const own = new AbortController();
  stop = own;
  const timer = seconds === null ? undefined : setTimeout(() => own.abort(), 1000 * seconds);
  try {
    const [config] = resolveExperiment(given);
    const { result } = await train(config!, { out, resume: true, signal: own.signal });
    return result ? { kind: 'finished', result } : { kind: 'stopped' };
  } catch (error) {
    return { kind: 'failed', message: error instanceof Error ? error.message : String(error) };
  } finally {
    clearTimeout(timer);
    stop = undefined;
  }
}
