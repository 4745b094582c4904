// A process that speaks as python/firstmover/host.py does, in Node, and goes wrong in the way that its argument says.
const how = process.argv[2];
const [JSON_KIND, NUMBERS_KIND] = [0x4a4d4601, 0x4e4d4601];

function write(kind, payload) {
  const bytes = Buffer.concat([Buffer.from(Uint32Array.of(payload.length, kind).buffer), payload]);
  if (how === 'slowly') for (const byte of bytes) process.stdout.write(Uint8Array.of(byte));
  else process.stdout.write(bytes);
}
const say = (document) => write(JSON_KIND, Buffer.from(JSON.stringify(document)));
const answer = (numbers) => write(NUMBERS_KIND, Buffer.from(Float64Array.from(numbers).buffer));

// Two agents; both see how many moves were made, the follower beside it how many requests there were where `how` is counting.
const agents = ['first', 'second'].map((name) => ({
  name,
  observation: { kind: 'multi-discrete', counts: [100, 100000] },
  action: { kind: 'box', low: -1, high: 1, shape: [2] },
}));
const copies = new Map();
let requests = 0;

function row(index, rewards) {
  const { moves } = copies.get(index);
  return [moves >= 9 ? 2 : 0, ...rewards.flatMap((reward) => [reward, moves, how === 'counting' ? requests : 0])];
}

function step(index, action) {
  const copy = copies.get(index);
  copy.moves++;
  copy.total += action.reduce((sum, entry) => sum + entry, 0);
  return row(index, [action[0] + action[1] + copy.seed / 2 ** 31, copy.total]);
}

function onNumbers(numbers) {
  requests++;
  const [operation, count] = numbers;
  const rows = [];
  for (let k = 0, at = 2; k < count; k++) {
    const index = numbers[at++];
    if (operation === 0) {
      copies.set(index, { seed: numbers[at++], moves: 0, total: 0 });
      let last = row(index, [0, 0]);
      for (let left = numbers[at++]; left > 0; left--, at += 4) last = step(index, numbers.slice(at, at + 4));
      rows.push(last);
    } else {
      rows.push(step(index, numbers.slice(at, at + 4)));
      at += 4;
    }
  }
  const wrong = operation === 1 && copies.get(numbers[2]).moves === 2;
  if (wrong && how === 'dies') {
    process.stderr.write('first line\nout of memory, said the child\n');
    return void setTimeout(() => process.exit(9), 20);
  }
  if (wrong && how === 'is killed') return process.kill(process.pid, 'SIGKILL');
  if (wrong && how === 'is silent') return;
  if (wrong && how === 'writes text') return void process.stdout.write('Hello from an import!\n');
  if (wrong && how === 'says little') return answer(rows.flat().slice(1));
  if (wrong && how === 'tells an error') return say({ error: { reason: 'environment', message: 'step failed: KeyError' } });
  if (wrong && how === 'earns NaN') rows[0][1] = NaN;
  if (wrong && how === 'sees too much') rows[0][2] = 100;
  if (wrong && how === 'sees nothing') rows[0][5] = Infinity;
  if (wrong && how === 'ends oddly') rows[0][0] = 3;
  answer(rows.flat());
}

let held = Buffer.alloc(0);
process.stdin.on('data', (piece) => {
  held = Buffer.concat([held, piece]);
  while (held.length >= 8) {
    const [size, kind] = new Uint32Array(Uint8Array.from(held.subarray(0, 8)).buffer);
    if (held.length < 8 + size) return;
    const payload = Uint8Array.from(held.subarray(8, 8 + size));
    held = held.subarray(8 + size);
    if (kind === NUMBERS_KIND) onNumbers(Array.from(new Float64Array(payload.buffer)));
    else if (how === 'is old') say({ protocol: 0, agents });
    else if (how === 'ends at once') process.exit(1);
    else if (how === 'has no pettingzoo') say({ error: { reason: 'no-pettingzoo', message: 'Python 3 cannot import pettingzoo' } });
    else say({ protocol: 1, name: 'fake', agents: how === 'has odd spaces' ? [{ ...agents[0], action: { kind: 'tree' } }] : agents });
  }
});
