import { stringify } from 'yaml';
import type { ArrayJob } from './slurm.ts';

/** A job array, with what Kubernetes needs beside it. */
export interface KubernetesJob extends ArrayJob {
  /** The image, with firstmover and the sweep's file in it or on the volume. */
  readonly image: string;
  /** The persistent volume claim that all pods share (ReadWriteMany), mounted at `/shared`. */
  readonly claim: string;
}

/** An indexed Job: one pod per run. A pod that is lost is replaced when it has surely ended, and goes on from its checkpoint. */
export function kubernetesManifest({ name, runs, file, out, parallel, memory, minutes, image, claim }: KubernetesJob): string {
  const label = labelOf(name);
  const manifest = {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name: label, labels: { 'app.kubernetes.io/name': 'firstmover' } },
    spec: {
      completionMode: 'Indexed',
      completions: runs,
      parallelism: Math.min(runs, parallel ?? runs),
      backoffLimitPerIndex: 3,
      maxFailedIndexes: runs,
      podReplacementPolicy: 'Failed',
      template: {
        spec: {
          restartPolicy: 'Never',
          terminationGracePeriodSeconds: 60,
          activeDeadlineSeconds: 60 * minutes,
          containers: [
            {
              name: 'run',
              image,
              command: ['firstmover', 'sweep', file, '--out', out, '--run', '$(JOB_COMPLETION_INDEX)', '--takeover'].map(literal),
              resources: { requests: { cpu: '1', memory: `${memory}Mi` }, limits: { memory: `${memory}Mi` } },
              volumeMounts: [{ name: 'shared', mountPath: '/shared' }],
            },
          ],
          volumes: [{ name: 'shared', persistentVolumeClaim: { claimName: claim } }],
        },
      },
    },
  };
  const note = `# The ${runs} runs of the sweep ${name}, one pod each. Afterwards \`firstmover sweep\` on the same file and folder writes the table of results.\n`;
  return note + stringify(manifest, { lineWidth: 0 });
}

/** Kubernetes replaces $(NAME) in commands: only the index is meant. */
function literal(word: string): string {
  return word === '$(JOB_COMPLETION_INDEX)' ? word : word.replaceAll('$(', () => '$$(');
}

/** A name that is one of DNS too, as those of Jobs must be. */
function labelOf(name: string): string {
  return `firstmover-${name.toLowerCase().replaceAll(/[^a-z0-9-]+/g, '-')}`.slice(0, 50).replace(/-+$/, '');
}
