import type { Rollout } from '../rollout/rollout.ts';
import type { SamplePair, Samples } from './samples.ts';

/** Samples of rows that tables cannot tell apart. */
export interface TableSamples {
  /** Per observation and action, a row of the rollout where there is one, else row 0. */
  readonly examples: Int32Array;
  /**
   * Adds up the rows of a rollout that are learned from, of which there is at least one.
   *
   * @param rollout - observations and actions are indices
   * @param advantages - the advantage of every row
   * @param mean - their mean
   * @param labels - per row that is learned from, in their order, its minibatch (default: all rows in one)
   */
  gather(rollout: Rollout, advantages: Float32Array, mean: number, labels?: Labels): void;
  /**
   * The samples of a minibatch, with advantages normalised over all rows; overwritten by the next call.
   *
   * @param part - which minibatch
   * @param values - the old value of each observation
   */
  samples(part: number, values: Float32Array): SamplePair;
}

/** The number of the minibatch of each row. */
export type Labels = Uint8Array | Uint32Array;

/** How many rows are added up in one call: a function that is called often is compiled better than one that loops for long. */
const BLOCK = 1024;

/** Rows take turns among so many sums, so that one which falls into the cell of the row before it need not wait for that. */
const TURNS = 4;

/**
 * Gathers rows by observation and action, which is all that a table sees of them. It makes as many samples as a table has entries, from
 * one pass over the rows, with the gradients that the rows have one by one, up to the order of sums.
 *
 * The clipped surrogate of PPO is linear in the advantage A on either side of zero. So a row is as good as two half rows with the advantages
 * 2 max(A, 0) and 2 min(A, 0), and all such halves with one observation and action are as good as one with their mean. The gradient of a
 * squared value loss is linear in the target, which is the advantage plus the old value.
 *
 * @param observations - how many there are
 * @param actions - how many there are
 * @param parts - how many minibatches
 */
export function tableSamples(observations: number, actions: number, parts: number): TableSamples {
  const cells = observations * actions;
  const sums: CellSums = {
    cells,
    actions,
    examples: new Int32Array(cells),
    size: parts * cells,
    counts: new Int32Array(TURNS * parts * cells),
    surpluses: new Float64Array(TURNS * parts * cells),
    distances: new Float64Array(TURNS * parts * cells),
    rows: 0,
    squares: 0,
  };
  const policy = emptySamples(2 * cells);
  const targets = emptySamples(observations);
  let average = 0;

  return {
    examples: sums.examples,
    gather(rollout, advantages, mean, labels) {
      average = mean;
      sums.rows = sums.squares = 0;
      for (const column of [sums.examples, sums.counts, sums.surpluses, sums.distances]) column.fill(0);
      const size = rollout.steps * rollout.copies;
      const add = labels === undefined && rollout.learned === size ? addAllRows : addRows;
      for (let start = 0; start < size; start += BLOCK) add(sums, rollout, start, Math.min(size, start + BLOCK), advantages, mean, labels);
      for (const column of [sums.counts, sums.surpluses, sums.distances])
        for (let at = sums.size; at < column.length; at++) column[at % sums.size]! += column[at]!;
    },
    samples(part, values) {
      const { examples, counts, surpluses, distances } = sums;
      const scale = 1 / (Math.sqrt(sums.squares / sums.rows) + 1e-8);
      policy.count = targets.count = policy.total = 0;
      for (let observation = 0, cell = 0; observation < observations; observation++) {
        let weight = 0;
        let surplus = 0;
        let example = 0;
        for (let action = 0; action < actions; action++, cell++) {
          const at = part * cells + cell;
          const count = counts[at]!;
          if (count === 0) continue;
          example = examples[cell]!;
          weight += count;
          surplus += surpluses[at]!;
          // max(x, 0) = (|x| + x) / 2 and min(x, 0) = (x - |x|) / 2.
          addSample(policy, example, count / 2, (scale * (distances[at]! + surpluses[at]!)) / count);
          addSample(policy, example, count / 2, (scale * (surpluses[at]! - distances[at]!)) / count);
        }
        if (weight > 0) addSample(targets, example, weight, values[observation]! + average + surplus / weight);
        policy.total += weight;
      }
      targets.total = policy.total;
      return { policy, values: targets };
    },
  };
}

/** Sums over the rows of each part, observation and action: the first `size` of each column, and behind them those of the other turns. */
interface CellSums {
  /** How many parts, observations and actions there are. */
  readonly size: number;
  /** How many observations and actions there are in a part. */
  readonly cells: number;
  readonly actions: number;
  readonly examples: Int32Array;
  /** How many rows. */
  readonly counts: Int32Array;
  /** The sum of their advantages less the mean. */
  readonly surpluses: Float64Array;
  /** The sum of the absolute values of that. */
  readonly distances: Float64Array;
  /** How many rows were added, to all. */
  rows: number;
  /** The sum over all of the squared advantages less the mean. */
  squares: number;
}

function addRows(
  sums: CellSums,
  { observations, actions: taken, learn }: Rollout,
  start: number,
  end: number,
  advantages: Float32Array,
  mean: number,
  labels: Labels | undefined,
): void {
  const { size, cells, actions, examples, counts, surpluses, distances } = sums;
  let { rows } = sums;
  let squares = 0;
  for (let row = start; row < end; row++) {
    if (learn[row] === 0) continue;
    const surplus = advantages[row]! - mean;
    const cell = observations[row]! * actions + taken[row]!;
    const at = (row % TURNS) * size + (labels ? labels[rows]! * cells + cell : cell);
    rows++;
    examples[cell] = row;
    counts[at]!++;
    surpluses[at]! += surplus;
    distances[at]! += Math.abs(surplus);
    squares += surplus * surplus;
  }
  sums.rows = rows;
  sums.squares += squares;
}

/** The same where all rows are learned from, in one part. */
function addAllRows(
  sums: CellSums,
  { observations, actions: taken }: Rollout,
  start: number,
  end: number,
  advantages: Float32Array,
  mean: number,
): void {
  const { size, actions, examples, counts, surpluses, distances } = sums;
  let squares = 0;
  for (let row = start; row < end; row++) {
    const surplus = advantages[row]! - mean;
    const cell = observations[row]! * actions + taken[row]!;
    const at = (row % TURNS) * size + cell;
    examples[cell] = row;
    counts[at]!++;
    surpluses[at]! += surplus;
    distances[at]! += Math.abs(surplus);
    squares += surplus * surplus;
  }
  sums.rows += end - start;
  sums.squares += squares;
}

type MutableSamples = { -readonly [name in keyof Samples]: Samples[name] };

function emptySamples(capacity: number): MutableSamples {
  return { count: 0, rows: new Int32Array(capacity), weights: new Float32Array(capacity), means: new Float32Array(capacity), total: 0 };
}

function addSample(samples: MutableSamples, row: number, weight: number, mean: number): void {
  samples.rows[samples.count] = row;
  samples.weights[samples.count] = weight;
  samples.means[samples.count++] = mean;
}
