import { shellWord } from './shell.ts';

/** What a job array needs to know. */
export interface ArrayJob {
  /** The name of the sweep: letters, digits, dots, dashes and underscores. */
  readonly name: string;
  /** How many runs it has. */
  readonly runs: number;
  /** The path of its file, where the tasks run. */
  readonly file: string;
  /** The folder of sweeps, shared by all tasks. */
  readonly out: string;
  /** How many tasks run at once; undefined for as many as there is room for. */
  readonly parallel: number | undefined;
  /** The memory of a task in MiB. */
  readonly memory: number;
  /** The most minutes of a task. */
  readonly minutes: number;
}

/** A script for `sbatch`: one task per run. A task that is requeued, or the whole array that is submitted again, goes on from checkpoints. */
export function slurmScript({ name, runs, file, out, parallel, memory, minutes }: ArrayJob): string {
  const limit = parallel === undefined ? '' : `%${parallel}`;
  return `#!/usr/bin/env bash
#SBATCH --job-name=${name}
#SBATCH --array=0-${runs - 1}${limit}
#SBATCH --ntasks=1
#SBATCH --cpus-per-task=1
#SBATCH --mem=${memory}M
#SBATCH --time=${minutes}
#SBATCH --requeue
#SBATCH --open-mode=append
#SBATCH --signal=TERM@60
# The ${runs} runs of the sweep ${name}, one task each. Slurm's MaxArraySize must be at least ${runs}.
# Afterwards \`firstmover sweep\` on the same file and folder writes the table of results.
set -euo pipefail

# Slurm starts a requeued task when the one before it has ended: its lock is left over.
takeover=()
if [ "\${SLURM_RESTART_COUNT:-0}" -gt 0 ]; then takeover=(--takeover); fi
exec npx --no firstmover -- sweep ${shellWord(file)} --out ${shellWord(out)} --run "\$SLURM_ARRAY_TASK_ID" "\${takeover[@]}"
`;
}
