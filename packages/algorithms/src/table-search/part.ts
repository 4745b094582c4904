import { definePart, withoutDefaults } from '@firstmover/core';
import type { LeaderPart } from '../part/leader-part.ts';
import { COPIES_PARAMETER } from '../part/leader-part.ts';
import { TABLE_SEARCH_PARAMETERS, exhaustiveSearch, randomSearch } from './table-search.ts';

/** All tables, one after the other. */
export const exhaustiveLeader: LeaderPart = definePart({
  kind: 'leader',
  name: 'exhaustive',
  about: 'Tries every deterministic table, again and again; at most 4,194,304 of them.',
  source: 'enumeration',
  needs: ['discrete-observations'],
  parameters: { ...COPIES_PARAMETER, ...TABLE_SEARCH_PARAMETERS },
  create: ({ copies, ...settings }, problem) => exhaustiveSearch(problem, withoutDefaults(TABLE_SEARCH_PARAMETERS, settings)),
});

/** Random tables. */
export const randomLeader: LeaderPart = definePart({
  kind: 'leader',
  name: 'random',
  about: 'Draws deterministic tables and keeps the best.',
  source: 'random search: Bergstra & Bengio, Random search for hyper-parameter optimization (2012)',
  needs: ['discrete-observations'],
  parameters: { ...COPIES_PARAMETER, ...TABLE_SEARCH_PARAMETERS },
  create: ({ copies, ...settings }, problem, seed) =>
    randomSearch(problem, { seed, ...withoutDefaults(TABLE_SEARCH_PARAMETERS, settings) }),
});
