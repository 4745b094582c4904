import type { Template } from './template.ts';
import { pageOf } from './template.ts';

const SOURCE = `import { bindPart, definePart } from '@firstmover/core';
import { cmaEsLeader } from '@firstmover/algorithms';
import { exactOracle } from '@firstmover/followers';
import type { MethodPart } from '@firstmover/methods';

/**
 * A recipe: an oracle, a leader that may be replaced, and what of the leader's problem differs from its defaults. Here an evolution strategy, which sees returns
 * alone, against exact replies that are hidden from it: without query rows in the trajectory, credit cannot flow to the answers, and it need not.
 */
export const __CAMEL__: MethodPart = definePart({
  kind: 'method',
  name: '__NAME__',
  about: 'Evolution against exact replies that the learner does not see.',
  source: 'where your method comes from',
  needs: ['one-follower'],
  parameters: { ties: { kind: 'choice', options: ['weak', 'strong'], default: 'weak', about: 'how an indifferent follower chooses: against the leader or for it' } },
  create: ({ ties }, leader = bindPart(cmaEsLeader)) => ({
    equilibrium: 'best response, exact',
    oracle: bindPart(exactOracle, { ties }),
    leader,
    conditions: { queriesInTrajectory: false },
  }),
});
`;

const TEST = `import { checkMethod } from '@firstmover/methods/testing';
import { it } from 'vitest';
import { __CAMEL__ } from './__NAME__.js';

it('keeps the rules of a method', () => {
  checkMethod(__CAMEL__);
});
`;

/** A method. */
export const method: Template = {
  source: SOURCE,
  test: TEST,
  page: pageOf('A method: an oracle, a leader and the conditions kept, under one name.', 'method', '--method ./src/__NAME__.ts'),
  packages: ['algorithms', 'followers', 'methods'],
};
