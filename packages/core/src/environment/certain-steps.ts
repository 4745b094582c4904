import type { FiniteModel } from '../model/finite-model.ts';

/** A model without chance by state and joint action, none of which has more than one outcome. */
interface CertainTables {
  readonly following: Int32Array;
  readonly ends: Uint8Array;
  /** Per player, what it earns and what it sees then. */
  readonly players: readonly { readonly gains: Float64Array; readonly views: Int32Array }[];
}

const tablesOfModels = new WeakMap<FiniteModel, CertainTables>();

function certainTables(model: FiniteModel): CertainTables {
  const kept = tablesOfModels.get(model);
  if (kept) return kept;
  const { first, next, ended, rewards, observations } = model;
  const slotCount = first.length - 1;
  const following = new Int32Array(slotCount);
  const ends = new Uint8Array(slotCount);
  for (let slot = 0; slot < slotCount; slot++) {
    if (first[slot] === first[slot + 1]) continue; // the game is over
    following[slot] = next[first[slot]!]!;
    ends[slot] = ended[first[slot]!]!;
  }
  const players = rewards.map((earned, i) => ({
    gains: Float64Array.from(following, (_state, slot) => earned[first[slot]!] ?? 0),
    views: Int32Array.from(following, (state) => observations[i]![state]!),
  }));
  const tables = { following, ends, players };
  tablesOfModels.set(model, tables);
  return tables;
}

/** What a batch shows of its copies, and how often each has moved. */
interface Columns {
  readonly observations: readonly (Int32Array | Float64Array)[];
  readonly rewards: readonly Float64Array[];
  readonly terminated: Uint8Array;
  readonly truncated: Uint8Array;
  readonly ticks: Uint32Array;
}

/** Steps of all copies of a model without chance, of the states given; undefined where a view is not an index. */
export function certainSteps(
  model: FiniteModel,
  { observations: shown, rewards: earned, terminated, truncated, ticks }: Columns,
  states: Int32Array,
): { step(slots: Int32Array): void } | undefined {
  if (!shown.every((column) => column instanceof Int32Array)) return undefined;
  const { following, ends, players } = certainTables(model);
  return {
    step(slots) {
      moveAll(slots, following, ends, states, terminated, truncated, ticks);
      players.forEach(({ gains, views }, i) => showAll(slots, gains, views, earned[i]!, shown[i] as Int32Array));
    },
  };
}

function moveAll(
  slots: Int32Array,
  following: Int32Array,
  ends: Uint8Array,
  states: Int32Array,
  terminated: Uint8Array,
  truncated: Uint8Array,
  ticks: Uint32Array,
): void {
  for (let copy = 0; copy < slots.length; copy++) {
    const slot = slots[copy]!;
    const end = ends[slot]!; // 0, 1 or 2
    states[copy] = following[slot]!;
    terminated[copy] = end & 1;
    truncated[copy] = end >> 1;
    ticks[copy]!++;
  }
}

function showAll(slots: Int32Array, gains: Float64Array, views: Int32Array, earned: Float64Array, shown: Int32Array): void {
  for (let copy = 0; copy < slots.length; copy++) {
    const slot = slots[copy]!;
    earned[copy] = gains[slot]!;
    shown[copy] = views[slot]!;
  }
}
