import { InputError, show } from '@firstmover/core';
import { describeLinear, linearNetwork } from '../linear/linear.ts';
import { buildMlp } from '../mlp/build.ts';
import { describeMlp } from '../mlp/describe.ts';
import type { Shape } from '../mlp/program.ts';
import { describeTable, tableNetwork } from '../table/table.ts';
import type { NetworkDescription } from './description.ts';
import type { Network } from './network.ts';
import { checkFits, readSavedNetwork, writeParameters } from './save.ts';

/** A network that a file describes and that is not made yet. */
interface Plan {
  /** What it will be. */
  readonly description: NetworkDescription;
  /** Makes it. */
  make(): Network;
}

type Settings = Readonly<Record<string, unknown>>;

/** What can be made from settings alone; each returns undefined for settings that are not of its kind. */
const plans: ReadonlyMap<string, (settings: Settings) => Plan | undefined> = new Map([
  [
    'table',
    ({ count, outputs }: Settings) =>
      isSize(count) && isSize(outputs)
        ? { description: describeTable(count, outputs), make: () => tableNetwork(count, outputs) }
        : undefined,
  ],
  [
    'linear',
    ({ width, outputs }: Settings) =>
      isSize(width) && isSize(outputs)
        ? { description: describeLinear(width, outputs), make: () => linearNetwork(width, outputs) }
        : undefined,
  ],
  ['mlp', planMlp],
]);

/**
 * Makes a table, a linear layer or an MLP from a file of {@link saveNetwork}: its outputs equal those of the saved network bit for bit. An MLP
 * computes on the default kernels. The file is checked before the network is made, so a small file cannot ask for a large network.
 *
 * @param bytes - what {@link saveNetwork} returned, or somebody else's file
 * @throws InputError as {@link restoreNetwork} does, and for other kinds of networks, which have to be made first and restored
 */
export function loadNetwork(bytes: Uint8Array): Network {
  const saved = readSavedNetwork(bytes);
  const { kind, settings } = saved;
  const known = plans.get(kind);
  if (known === undefined)
    throw new InputError(
      `a saved network of kind ${show(kind)}: expected ${[...plans.keys()].join(', ')}; make others and use restoreNetwork`,
    );
  const plan = typeof settings === 'object' && settings !== null ? known(settings as Settings) : undefined;
  if (plan === undefined)
    throw new InputError(`a saved ${kind} network with the settings ${show(settings)}: expected those of saveNetwork`);
  checkFits(saved, plan.description);
  const network = plan.make();
  writeParameters(network, saved);
  return network;
}

function planMlp({ input, hidden, outputs, activation }: Settings): Plan | undefined {
  if (typeof input !== 'object' || input === null || !Array.isArray(hidden)) return undefined;
  const { kind, count, width } = input as Settings;
  const inputs = kind === 'index' ? count : width;
  if ((kind !== 'index' && kind !== 'vector') || (activation !== 'tanh' && activation !== 'relu')) return undefined;
  const widths: unknown[] = [inputs, ...(hidden as unknown[]), outputs];
  if (!isSize(inputs) || !widths.every(isSize)) return undefined;
  const shape: Shape = { input: kind === 'index' ? { kind, count: inputs } : { kind, width: inputs }, widths, activation };
  return { description: describeMlp(shape), make: () => buildMlp(shape) };
}

function isSize(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 1;
}
