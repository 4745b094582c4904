import { execFile } from 'node:child_process';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { GameId } from '@firstmover/core';
import { createEnvironment, createRegistry, randomStream, sample } from '@firstmover/core';
import { benchmarkGames } from '@firstmover/benchmark-games';
import { matrixGames } from '@firstmover/matrix-games';
import { mechanismGames } from '@firstmover/mechanism-design';
import { securityGames } from '@firstmover/security-games';
import { describe, expect, it } from 'vitest';
import type { ReplayedState } from '../game/copies.ts';
import { pettingZooGame } from '../game/pettingzoo-game.ts';
import { python } from '../process/python.fixture.ts';

const games = createRegistry();
games.register(...matrixGames, ...mechanismGames, ...benchmarkGames, ...securityGames);
const command = [process.execPath, '--import', 'tsx', join(import.meta.dirname, 'serve.fixture.ts')];
const folder = join(dirname(dirname(import.meta.dirname)), 'python');

// Tables, a mixture, chance, messages, a real number, a graph, three players.
const SERVED = [
  'matrix/IteratedPrisonersDilemma-v1',
  'security/SecurityGame-v1',
  'mechanism/SequentialPrice-v1',
  'mechanism/SimpleAllocation-v1',
  'benchmark/Duopoly-v1',
  'security/DroneGame-v1',
  'benchmark/Bandwagon-v1',
];

describe.skipIf(python === undefined)('a game served to Python', { timeout: 300_000 }, () => {
  it('passes the tests of PettingZoo, and repeats itself from its seed', async () => {
    const script = join(import.meta.dirname, 'served.fixture.py');
    const { stdout } = await promisify(execFile)(python!, [script, folder, JSON.stringify(command), ...SERVED], { timeout: 280_000 });
    const passed = stdout.split('\n').filter((line) => line.startsWith('passed '));
    expect(passed).toEqual([...SERVED, 'mistakes'].map((name) => `passed ${name}`));
    expect(stdout.match(/Passed Parallel API test/g)).toHaveLength(SERVED.length);
  });

  it.each(SERVED)('%s and wrapped back is the same game', (id) => {
    const original = games.find('game', id).create();
    const leader = original.players.find(({ role }) => role === 'leader')!.name;
    const definition = pettingZooGame({
      id: id as GameId,
      module: 'firstmover',
      arguments: { game: id, command },
      leader,
      python: python!,
      timeout: 100,
    });
    const wrapped = definition.create();
    expect(wrapped.players.map(({ name }) => name)).toEqual(original.players.map(({ name }) => name));
    const there = createEnvironment(wrapped, { seed: 3 });
    const here = createEnvironment(original);
    const random = randomStream(4, 'actions');
    for (let episode = 0; episode < 3; episode++) {
      const begun = there.reset().observations;
      expect(begun).toEqual(here.reset({ seed: (there.snapshot().state as ReplayedState).seed }).observations);
      for (let step = 0; step < 30 && !here.snapshot().done; step++) {
        const actions = original.players.map(({ action }) => sample(action, random));
        const { terminated, truncated, rewards, observations } = here.step(actions);
        expect(there.step(actions)).toEqual({ terminated, truncated, rewards: rewards.map((reward) => reward + 0), observations });
      }
    }
    definition.close();
  });
});
