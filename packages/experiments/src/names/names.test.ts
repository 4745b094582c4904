// What the compiler says of configs: `npm run typecheck` fails where one of the errors below is none any more.
import { describe, expect, expectTypeOf, it } from 'vitest';
import { defineExperiment, type Experiment } from '../config/experiment.ts';
import { defineSweep, type Sweep } from '../sweep/sweep.ts';

describe('defineExperiment', () => {
  it('takes games and parts by name, in full, and of the user', () => {
    const experiments = [
      defineExperiment({ game: 'matrix/Escape-v1', oracle: 'exact', leader: 'ppo' }),
      defineExperiment({ game: 'matrix/Escape', oracle: { name: 'tabular-q', episodes: 80 } }),
      defineExperiment({ game: { id: 'matrix/Escape-v1', parameters: { own: 1 } }, method: 'stackelberg-pomdp' }),
      defineExperiment({ game: './mine.ts#game', oracle: './mine.ts#oracle', leader: { name: './mine.ts#cem', width: 2 } }),
      defineExperiment({ game: { module: './mine.ts' }, leader: { module: '@me/leaders', export: 'cem', width: 2 } }),
      defineExperiment({ game: 'matrix/Escape-v1', oracle: 'exact', leader: { name: 'ppo', network: { name: 'mlp', hidden: [8] } } }),
      defineExperiment({ game: 'matrix/Escape-v1', oracle: 'exact', leader: { name: 'ppo', network: 'table' } }),
    ];
    expectTypeOf(experiments).toEqualTypeOf<Experiment[]>();
    expect(experiments).toHaveLength(7);
  });

  it('refuses what is unknown', () => {
    const wrong = [
      // @ts-expect-error: a misspelt game
      () => defineExperiment({ game: 'matrix/Escpae-v1', oracle: 'exact' }),
      // @ts-expect-error: a misspelt game in full
      () => defineExperiment({ game: { id: 'matrix/Escpae-v1' }, oracle: 'exact' }),
      // @ts-expect-error: a misspelt oracle
      () => defineExperiment({ game: 'matrix/Escape-v1', oracle: 'exakt' }),
      // @ts-expect-error: an oracle is no leader
      () => defineExperiment({ game: 'matrix/Escape-v1', leader: 'tabular-q' }),
      // @ts-expect-error: a misspelt method
      () => defineExperiment({ game: 'matrix/Escape-v1', method: 'stackelberg-pompd' }),
      // @ts-expect-error: a setting of another name
      () => defineExperiment({ game: 'matrix/Escape-v1', leader: { name: 'ppo', lr: 0.1 } }),
      // @ts-expect-error: a setting of another oracle
      () => defineExperiment({ game: 'matrix/Escape-v1', oracle: { name: 'exact', episodes: 80 } }),
      // @ts-expect-error: a text for a number
      () => defineExperiment({ game: 'matrix/Escape-v1', oracle: { name: 'tabular-q', episodes: '80' } }),
      // @ts-expect-error: a misspelt network
      () => defineExperiment({ game: 'matrix/Escape-v1', leader: { name: 'ppo', network: 'mpl' } }),
      // @ts-expect-error: a setting that the network has not
      () => defineExperiment({ game: 'matrix/Escape-v1', leader: { name: 'ppo', network: { name: 'mlp', width: 8 } } }),
      // @ts-expect-error: a misspelt entry of the budget
      () => defineExperiment({ game: 'matrix/Escape-v1', oracle: 'exact', budget: { steps: 10 } }),
      // @ts-expect-error: there is no game in it
      () => defineExperiment({ oracle: 'exact' }),
    ];
    expect(wrong).toHaveLength(12);
  });
});

describe('defineSweep', () => {
  const experiment = { game: 'matrix/Escape-v1', oracle: 'tabular-q', leader: 'ppo' } as const;

  it('takes paths to settings that some part has', () => {
    const sweep = defineSweep({
      name: 'all',
      experiment,
      space: {
        seed: [1],
        'leader.learningRate': { from: 0.01, to: 1, scale: 'log' },
        'oracle.episodes': [40, 80],
        'leader.network.hidden': [[8], [16]],
        'game.parameters.anything': [1, 2],
        'conditions.oracleRestarts': [true, false],
        'budget.updates': [10, 20],
        leader: ['ppo', 'a2c'],
      },
    });
    expectTypeOf(sweep).toEqualTypeOf<Sweep>();
    const own: Sweep = { name: 'own', experiment: { ...experiment, leader: './mine.ts#cem' }, space: { 'leader.width': [1, 2] } };
    expect(own.name).toBe('own');
  });

  it('refuses paths to nothing', () => {
    const wrong = [
      // @ts-expect-error: no leader has such a setting
      () => defineSweep({ name: 'x', experiment, space: { 'leader.lr': [0.1] } }),
      // @ts-expect-error: no oracle has such a setting
      () => defineSweep({ name: 'x', experiment, space: { 'oracle.episode': [40] } }),
      // @ts-expect-error: no such condition
      () => defineSweep({ name: 'x', experiment, space: { 'conditions.restart': [true] } }),
      // @ts-expect-error: no such part of an experiment
      () => defineSweep({ name: 'x', experiment, space: { 'learner.learningRate': [0.1] } }),
      // @ts-expect-error: a misspelt game
      () => defineSweep({ name: 'x', experiment: { ...experiment, game: 'matrix/Escpae-v1' }, space: {} }),
      // @ts-expect-error: a range without its end
      () => defineSweep({ name: 'x', experiment, space: { 'leader.learningRate': { from: 0.1 } } }),
    ];
    expect(wrong).toHaveLength(6);
  });
});
