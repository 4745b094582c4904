import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import type { GameId } from '@firstmover/core';
import { InputError, createBatch, createEnvironment } from '@firstmover/core';
import { examineGame } from '@firstmover/core/testing';
import { afterEach, describe, expect, it } from 'vitest';
import type { PettingZooError } from '../process/pettingzoo-error.ts';
import type { PettingZooGame } from './pettingzoo-game.ts';
import { pettingZooGame, processGame } from './pettingzoo-game.ts';

const fake = join(import.meta.dirname, 'fake-process.fixture.mjs');
const made: PettingZooGame[] = [];

function define(how: string, timeout = 60): PettingZooGame {
  const game = processGame({ id: 'fake/Game-v1', module: 'fake', leader: 'first', program: process.execPath, argv: [fake, how], timeout });
  made.push(game);
  return game;
}
afterEach(() => {
  for (const game of made.splice(0)) game.close();
});

function caught(attempt: () => unknown): PettingZooError {
  try {
    attempt();
  } catch (error) {
    return error as PettingZooError;
  }
  throw new Error('nothing was thrown');
}

describe('a game in another process', () => {
  it.each(['well', 'slowly'])('keeps every rule of a game, if its process answers %s', (how) => {
    const game = define(how).create();
    expect(game.players.map(({ name, role }) => [name, role])).toEqual([
      ['first', 'leader'],
      ['second', 'follower'],
    ]);
    expect(examineGame(game, { steps: 60 }).filter(({ outcome }) => outcome === 'broken')).toEqual([]);
  });

  it('costs one round trip per step of a batch, of whatever size', () => {
    const batch = createBatch(define('counting').create(), { size: 300 });
    batch.reset();
    const seen = (): number => batch.observations[1]![1]!;
    const before = seen();
    for (let step = 0; step < 5; step++) batch.step([new Float64Array(600), new Float64Array(600)]);
    expect(seen() - before).toBe(5);
    batch.reset(Uint8Array.from({ length: 300 }, (_unused, copy) => copy % 2));
    expect(batch.observations[1]![3]! - before).toBe(6);
  });

  it('goes on from a state wherever its copies stand, also when more states are alive than copies', () => {
    const game = define('well').create();
    const chance = { uniform: () => 0.25, pick: () => 0 };
    const first = game.initial(chance);
    const actions = [
      [1, 0.5],
      [0, -1],
    ];
    const expected = game.step(game.step(first, actions, chance).state, actions, chance);
    expect(expected.rewards).toEqual([1.75, 1]);
    const others = Array.from({ length: 600 }, () => game.step(first, actions, chance).state); // the limit is 256
    for (const state of [others[0], others[599], others[0]]) expect(game.step(state, actions, chance)).toEqual(expected);
    expect(game.step(JSON.parse(JSON.stringify(others[1])), actions, chance)).toEqual(expected);
  });

  it.each([
    [
      'dies',
      'ended',
      'the process of fake/Game-v1 ended during a step (exit code 9); it last said: first line | out of memory, said the child',
    ],
    ['is killed', 'ended', 'the process of fake/Game-v1 ended during a step (signal SIGKILL)'],
    ['is silent', 'timeout', 'the process of fake/Game-v1 did not answer within 0.5 s during a step: it was ended'],
    [
      'writes text',
      'protocol',
      'the process of fake/Game-v1 wrote what is no frame, beginning with "Hello from an import!\\n" during a step',
    ],
    ['says little', 'protocol', 'fake/Game-v1: answered 6 numbers to a step: expected 1 times 7 numbers'],
    ['tells an error', 'environment', 'fake/Game-v1: step failed: KeyError'],
    ['earns NaN', 'api', 'fake/Game-v1: agent first earns NaN: expected a finite number'],
    ['sees too much', 'api', 'fake/Game-v1: agent first sees [100,0]: expected a value of {"kind":"multi-discrete","counts":[100,100000]}'],
    [
      'sees nothing',
      'api',
      'fake/Game-v1: agent second sees ["Infinity",0]: expected a value of {"kind":"multi-discrete","counts":[100,100000]}',
    ],
    ['ends oddly', 'api', 'fake/Game-v1: end 3 of an episode: expected 0, 1 or 2'],
  ])('whose process %s is an error of reason %s, and can be played again', (how, reason, message) => {
    const environment = createEnvironment(define(how, how === 'is silent' ? 0.5 : 60).create());
    const idle = [
      [0, 0],
      [0, 0],
    ];
    environment.reset();
    environment.step(idle);
    const error = caught(() => environment.step(idle));
    expect(error).toBeInstanceOf(InputError);
    expect([error.name, error.reason, error.message]).toEqual(['PettingZooError', reason, message]);
    expect(environment.reset().observations).toEqual([
      [0, 0],
      [0, 0],
    ]);
    expect(environment.step(idle).truncated).toBe(false);
  });

  it.each([
    ['is old', 'api', 'expected its agents, in protocol 1'],
    ['ends at once', 'ended', 'the process of fake/Game-v1 ended during its start (exit code 1)'],
    ['has no pettingzoo', 'no-pettingzoo', 'fake/Game-v1: Python 3 cannot import pettingzoo'],
    ['has odd spaces', 'api', 'fake/Game-v1: space.kind is "tree": expected discrete'],
  ])('whose process %s at the start is an error of reason %s', (how, reason, message) => {
    const error = caught(() => define(how).create());
    expect(error.message).toContain(message);
    expect(error.reason).toBe(reason);
  });

  it('is refused with the option that cannot be', () => {
    const given = { id: 'my/Game-v1' as const, module: 'x', leader: 'a' };
    expect(() => pettingZooGame({ ...given, timeout: 0 })).toThrow('timeout 0 of my/Game-v1: expected seconds above 0');
    expect(() => pettingZooGame({ ...given, module: '' })).toThrow('module "" of my/Game-v1: expected the name of a Python module');
    expect(() => pettingZooGame({ ...given, id: 'Game' as GameId })).toThrow('expected namespace/Name-vN');
    expect(caught(() => pettingZooGame({ ...given, python: 'no-such-python' }).create()).reason).toBe('no-python');
    const wrong = processGame({ ...given, leader: 'frist', program: process.execPath, argv: [fake, 'well'] });
    made.push(wrong);
    expect(() => wrong.create()).toThrow('unknown agent of my/Game-v1 "frist": did you mean first?');
  });

  it('does not keep a program alive, and does not outlive it', () => {
    const script = `
      import { processGame } from ${JSON.stringify(join(import.meta.dirname, 'pettingzoo-game.ts'))};
      const options = { id: 'fake/Game-v1', module: 'fake', leader: 'first', program: process.execPath, argv: [${JSON.stringify(fake)}, 'well'] };
      processGame(options).create();
      console.log('made');`;
    expect(
      execFileSync(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], { encoding: 'utf8', timeout: 25_000 }),
    ).toBe('made\n');
  });
});
