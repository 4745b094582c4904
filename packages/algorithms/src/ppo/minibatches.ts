import type { RandomStream } from '@firstmover/core';
import type { Rollout, SamplePair, StochasticPolicy } from '@firstmover/experience';
import { indicesOf, partitioner, rowEvaluator, rowSampler, tableSamples } from '@firstmover/experience';
import type { Network } from '@firstmover/networks';
import { fastAdvantages } from '../objectives/advantages-kernels.ts';
import { meanAdvantage, normaliseAdvantages } from '../objectives/advantages.ts';

/** How experience becomes minibatches. */
export interface MinibatchOptions {
  /** The discount. */
  readonly gamma: number;
  /** The decay of the advantage estimates. */
  readonly lambda: number;
  /** Parts that each pass is cut into. */
  readonly minibatches: number;
  /** Whether every pass deals the rows out anew. */
  readonly shuffle: boolean;
  /** Whether the value is an output of the policy network. */
  readonly shared: boolean;
  /** Whether rows of one observation and action may be gathered: the losses are then linear in what was estimated. */
  readonly gathers: boolean;
  /** What shuffles. */
  readonly shuffles: RandomStream;
}

/**
 * What was collected, as minibatches with advantages and value targets: rows by themselves or, on tables with more rows than cells, the rows of each observation and
 * action gathered, which give the same gradients many times faster.
 */
export class Minibatches {
  /** Per row of the rollout, log p of its action under the policy that collected it. */
  logProbabilities: Float32Array = new Float32Array(0);
  /** Per row, the value that was estimated before the update; rows by themselves only. */
  values: Float32Array = new Float32Array(0);
  readonly #rollout: Rollout;
  readonly #policy: StochasticPolicy;
  readonly #valueNetwork: Network;
  readonly #options: MinibatchOptions;
  readonly #valueRows: ReturnType<typeof rowEvaluator>;
  readonly #partition: ReturnType<typeof partitioner>;
  readonly #indices: Int32Array | undefined;
  readonly #tables: ReturnType<typeof tableSamples> | undefined;
  readonly #samplePolicy = rowSampler();
  readonly #sampleValues = rowSampler();
  #bootstrap = new Float32Array(0);
  #advantages = new Float32Array(0);
  #targets = new Float32Array(0);

  /** @param valueNetwork - its last output is the value */
  constructor(rollout: Rollout, policy: StochasticPolicy, valueNetwork: Network, options: MinibatchOptions) {
    this.#rollout = rollout;
    this.#policy = policy;
    this.#valueNetwork = valueNetwork;
    this.#options = options;
    this.#valueRows = rowEvaluator(valueNetwork, !options.shared);
    this.#partition = partitioner(options.minibatches, options.shuffle);
    const { action } = rollout.environment;
    this.#indices = options.gathers ? indicesOf(valueNetwork) : undefined;
    this.#tables =
      this.#indices && action.kind === 'discrete' ? tableSamples(this.#indices.length, action.n, options.minibatches) : undefined;
  }

  /**
   * Estimates the advantages of what was collected.
   *
   * @param first - the number of the first pass over it
   * @returns the minibatches of a pass, by its number; each is overwritten by the next
   */
  estimate(first: number): (pass: number) => Iterable<SamplePair> {
    const size = this.#rollout.steps * this.#rollout.copies;
    if (this.values.length < size) {
      const column = (): Float32Array<ArrayBuffer> => new Float32Array(size);
      [this.values, this.logProbabilities] = [column(), column()];
      [this.#bootstrap, this.#advantages, this.#targets] = [column(), column(), column()];
    }
    const tables = this.#tables;
    const gathers = tables !== undefined && 2 * tables.examples.length * this.#options.minibatches <= this.#rollout.learned;
    return gathers ? this.#gathered(tables, this.#indices!, first) : this.#rows();
  }

  /** Every row by itself. */
  #rows(): (pass: number) => Iterable<SamplePair> {
    const rollout = this.#rollout;
    const rows = rollout.learnedRows();
    const { gamma, lambda, shuffles } = this.#options;
    const [advantages, targets] = [this.#advantages, this.#targets];
    this.#policy.writeLogProbabilities(rollout, rows, rows.length, this.logProbabilities);
    this.#valueRows.write(rollout, rows, rows.length, this.#valueNetwork.outputs - 1, this.values);
    this.#estimateTails();
    fastAdvantages(rollout, this.values, this.#bootstrap, { gamma, lambda }, advantages, targets);
    normaliseAdvantages(advantages, rows, rows.length);
    const [partition, samplePolicy, sampleValues] = [this.#partition, this.#samplePolicy, this.#sampleValues];
    return function* (pass) {
      for (const part of partition.lists(rows, shuffles, pass))
        yield { policy: samplePolicy(part, advantages), values: sampleValues(part, targets) };
    };
  }

  /** The rows of each observation and action gathered. */
  #gathered(tables: ReturnType<typeof tableSamples>, indices: Int32Array, first: number): (pass: number) => Iterable<SamplePair> {
    const rollout = this.#rollout;
    const { gamma, lambda, minibatches, shuffle, shuffles } = this.#options;
    const [advantages, partition] = [this.#advantages, this.#partition];
    const values = this.#valueNetwork.forward(indices, indices.length).slice(0, indices.length);
    this.#estimateTails();
    fastAdvantages(rollout, values, this.#bootstrap, { gamma, lambda, slots: rollout.observations as Int32Array }, advantages);
    const mean = meanAdvantage(rollout, advantages);
    const gather = (pass: number): void => {
      tables.gather(rollout, advantages, mean, minibatches > 1 ? partition.labels(rollout.learned, shuffles, pass) : undefined);
    };
    gather(first);
    this.#policy.writeLogProbabilities(rollout, tables.examples, tables.examples.length, this.logProbabilities);
    return function* (pass) {
      // A full batch, and what is not shuffled, is the same in every pass.
      if (minibatches > 1 && shuffle && pass > first) gather(pass);
      for (let part = 0; part < minibatches; part++) yield tables.samples(part, values);
    };
  }

  /** The values of what follows the rows that were cut. */
  #estimateTails(): void {
    const { tail, tailRows } = this.#rollout;
    if (tailRows.length === 0) return;
    const { outputs, input } = this.#valueNetwork;
    const values = this.#valueNetwork.forward(input.kind === 'index' ? Int32Array.from(tail) : Float32Array.from(tail), tailRows.length);
    tailRows.forEach((row, i) => (this.#bootstrap[row] = values[i * outputs + outputs - 1]!));
  }
}
