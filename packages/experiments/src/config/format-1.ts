import type { Json } from '../json/plain-json.ts';

type Entries = { readonly [key: string]: Json };

/** Conditions that were named by what breaks them. */
const REVERSED: { readonly [old: string]: string } = { leaderSeesPhase: 'leaderCannotSeePhase', rewardWhileQuerying: 'queriesEarnNothing' };

/**
 * A config as format 1 of run folders froze it, in today's words: `follower` with its `oracle`, `leader` with its `algorithm`, networks without a name,
 * and two conditions by their opposites.
 *
 * @param config - one that was valid then; today's is returned as it is
 */
export function upgradeConfig(config: Json): Json {
  if (!isRecord(config)) return config;
  const { follower, leader, conditions, ...rest } = config;
  return {
    ...rest,
    ...(follower === undefined ? {} : { oracle: renamed(follower, 'oracle') }),
    ...(leader === undefined ? {} : { leader: withNetwork(renamed(leader, 'algorithm')) }),
    ...(conditions === undefined ? {} : { conditions: isRecord(conditions) ? upgradeConditions(conditions) : conditions }),
  };
}

function renamed(part: Json, old: string): Json {
  if (!isRecord(part) || part[old] === undefined) return part;
  const { [old]: name, ...settings } = part;
  return { name: name!, ...settings };
}

function withNetwork(leader: Json): Json {
  if (!isRecord(leader) || !isRecord(leader['network']) || 'name' in leader['network'] || 'module' in leader['network']) return leader;
  return { ...leader, network: { name: 'mlp', ...leader['network'] } };
}

function upgradeConditions(conditions: Entries): Json {
  return Object.fromEntries(
    Object.entries(conditions).map(([name, value]) => {
      const today = REVERSED[name];
      return today === undefined || typeof value !== 'boolean' ? [name, value] : [today, !value];
    }),
  );
}

function isRecord(value: Json | undefined): value is Entries {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
