type Place = Record<string, unknown>;
const world = globalThis as unknown as Record<string, Place>;

/**
 * Runs a function with traps in place of the clock and of random numbers that no stream knows.
 *
 * @param notice - is told what was used
 */
export function trapped<TResult>(notice: (name: string) => void, run: () => TResult): TResult {
  const trap = (place: Place, key: string, name: string): (() => void) => {
    const kept = Object.getOwnPropertyDescriptor(place, key);
    const original = place[key] as (...given: unknown[]) => unknown;
    // A proxy answers as the original does: calls, `new` and properties such as Date.now.
    const value: unknown = new Proxy(original, {
      apply: (target, self, given: unknown[]) => (notice(name), Reflect.apply(target, self, given)),
      construct: (target, given: unknown[]) => (notice(name), Reflect.construct(target, given) as object),
      get: (target, property) => (property === 'now' && notice(`${name}.now`), Reflect.get(target, property) as unknown),
    });
    Object.defineProperty(place, key, { value, configurable: true, writable: true });
    return () => {
      if (kept) Object.defineProperty(place, key, kept);
      else Reflect.deleteProperty(place, key);
    };
  };
  const undo = [trap(world['Math'] as Place, 'random', 'Math.random'), trap(world as unknown as Place, 'Date', 'Date')];
  if (typeof world['performance'] === 'object') undo.push(trap(world['performance'], 'now', 'performance.now'));
  if (typeof world['crypto'] === 'object')
    undo.push(trap(world['crypto'], 'getRandomValues', 'crypto.getRandomValues'), trap(world['crypto'], 'randomUUID', 'crypto.randomUUID'));
  try {
    return run();
  } finally {
    for (const restore of undo) restore();
  }
}
