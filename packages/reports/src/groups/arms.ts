import type { RunConfig } from '@firstmover/experiments';

/** One way to learn: runs whose configs differ in game and seed only. */
export interface Arm {
  /** What it is called. */
  readonly label: string;
  /** Its settings: paths into the config with their values. */
  readonly settings: ReadonlyMap<string, string>;
}

const NOT_SETTINGS = ['name', 'game', 'seed'];

/** Everything that a config says of how to learn, as paths with values. */
export function settingsOf(config: RunConfig): Map<string, string> {
  const settings = new Map<string, string>();
  const walk = (path: string, value: unknown): void => {
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      for (const [key, item] of Object.entries(value)) walk(`${path}.${key}`, item);
    else settings.set(path, typeof value === 'string' ? value : JSON.stringify(value));
  };
  for (const [key, item] of Object.entries(config)) if (!NOT_SETTINGS.includes(key)) walk(key, item);
  return settings;
}

/** Names of ways to learn: method or follower and leader, and, where that is not enough, the settings in which they differ. */
export function armsOf(configs: readonly RunConfig[]): Arm[] {
  const arms = configs.map((config) => {
    const settings = settingsOf(config);
    const parts = [config.method ?? config.oracle, config.leader].flatMap((part) =>
      part ? [part.name ?? part.export ?? part.module!] : [],
    );
    return { base: parts.join(' + '), settings };
  });
  return arms.map(({ base, settings }) => {
    const rivals = arms.filter((arm) => arm.base === base);
    const paths = [...new Set(rivals.flatMap((rival) => [...rival.settings.keys()]))];
    const differing = paths.filter((path) => rivals.some((rival) => rival.settings.get(path) !== settings.get(path)));
    const words = differing.map((path) => `${path.split('.').at(-1)!} ${settings.get(path) ?? 'default'}`);
    return { label: words.length === 0 ? base : `${base} (${words.join(', ')})`, settings };
  });
}
