import type { Random } from '@firstmover/core';
import { solveBimatrix } from '@firstmover/solvers';
import { reducedNormalForm } from '../../../packages/solvers/src/tree/extensive-form/reduced-normal-form.ts';
import { countPlans } from '../../../packages/solvers/src/tree/extensive-form/plans.ts';
import { randomTree } from '../../../packages/solvers/src/tree/extensive-form/random-trees.fixture.ts';
import type { SequenceForm } from '../../../packages/solvers/src/tree/extensive-form/sequences.ts';
import { sequenceForm } from '../../../packages/solvers/src/tree/extensive-form/sequences.ts';
import { optimumOfPlans, searchMixture } from '../../../packages/solvers/src/tree/extensive-form/strong.ts';
import type { AgreementClass } from './agreement-class.ts';

/** The most pairs of plans. */
const PAIRS = 60;

/** The sequence-form mixed-integer programme beside linear programmes per plan, on sequences and on the reduced normal form. */
export const extensiveForm: AgreementClass = {
  name: 'extensive-form',
  methods: 'the mixed-integer programme on sequences; one programme per plan on sequences; one per plan on the reduced normal form',
  games: 'trees of perfect recall with chance, up to 60 pairs of plans',
  tolerance: 1e-6,
  async compare(random) {
    const game = drawTree(random);
    const normal = reducedNormalForm(game);
    const expected = solveBimatrix(normal, { commitment: 'mixed', ties: 'strong' }).leaderValue / normal.unit / game.scales[0].range;
    const { value, bound } = await searchMixture(game, 60);
    if (expected > bound) return 1;
    return Math.max(Math.abs(value - expected), Math.abs(optimumOfPlans(game).value - expected));
  },
};

function drawTree(random: Random): SequenceForm {
  for (;;) {
    const form = randomTree(random.integer(1 << 30), { depth: 3 + random.integer(2), actions: 2 + random.integer(2) });
    const game = sequenceForm(form);
    const pairs = countPlans(game.leader) * countPlans(game.follower);
    if (pairs >= 4 && pairs <= PAIRS) return game;
  }
}
