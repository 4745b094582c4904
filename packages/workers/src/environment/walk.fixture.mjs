// A small environment in plain JavaScript, which threads run without a build: walkers on a line of nine cells, pushed at random.

class InputError extends Error {
  name = 'InputError';
}

class NonFiniteError extends InputError {
  name = 'NonFiniteError';
}

/** The numbers of a copy depend on the seed, its index in the whole environment, and how many it drew. */
function draw(seed, copy, count) {
  let x = Math.imul(seed + 1, 0x9e3779b1) ^ Math.imul(copy + 1, 0x85ebca6b) ^ Math.imul(count + 1, 0xc2b2ae35);
  x = Math.imul(x ^ (x >>> 15), 0x2c1b3c6d);
  return ((x ^ (x >>> 13)) >>> 0) / 4294967296;
}

export default function walk({ limit = 20, privileged = false } = {}, { first, size, seed }) {
  const observations = new Int32Array(size);
  const rewards = new Float64Array(size);
  const terminated = new Uint8Array(size).fill(1);
  const truncated = new Uint8Array(size);
  const executed = new Int32Array(size);
  const learn = new Uint8Array(size);
  const ages = new Uint32Array(size);
  const draws = new Uint32Array(size);
  const secrets = new Float64Array(2 * size);
  let steps = 0;
  return {
    size,
    observation: { kind: 'discrete', n: 9 },
    action: { kind: 'discrete', n: 2 },
    observations,
    rewards,
    terminated,
    truncated,
    executed,
    learn,
    ...(privileged ? { privileged: { space: { kind: 'box', low: [0, 0], high: [1, 99], shape: [2] }, observations: secrets } } : {}),
    get steps() {
      return steps;
    },
    reset(mask) {
      for (let copy = 0; copy < size; copy++) {
        if (mask && mask[copy] !== 1) continue;
        observations[copy] = 2 + Math.floor(5 * draw(seed, first + copy, draws[copy]++));
        terminated[copy] = truncated[copy] = ages[copy] = rewards[copy] = 0;
        learn[copy] = 1;
      }
    },
    step(actions) {
      for (let copy = 0; copy < size; copy++) {
        rewards[copy] = 0;
        if (learn[copy] === 0) continue;
        const action = actions[copy];
        if (action === 7) process.exit(7);
        if (action === 8) throw new NonFiniteError(`copy ${first + copy} is not finite`);
        if (action !== 0 && action !== 1) throw new InputError(`action ${action} of walker ${first + copy}`);
        executed[copy] = action;
        const push = draw(seed, first + copy, draws[copy]++);
        observations[copy] += push < 0.7 ? 2 * action - 1 : 1 - 2 * action;
        secrets.set([push, ages[copy]], 2 * copy);
        rewards[copy] = observations[copy] / 8 - push;
        steps++;
        terminated[copy] = observations[copy] === 0 || observations[copy] === 8 ? 1 : 0;
        truncated[copy] = ++ages[copy] === limit && terminated[copy] === 0 ? 1 : 0;
        learn[copy] = 1 - (terminated[copy] | truncated[copy]);
      }
    },
  };
}

export const wrongSize = (given, shard) => walk(given, { ...shard, size: shard.size + 1 });

export const moody = (given, shard) => ({ ...walk(given, shard), action: { kind: 'discrete', n: 2 + shard.first } });

export const late = () =>
  new Promise(() =>
    setTimeout(() => {
      throw new Error('thrown too late');
    }, 1),
  );

export const failing = () => {
  throw new TypeError('no walkers today');
};

export const notFunction = 3;
