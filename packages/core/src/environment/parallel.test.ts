import { describe, expect, it } from 'vitest';
import type { Value } from '../spaces/spaces.ts';
import { discrete } from '../spaces/spaces.ts';
import { refusal } from '../testing/refusal.ts';
import { drift, market, weather } from '../testing/toy-games.ts';
import { createEnvironment } from './environment.ts';
import { createParallelEnvironment } from './parallel.ts';

const joint = { importer: 3, retailer: 1, producer: 2 };

describe('createParallelEnvironment', () => {
  it('speaks in records keyed by the agents, in the order of the players', () => {
    const environment = createParallelEnvironment(market.create());
    expect(environment.possibleAgents).toEqual(['retailer', 'producer', 'importer']);
    expect(environment.observationSpace('retailer')).toEqual(discrete(3));
    expect(environment.actionSpace('importer')).toEqual(discrete(4));
    const start = environment.reset();
    expect(start).toEqual({ observations: { retailer: 0, producer: 0, importer: 0 }, infos: { retailer: {}, producer: {}, importer: {} } });
    expect(Object.keys(start.observations)).toEqual(environment.agents);
    expect(environment.step(joint)).toEqual({
      observations: { retailer: 2, producer: 1, importer: 1 },
      rewards: { retailer: 123, producer: 123.5, importer: -123 },
      terminations: { retailer: false, producer: false, importer: false },
      truncations: { retailer: false, producer: false, importer: false },
      infos: { retailer: {}, producer: {}, importer: {} },
    });
  });

  it('has no agents before the first reset and after the end, all of them in between', () => {
    const environment = createParallelEnvironment(market.create());
    expect(environment.agents).toEqual([]);
    environment.reset();
    for (let round = 0; round < 3; round++) {
      expect(environment.agents).toEqual(['retailer', 'producer', 'importer']);
      const { terminations } = environment.step(joint);
      expect(terminations).toEqual({ retailer: round === 2, producer: round === 2, importer: round === 2 });
    }
    expect(environment.agents).toEqual([]);
    environment.reset();
    expect(environment.agents).toHaveLength(3);
  });

  it('ends with truncations where the game is cut short', () => {
    const environment = createParallelEnvironment(drift.create());
    environment.reset();
    for (let round = 0; round < 4; round++) environment.step({ pilot: 0, wind: [0] });
    expect(environment.step({ pilot: 0, wind: [0] })).toMatchObject({
      terminations: { pilot: false, wind: false },
      truncations: { pilot: true, wind: true },
    });
    expect(environment.agents).toEqual([]);
  });

  it('plays the same trace as the single environment, seeded and unseeded', () => {
    const game = weather.create();
    const single = createEnvironment(game, { seed: 6 });
    const parallel = createParallelEnvironment(game, { seed: 6 });
    for (let episode = 0; episode < 50; episode++) {
      const reset = episode === 25 ? { seed: 11 } : {};
      expect(Object.values(parallel.reset(reset).observations)).toStrictEqual(single.reset(reset).observations);
      while (parallel.agents.length > 0) {
        const actions: Value[] = [episode % 2, [episode % 2, 0]];
        const one = single.step(actions);
        const { observations, rewards, terminations, truncations } = parallel.step({
          forecaster: actions[0] as Value,
          farmer: actions[1] as Value,
        });
        expect([Object.values(observations), Object.values(rewards)]).toStrictEqual([one.observations, one.rewards]);
        expect([terminations['farmer'], truncations['forecaster']]).toEqual([one.terminated, one.truncated]);
      }
      expect(single.snapshot().done).toBe(true);
    }
  });

  it('refuses unknown and missing agents and steps outside an episode', () => {
    const environment = createParallelEnvironment(market.create());
    expect(refusal(() => environment.step(joint))).toBe('step before reset: call reset first');
    environment.reset();
    expect(refusal(() => environment.step({ ...joint, wholesaler: 0 }))).toBe(
      'unknown agent "wholesaler" of toy/Market-v1: expected retailer or producer or importer',
    );
    expect(refusal(() => environment.step({ retailer: 0, importer: 0 }))).toBe(
      'no action for agent "producer" of toy/Market-v1: expected one per living agent',
    );
    expect(refusal(() => environment.observationSpace('toString'))).toContain('unknown agent "toString"');
    for (let round = 0; round < 3; round++) environment.step(joint);
    expect(refusal(() => environment.step({}))).toBe('step after the end of the episode: call reset first');
    expect(refusal(() => environment.step(joint))).toBe('step after the end of the episode: call reset first');
  });
});
