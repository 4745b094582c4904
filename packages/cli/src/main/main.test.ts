import { describe, expect, it } from 'vitest';
import { fakeIo, firstmover } from '../io/fake-io.fixture.ts';
import { run } from './main.ts';

describe('help', () => {
  it.each([['--help'], ['help'], ['list', '--help'], ['solve', '--help'], ['exact', '--help'], ['doctor', '--help'], ['help', 'exact']])(
    '%s %s has examples and exits 0',
    async (...argv) => {
      const { code, out, err } = await firstmover(...argv);
      expect({ code, err }).toEqual({ code: 0, err: '' });
      expect(out).toMatch(/^Usage: firstmover/);
      expect(out).toMatch(/Examples:\n {2}\$ firstmover/);
      expect(out).not.toContain('default: []');
    },
  );

  it('names the version', async () => {
    const { code, out } = await firstmover('--version');
    expect(code).toBe(0);
    expect(out).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});

describe('a bad command line', () => {
  it.each([
    [
      [],
      'expected a command: list, show, solve, train, report, watch, sweep, worker, emit, exact, check, new, serve, doctor, help; see firstmover --help',
    ],
    [
      ['help', 'exat'],
      'expected a command: list, show, solve, train, report, watch, sweep, worker, emit, exact, check, new, serve, doctor, help; see firstmover --help',
    ],
    [['exat'], 'unknown command "exat": did you mean exact or emit?'],
    [
      ['practise'],
      'unknown command "practise": what exists: list, show, solve, train, report, watch, sweep, worker, emit, exact, check, new, serve, doctor, help',
    ],
    [['exact', '--jsn'], 'unknown option of firstmover exact "--jsn": did you mean --json?'],
    [['solve', 'matrix/Escape-v1', '--sed', '1'], 'unknown option of firstmover solve "--sed": did you mean --seed or --set?'],
    [['list', '-q'], 'unknown option of firstmover list "-q": what exists: --json, --help'],
    [['--json'], 'option "--json" stands before the command: expected it after the command'],
    [['--colour'], 'unknown option of firstmover "--colour": what exists: --version, --help'],
    [['solve'], "missing required argument 'game'; see firstmover solve --help"],
    [['exact'], "missing required argument 'input'; see firstmover exact --help"],
    [
      ['list', 'matrix/Escape-v1', 'more'],
      'unknown kind "matrix/Escape-v1": what exists: games, oracles, leaders, methods, networks, problems',
    ],
    [['list', 'leaders', 'pop'], 'unknown leader "pop": did you mean ppo?'],
    [['list', 'ppo'], 'ppo is a leader: write firstmover list leaders ppo'],
    [['exact', 'matrix/Escape-v1', '--ties'], "option '--ties <rule>' argument missing; see firstmover exact --help"],
    [
      ['exact', 'matrix/Escape-v1', '--ties', 'loose'],
      "option '--ties <rule>' argument 'loose' is invalid. Allowed choices are strong, weak; see firstmover exact --help",
    ],
    [['list', 'matrix/Escpe-v1'], 'unknown game id "matrix/Escpe-v1": did you mean matrix/Escape-v1 or matrix/Iterated-v1?'],
    [['list', 'chess/Mate-v1'], /^unknown game id "chess\/Mate-v1": what exists: benchmark\/.*matrix\/BattleOfTheSexes-v1, /],
  ])('%j is one line and exit code 2', async (argv, message) => {
    const { code, out, err } = await firstmover(...argv);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(/^firstmover: [^\n]*\n$/);
    if (typeof message === 'string') expect(err).toBe(`firstmover: ${message}\n`);
    else expect(err.slice('firstmover: '.length)).toMatch(message);
  });

  it('stays one line, without control characters, whatever is typed', async () => {
    const { code, err } = await firstmover('exact\n\u001b[31m');
    expect(code).toBe(2);
    expect(err).toMatch(/^firstmover: unknown command [^\n\u001b]*\n$/);
  });

  it('replaces the progress line of a terminal', async () => {
    const io = fakeIo({ isTerminal: true, columns: 80 });
    expect(await run(['exat'], io)).toBe(2);
    expect(io.text.err).toMatch(/^\r\u001b\[2Kfirstmover: unknown command/);
  });
});

it('reports a bug in one line and exits 1', async () => {
  const io = {
    ...fakeIo(),
    out: (): void => {
      throw new TypeError('no such\nthing');
    },
  };
  expect(await run(['list'], io)).toBe(1);
  expect(io.text.err).toBe('firstmover: no such thing: this is a bug in firstmover; run with FIRSTMOVER_DEBUG=1 for the stack\n');
});
