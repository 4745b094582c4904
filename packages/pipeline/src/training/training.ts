import type { Metrics, Parameters, Savable, SavedState } from '@firstmover/core';
import { ANSWER_FORMAT, InputError, show } from '@firstmover/core';
import type { Evaluation, Verdict } from '@firstmover/evaluation';
import { createProver } from '@firstmover/evaluation';
import type { MethodRun } from '@firstmover/methods';
import type { PartChoice } from '../choice/choice.ts';
import type { Plan, PlannedRun } from '../plan/plan.ts';

/** One update and what follows it. */
export interface Step {
  /** What was trained. */
  readonly phase: MethodRun['phase'];
  /** Its metrics. */
  readonly metrics: Metrics;
  /** The evaluation, where one was due. */
  readonly evaluation: Evaluation | undefined;
  /** Whether that is the best so far. */
  readonly improved: boolean;
  /** Whether the budget is spent. */
  readonly over: boolean;
}

/** An answer that was learned, with what it was learned by. Nothing in it depends on the clock, the machine or where it ran. */
export interface Result extends Verdict {
  /** The version of the record, as everywhere in `--json`. */
  readonly format: typeof ANSWER_FORMAT;
  /** The id of the game. */
  readonly game: string;
  /** Its parameters. */
  readonly params: Parameters;
  /** The method; null where oracle and leader were named. */
  readonly method: string | null;
  /** The follower oracle; null for methods whose followers are none. */
  readonly oracle: string | null;
  /** The leader; null where it is the method's own. */
  readonly leader: string | null;
  /** The seed. */
  readonly seed: number;
  /** Updates, pre-training included. */
  readonly updates: number;
  /** Environment steps, all copies together. */
  readonly steps: { readonly pretraining: number; readonly leader: number };
  /** The best evaluation, and after which update it was; null without evaluations. */
  readonly best: { readonly update: number; readonly leaderValue: number } | null;
  /** The first evaluation from which on all others were worth the same to the leader; null without evaluations. */
  readonly settled: { readonly update: number; readonly leaderSteps: number } | null;
  /** The SHA-256 of everything that training remembered at its end: equal for equal plan and seed. */
  readonly stateHash: string;
}

/** Training under way: updates, evaluations in between, and the proof in the end. It is saved between two steps. */
export interface Training extends Savable {
  /** What is trained. */
  readonly run: MethodRun;
  /** Updates so far. */
  readonly updates: number;
  /** The last evaluation. */
  readonly evaluation: Evaluation | undefined;
  /** How much of the leader's budget is spent; 1 or more ends the run. */
  share(): number;
  /** Whether the budget is spent. */
  readonly over: boolean;
  /** Trains once, and evaluates where that is due. */
  step(): Step;
  /**
   * What came of it.
   *
   * @param stateHash - of what {@link Savable.save} returns
   * @throws RefusedError where nothing can be told about the leader's value
   */
  result(stateHash: string): Result;
}

interface Progress {
  updates: number;
  leaderUpdates: number;
  evaluation: Evaluation | null;
  best: Result['best'];
  settled: (NonNullable<Result['settled']> & { readonly leaderValue: number }) | null;
}

const KEYS: readonly string[] = ['updates', 'leaderUpdates', 'evaluation', 'best', 'settled', 'training'];

/**
 * Training at its start.
 *
 * @param plan - what to do
 * @param made - what the plan describes, made
 */
export function startTraining(plan: Plan, { game, model, run }: PlannedRun): Training {
  const { budget, seed } = plan;
  const every = plan.evaluation === false ? Infinity : plan.evaluation.everyUpdates!;
  const prover = createProver(game, model, seed);
  const progress: Progress = { updates: 0, leaderUpdates: 0, evaluation: null, best: null, settled: null };
  const share = (): number =>
    Math.max(
      budget.leaderSteps === undefined ? 0 : run.steps.leader / budget.leaderSteps,
      budget.updates === undefined ? 0 : progress.leaderUpdates / budget.updates,
    );
  const over = (): boolean => run.phase === 'leader' && share() >= 1;

  /** Takes an evaluation; true where it is the best so far. */
  const take = (evaluation: Evaluation): boolean => {
    const { updates: update } = progress;
    const { leaderValue } = evaluation;
    progress.evaluation = evaluation;
    const near = 1e-9 * Math.max(1, Math.abs(leaderValue));
    if (!progress.settled || Math.abs(progress.settled.leaderValue - leaderValue) > near)
      progress.settled = { update, leaderSteps: run.steps.leader, leaderValue };
    if (!Number.isFinite(leaderValue) || (progress.best && leaderValue <= progress.best.leaderValue)) return false;
    progress.best = { update, leaderValue };
    return true;
  };

  return {
    run,
    get updates() {
      return progress.updates;
    },
    get evaluation() {
      return progress.evaluation ?? undefined;
    },
    share,
    get over() {
      return over();
    },
    step() {
      const { phase } = run;
      const metrics = run.update();
      progress.updates++;
      if (phase === 'leader') progress.leaderUpdates++;
      const ends = over();
      const due = phase === 'leader' && (ends || progress.leaderUpdates % every === 0);
      const evaluation = due ? prover.evaluate(run.leader('greedy'), run.oracle(), progress.updates) : undefined;
      return { phase, metrics, evaluation, improved: evaluation !== undefined && take(evaluation), over: ends };
    },
    result(stateHash) {
      const { best, settled } = progress;
      const oracle = run.oracle();
      const verdict = prover.prove(run.leader('greedy'), oracle, progress.evaluation ?? undefined, run.steps.pretraining > 0);
      return {
        format: ANSWER_FORMAT,
        game: game.id,
        params: game.parameters,
        method: nameOf(plan.method),
        oracle: oracle?.name ?? null,
        leader: nameOf(plan.leader),
        seed,
        ...verdict,
        updates: progress.updates,
        steps: { ...run.steps },
        best,
        settled: settled && { update: settled.update, leaderSteps: settled.leaderSteps },
        stateHash,
      };
    },
    save: () => ({ ...progress, evaluation: progress.evaluation && { ...progress.evaluation }, training: run.save() }),
    restore(saved) {
      if (typeof saved !== 'object' || saved === null || Object.keys(saved).sort().join() !== [...KEYS].sort().join())
        throw new InputError(`found ${show(saved)}: expected the state of a run`);
      const { training, ...rest } = saved as { readonly [name: string]: SavedState };
      for (const count of ['updates', 'leaderUpdates']) {
        if (!Number.isSafeInteger(rest[count]) || (rest[count] as number) < 0)
          throw new InputError(`${count} is ${show(rest[count])}: expected a count`);
      }
      run.restore(training);
      Object.assign(progress, rest);
    },
  };
}

/** What a part is called in a result. */
function nameOf(choice: PartChoice | undefined): string | null {
  if (!choice) return null;
  return choice.name ?? `${choice.module!.replace(/^.*[/\\]/, '')}${choice.export === undefined ? '' : `#${choice.export}`}`;
}
