import { baselineTuning } from './baseline-tuning.ts';
import { carriedOver } from './carried-over.ts';
import { coarseEquilibrium } from './coarse-equilibrium.ts';
import { divergence } from './divergence.ts';
import type { Experiment } from './experiment.ts';
import { hiddenQueries } from './hidden-queries.ts';
import { matrixDesign } from './matrix-design.ts';
import { normalForm } from './normal-form.ts';
import { rewardWhileQuerying } from './reward-while-querying.ts';
import { sequentialPrice } from './sequential-price.ts';
import { simpleAllocation } from './simple-allocation.ts';
import { twelveGamesPublished } from './twelve-games-published.ts';
import { twelveGames } from './twelve-games.ts';
import { visiblePhase } from './visible-phase.ts';

/** All experiments, in the order of the page. */
export const experiments: readonly Experiment[] = [
  twelveGames,
  twelveGamesPublished,
  baselineTuning,
  hiddenQueries,
  visiblePhase,
  carriedOver,
  rewardWhileQuerying,
  divergence,
  normalForm,
  matrixDesign,
  simpleAllocation,
  coarseEquilibrium,
  sequentialPrice,
];
