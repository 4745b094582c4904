import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { firstmover } from '../io/fake-io.fixture.ts';
import { shellWord } from './shell.ts';

const folder = mkdtempSync(join(tmpdir(), 'firstmover-emit-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const sweep = { name: 'Rates.1', experiment: { game: 'matrix/Escape-v1', oracle: 'exact', leader: 'ppo', seeds: [0, 1] }, space: { 'leader.learningRate': [0.01, 0.1] } }; // prettier-ignore
const write = (name: string, content: object = sweep): string => {
  writeFileSync(join(folder, name), JSON.stringify(content));
  return join(folder, name);
};

describe('firstmover emit slurm', () => {
  it('writes the script', async () => {
    const { code, out } = await firstmover('emit', 'slurm', write('a.json'), '--parallel', '2');
    expect(code).toBe(0);
    expect(out.replaceAll(folder, 'FOLDER')).toBe(`#!/usr/bin/env bash
#SBATCH --job-name=Rates.1
#SBATCH --array=0-3%2
#SBATCH --ntasks=1
#SBATCH --cpus-per-task=1
#SBATCH --mem=1024M
#SBATCH --time=1440
#SBATCH --requeue
#SBATCH --open-mode=append
#SBATCH --signal=TERM@60
# The 4 runs of the sweep Rates.1, one task each. Slurm's MaxArraySize must be at least 4.
# Afterwards \`firstmover sweep\` on the same file and folder writes the table of results.
set -euo pipefail

# Slurm starts a requeued task when the one before it has ended: its lock is left over.
takeover=()
if [ "\${SLURM_RESTART_COUNT:-0}" -gt 0 ]; then takeover=(--takeover); fi
exec npx --no firstmover -- sweep FOLDER/a.json --out runs --run "$SLURM_ARRAY_TASK_ID" "\${takeover[@]}"
`);
  });

  it('passes hostile names as they are', async () => {
    const file = write(`it's "$(touch hacked)" \`x\` & ; é.json`);
    const out = `out ' $HOME \\ *`;
    const script = (await firstmover('emit', 'slurm', file, '--out', out)).out;
    writeFileSync(join(folder, 'npx'), '#!/bin/sh\nprintf "%s\\n" "$@"\n');
    chmodSync(join(folder, 'npx'), 0o755);
    const run = (restarts: string): string[] =>
      execFileSync('bash', ['-c', script], {
        cwd: folder,
        env: { PATH: `${folder}${delimiter}${process.env['PATH']!}`, SLURM_ARRAY_TASK_ID: '3', SLURM_RESTART_COUNT: restarts },
        encoding: 'utf8',
      })
        .trimEnd()
        .split('\n');
    const words = ['--no', 'firstmover', '--', 'sweep', file, '--out', out, '--run', '3'];
    expect(run('0')).toEqual(words);
    expect(run('1')).toEqual([...words, '--takeover']);
    expect(() => shellWord('a\nb')).toThrow('control characters');
  });

  it('refuses halving', async () => {
    const halving = { ...sweep, halving: { from: 1, to: 9 } };
    expect((await firstmover('emit', 'slurm', write('h.json', halving))).err).toContain('has halving, whose runs depend on earlier ones');
  });
});

describe('firstmover emit kubernetes', () => {
  it('writes a manifest that reads back', async () => {
    const { code, out } = await firstmover('emit', 'kubernetes', write('k.json'), '--image', 'r.example/f:1', '--claim', 'data', '--file', '/x/$(HOME): #.json'); // prettier-ignore
    expect(code).toBe(0);
    expect(parse(out)).toEqual({
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: { name: 'firstmover-rates-1', labels: { 'app.kubernetes.io/name': 'firstmover' } },
      spec: {
        completionMode: 'Indexed',
        completions: 4,
        parallelism: 4,
        backoffLimitPerIndex: 3,
        maxFailedIndexes: 4,
        podReplacementPolicy: 'Failed',
        template: {
          spec: {
            restartPolicy: 'Never',
            terminationGracePeriodSeconds: 60,
            activeDeadlineSeconds: 86_400,
            containers: [
              {
                name: 'run',
                image: 'r.example/f:1',
                command: ['firstmover', 'sweep', '/x/$$(HOME): #.json', '--out', '/shared/runs', '--run', '$(JOB_COMPLETION_INDEX)', '--takeover'], // prettier-ignore
                resources: { requests: { cpu: '1', memory: '1024Mi' }, limits: { memory: '1024Mi' } },
                volumeMounts: [{ name: 'shared', mountPath: '/shared' }],
              },
            ],
            volumes: [{ name: 'shared', persistentVolumeClaim: { claimName: 'data' } }],
          },
        },
      },
    });
  });

  it('asks for what it needs', async () => {
    expect((await firstmover('emit', 'kubernetes', write('k.json'))).err).toMatch(/required option '--image <name>' not specified/);
    expect((await firstmover('emit', 'slurm', write('k.json'), '--memory', '0')).err).toContain('--memory is "0"');
    expect((await firstmover('emit')).err).toContain('expected a command: slurm, kubernetes');
  });
});
