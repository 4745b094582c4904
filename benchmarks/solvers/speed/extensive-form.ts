import type { ExtensiveForm } from '@firstmover/core';
import { solveExtensiveForm } from '@firstmover/solvers';
import { reducedNormalForm } from '../../../packages/solvers/src/tree/extensive-form/reduced-normal-form.ts';
import { countPlans } from '../../../packages/solvers/src/tree/extensive-form/plans.ts';
import { randomTree } from '../../../packages/solvers/src/tree/extensive-form/random-trees.fixture.ts';
import type { SequenceForm } from '../../../packages/solvers/src/tree/extensive-form/sequences.ts';
import { sequenceForm } from '../../../packages/solvers/src/tree/extensive-form/sequences.ts';
import type { SpeedRow } from './speed-row.ts';

/** The first random trees of perfect recall with chance that have a number of pairs of plans in a range. */
function trees(count: number, from: number, to: number): { readonly form: ExtensiveForm; readonly game: SequenceForm }[] {
  const found: ReturnType<typeof trees> = [];
  for (let seed = 0; found.length < count; seed++) {
    const form = randomTree(seed, { depth: 6, actions: 2, stop: 0.05 });
    const game = sequenceForm(form);
    const pairs = countPlans(game.leader) * countPlans(game.follower);
    if (pairs >= from && pairs < to) found.push({ form, game });
  }
  return found;
}

const solve = async (form: ExtensiveForm): Promise<number> =>
  (await solveExtensiveForm(form, { commitment: 'mixed', ties: 'strong' })).leaderValue;

const small = trees(10, 1_000, 20_000).map((tree) => ({ ...tree, normal: reducedNormalForm(tree.game) }));
const large = trees(3, 1_000_000, Infinity);

/** The peer takes the reduced normal form as it is, without the time to make it, and has none for larger trees. */
export const extensiveFormRows: readonly SpeedRow[] = [
  {
    name: 'trees-small',
    work: 'optimal mixtures of plans in ten random trees of 1,000 to 20,000 pairs of plans',
    async run() {
      const values: number[] = [];
      for (const { form, game, normal } of small) values.push(((await solve(form)) - game.scales[0].low) * normal.unit);
      return values;
    },
    peer: { script: 'scipy_multiple_lp.py', games: small.map(({ normal }) => normal) },
  },
  {
    name: 'trees-large',
    work: 'the same in three trees of more than a million pairs',
    async run() {
      const values: number[] = [];
      for (const { form } of large) values.push(await solve(form));
      return values;
    },
  },
];
