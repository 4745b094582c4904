import { createEnvironment } from '@firstmover/core';
import { expect, it } from 'vitest';
import { matrixDesign } from './matrix-design.ts';

it('shows the leader the outcome and pays on it', () => {
  const environment = createEnvironment(matrixDesign.create({ paymentWeight: 0.5 }));
  expect(environment.reset().observations).toEqual([0, 0, 0]);
  // What the leader pays before there is an outcome goes nowhere.
  expect(environment.step([[9, 9], 0, 1])).toEqual({ observations: [2, 1, 1], rewards: [0, 0, 0], terminated: false, truncated: false });
  expect(environment.step([[1, 2], 0, 0]).rewards).toEqual([10 - 1.5, 6 + 1, 4 + 2]);
});

it('knows the optimum of the published game: an equilibrium outside the diagonal, for nothing', () => {
  for (const paymentWeight of [0, 1]) {
    expect(matrixDesign.create({ paymentWeight }).descriptor.optima.map(({ leaderReturn }) => leaderReturn)).toEqual([10, 10]);
  }
});

it('claims no optimum that payments do not reach, or that is no strict equilibrium', () => {
  // Against the other column the row player loses 2 by playing row 0; 2 does not make up for it strictly.
  expect(matrixDesign.create({ largestPayment: 0 }).descriptor.optima).toEqual([]);
  // The best outcome of the prisoner's dilemma is not an equilibrium: it costs something.
  const dilemma = {
    rowPayoff: [
      [3, 0],
      [5, 1],
    ],
    columnPayoff: [
      [3, 5],
      [0, 1],
    ],
  };
  expect(matrixDesign.create(dilemma).descriptor.optima).toEqual([]);
});
