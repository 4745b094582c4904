import type { Experiment } from '../config/experiment.ts';
import { escapeNoRegret } from './escape-no-regret.ts';
import { prisonersDilemmaQ } from './prisoners-dilemma-q.ts';
import { prisonersDilemma } from './prisoners-dilemma.ts';

/** Experiments by name, to start from. */
export const presets: ReadonlyMap<string, Experiment> = new Map([
  ['escape-no-regret', escapeNoRegret],
  ['prisoners-dilemma', prisonersDilemma],
  ['prisoners-dilemma-q', prisonersDilemmaQ],
]);
