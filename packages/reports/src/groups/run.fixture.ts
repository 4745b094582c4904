import type { GameCard, MetricsRow, Run, RunResult } from '@firstmover/experiments';

/** What a made-up run is made of. */
export interface MadeRun {
  /** The path of its folder. */
  readonly folder?: string;
  /** The id of its game (default `matrix/IteratedBattle-v1`). */
  readonly game?: string;
  /** Its method (default `exact`). */
  readonly method?: string;
  /** Other settings of its method. */
  readonly settings?: object;
  /** Its seed (default 0). */
  readonly seed?: number;
  /** Per evaluation: steps, return, gap, and the probability of the first action at the first observation. */
  readonly curve?: readonly (readonly [steps: number, value: number, gap?: number, probability?: number])[];
  /** The verified return; left out of runs that are not finished. */
  readonly value?: number;
  /** The optimum (default none). */
  readonly optimum?: number;
  /** A text to be found everywhere (default `x`). */
  readonly text?: string;
}

/** A run as `readRun` gives it, without a folder. */
export function madeRun(made: MadeRun): Run {
  const { game = 'matrix/IteratedBattle-v1', method = 'exact', settings = {}, seed = 0, curve = [], value, optimum, text = 'x' } = made;
  const space = JSON.stringify({ kind: 'discrete', n: 2, labels: [`${text} first`, `${text} second`] });
  const rows = curve.map(([steps, leaderReturn, gap, probability], i) => ({
    update: i + 1,
    phase: 'leader',
    pretrainingSteps: 0,
    leaderSteps: steps,
    'equilibrium/leaderReturn': leaderReturn,
    ...(gap === undefined ? {} : { 'equilibrium/bestResponseGap': gap }),
    ...(probability === undefined ? {} : { 'policy/0/0': probability, 'policy/0/1': 1 - probability }),
  })) as readonly MetricsRow[];
  const result = value !== undefined && {
    steps: { pretraining: 0, leader: curve.at(-1)?.[0] ?? 0 },
    followerClass: 'stationary',
    leaderValue: value,
    bestResponseGap: curve.at(-1)?.[2] ?? 0,
    notVerified: null,
    optimum: optimum === undefined ? null : { leaderValue: optimum, followerValue: null, source: text },
  };
  return {
    folder: made.folder ?? `runs/${text}`,
    config: {
      name: 'run',
      game: { id: game },
      method: { name: method, ...settings },
      budget: {},
      evaluation: false,
      checkpoints: {},
      metrics: {},
      seed,
    } as never,
    game: {
      id: game,
      parameters: { steps: 10 },
      players: [{ name: text, role: 'leader', observation: space, action: space }],
      descriptor: { summary: text },
    } as unknown as GameCard,
    record: { firstmover: text, node: text, platform: text, git: { commit: text, dirty: true } } as never,
    result: (result || undefined) as RunResult | undefined,
    metrics: () => rows,
    timing: () => [],
    checkpoints: () => ({ updates: [], best: undefined }),
  };
}
