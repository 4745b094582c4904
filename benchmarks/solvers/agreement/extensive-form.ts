import type { Random } from '@firstmover/core';
import { solveBimatrix, solveExtensiveForm } from '@firstmover/solvers';
import { reducedNormalForm } from '../../../packages/solvers/src/extensive-form/normal-form.ts';
import { countPlans } from '../../../packages/solvers/src/extensive-form/plans.ts';
import { randomTree } from '../../../packages/solvers/src/extensive-form/random-trees.fixture.ts';
import { sequenceForm } from '../../../packages/solvers/src/extensive-form/sequences.ts';
import type { AgreementClass } from './agreement.ts';

/** The most pairs of plans. */
const PAIRS = 60;

/** The sequence-form mixed-integer programme beside linear programmes on the reduced normal form. */
export const extensiveForm: AgreementClass = {
  kind: 'extensive-form',
  methods: 'the mixed-integer programme on sequences; one programme per plan of the follower on the reduced normal form',
  games: 'trees of perfect recall with chance, up to 60 pairs of plans',
  tolerance: 1e-6,
  async compare(random) {
    const { form, game } = drawTree(random);
    const normal = reducedNormalForm(game);
    const [{ low, range }] = game.scales;
    const expected = low + solveBimatrix(normal, { commitment: 'mixed', ties: 'strong' }).value / normal.unit;
    const { value } = await solveExtensiveForm(form, { commitment: 'mixed', ties: 'strong' });
    return Math.abs(value - expected) / (range || 1);
  },
};

function drawTree(random: Random): { readonly form: ReturnType<typeof randomTree>; readonly game: ReturnType<typeof sequenceForm> } {
  for (;;) {
    const form = randomTree(random.integer(1 << 30), { depth: 3 + random.integer(2), actions: 2 + random.integer(2) });
    const game = sequenceForm(form);
    const pairs = countPlans(game.leader) * countPlans(game.follower);
    if (pairs >= 4 && pairs <= PAIRS) return { form, game };
  }
}
