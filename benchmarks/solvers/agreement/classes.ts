import type { AgreementClass } from './agreement-class.ts';
import { bayesian } from './bayesian.ts';
import { bimatrix } from './bimatrix.ts';
import { extensiveForm } from './extensive-form.ts';
import { history } from './history.ts';
import { implementation } from './implementation.ts';
import { iterated } from './iterated.ts';
import { menu } from './menu.ts';
import { postedPrices } from './posted-prices.ts';
import { quantalAttacker } from './quantal-attacker.ts';
import { security } from './security.ts';
import { stochasticGame } from './stochastic-game.ts';

/** All classes, in the order of the page. */
export const classes: readonly AgreementClass[] = [
  bimatrix,
  bayesian,
  security,
  quantalAttacker,
  extensiveForm,
  iterated,
  history,
  stochasticGame,
  implementation,
  menu,
  postedPrices,
];
