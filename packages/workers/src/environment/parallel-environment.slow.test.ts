import type { VectorEnvironment } from '@firstmover/core';
import { InputError, randomStream } from '@firstmover/core';
import { afterEach, describe, expect, it } from 'vitest';
import type { ParallelEnvironmentOptions, WorkerEnvironment } from './parallel-environment.ts';
import { parallelEnvironment } from './parallel-environment.ts';
import walk from './walk.fixture.mjs';

const module = new URL('./walk.fixture.mjs', import.meta.url);
const open: WorkerEnvironment[] = [];

function make(options: Partial<ParallelEnvironmentOptions> = {}): WorkerEnvironment {
  const environment = parallelEnvironment({ module, size: 8, workers: 2, seed: 3, ...options });
  open.push(environment);
  return environment;
}

afterEach(async () => {
  await Promise.all(open.splice(0).map((environment) => environment.close()));
});

/** Everything that an environment shows in 200 steps, with resets of some of the copies that are over. */
function trace(environment: VectorEnvironment): unknown[] {
  const random = randomStream(1, 'actions');
  const shown = (): unknown =>
    (['observations', 'rewards', 'terminated', 'truncated', 'executed', 'learn'] as const)
      .map((name) => Array.from(environment[name]))
      .concat([Array.from(environment.privileged?.observations ?? []), [environment.steps]]);
  const lines = [shown()];
  environment.reset();
  for (let step = 0; step < 200; step++) {
    environment.step(Int32Array.from({ length: environment.size }, () => random.integer(2)));
    lines.push(shown());
    environment.reset(environment.learn.map((learns) => (learns === 0 && random.uniform() < 0.7 ? 1 : 0)));
    lines.push(shown());
  }
  return lines;
}

function caught(attempt: () => unknown): Error {
  try {
    attempt();
  } catch (error) {
    return error as Error;
  }
  throw new Error('nothing was thrown');
}

describe('an environment in threads', () => {
  it.each([{}, { limit: 4, privileged: true }])('equals the whole in one thread, for any number of workers, with %j', (given) => {
    const expected = trace(walk(given, { first: 0, size: 7, seed: 3 }));
    for (const workers of [1, 2, 3, 4]) expect(trace(make({ arguments: given, size: 7, workers })), `${workers} workers`).toEqual(expected);
    expect(trace(make({ arguments: given, size: 7, seed: 4 }))).not.toEqual(expected);
  });

  it('has no more workers than copies, and keeps its arrays', () => {
    const environment = make({ size: 2, workers: 4 });
    expect(environment.workers).toBe(2);
    const { observations, rewards } = environment;
    environment.reset();
    environment.step(Int32Array.of(0, 1));
    expect(environment.observations).toBe(observations);
    expect(environment.rewards).toBe(rewards);
    expect(environment.steps).toBe(2);
    expect([observations, rewards].every(({ buffer }) => buffer instanceof SharedArrayBuffer)).toBe(true);
  });

  it('passes on what a copy throws, by name and message, and goes on', () => {
    const environment = make();
    environment.reset();
    const actions = new Int32Array(8);
    actions[6] = 5;
    const attempt = (): void => environment.step(actions);
    expect(caught(attempt)).toEqual(new InputError('action 5 of walker 6'));
    actions[1] = 8;
    const error = caught(attempt);
    expect(error).toBeInstanceOf(InputError);
    expect(error).toMatchObject({ name: 'NonFiniteError', message: 'copy 1 is not finite' });
    expect(() => environment.step(Float64Array.of(0.5, 0, 0, 0, 0, 0, 0, 0))).toThrow('action 0.5 of walker 0');
    environment.reset();
    environment.step(new Int32Array(8));
    expect(Array.from(environment.executed)).toEqual(new Array(8).fill(0));
  });

  it('says so when a worker ends, then and later', () => {
    const environment = make({ workers: 3 });
    environment.reset();
    const actions = new Int32Array(8);
    actions[3] = 7;
    const message = 'worker 2 of 3 of parallelEnvironment has ended (exit code 7): make a new parallelEnvironment';
    expect(() => environment.step(actions)).toThrow(message);
    expect(() => environment.step(new Int32Array(8))).toThrow(InputError);
    expect(() => environment.reset()).toThrow(message);
  });

  it('says so when a worker ends before it is ready', () => {
    expect(() => make({ export: 'late' })).toThrow(/^worker [12] of 2 of parallelEnvironment has ended \(thrown too late\)/);
  });

  it('cannot be used once it is closed', async () => {
    const environment = make();
    environment.reset();
    await environment.close();
    await environment.close();
    expect(() => environment.step(new Int32Array(8))).toThrow('this parallelEnvironment is closed: make a new one');
  });

  it('finds a module by a path from the working directory, and a data URL', () => {
    const path = `${import.meta.dirname}/walk.fixture.mjs`;
    expect(make({ module: path }).size).toBe(8);
    const code = `export { default as line } from ${JSON.stringify(module.href)}`;
    expect(() => make({ module: `data:text/javascript,${code}` })).toThrow('expected it to export a function default');
  });
});

it('refuses what it cannot use, in one line', () => {
  const cases: readonly (readonly [Partial<ParallelEnvironmentOptions>, string])[] = [
    [{ size: 0 }, 'size 0 of parallelEnvironment: expected an integer of at least 1'],
    [{ workers: 0 }, 'workers 0 of parallelEnvironment: expected an integer from 1 to 256'],
    [{ seed: -1 }, 'seed -1'],
    [{ arguments: { act: () => 0 } }, 'of parallelEnvironment: expected data that threads can be sent, without functions'],
    [{ export: 'missing' }, 'expected it to export a function missing'],
    [{ export: 'notFunction' }, 'expected it to export a function notFunction'],
    [{ export: 'wrongSize' }, "an environment of size 5: expected the shard's 4"],
    [{ export: 'moody' }, 'shard 1 of parallelEnvironment has other spaces than shard 0'],
  ];
  for (const [options, message] of cases) {
    const error = caught(() => make(options));
    expect(error).toBeInstanceOf(InputError);
    expect(error.message).toContain(message);
  }
  expect(() => make({ export: 'failing' })).toThrow(expect.objectContaining({ name: 'TypeError', message: 'no walkers today' }));
  expect(() => make({ module: './nowhere.mjs' })).toThrow(/Cannot find module .*nowhere\.mjs/);
  const environment = make();
  environment.reset();
  expect(() => environment.step(new Int32Array(7))).toThrow('7 actions for 8 copies: expected at least 8');
});
