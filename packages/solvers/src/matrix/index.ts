// Games of one round: bimatrix and Bayesian commitments, equilibria of normal forms.
export * from './bayesian/index.ts';
export * from './bimatrix/index.ts';
export * from './equilibrium/index.ts';
export * from './normal-form/index.ts';
