import { chmodSync, mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { matrixGames } from '@firstmover/matrix-games';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createGames } from '../games/games.ts';
import { firstmover, jsonLines } from '../io/fake-io.fixture.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'firstmover-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** Writes a file and returns its path. */
function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const CONITZER_NFG = 'NFG 1 R "Conitzer" { "Leader" "Follower" } { { "up" "down" } { "left" "right" } } 1 1 0 0 3 0 2 1';
const CONITZER_JSON = '{"kind":"bimatrix","leaderPayoff":[[1,3],[0,2]],"followerPayoff":[[1,0],[0,1]]}';

describe('exact values', () => {
  it.each([
    ['matrix/Escape-v1', 30, 30, 30],
    ['matrix/Maintain-v1', 27.5, 20, 27.5],
    ['matrix/BattleOfTheSexes-v1', 2, 2, 2],
    ['matrix/OutOfEquilibriumBattle-v1', 2, 2, 2],
    ['matrix/ModifiedPrisonersDilemma-v1', 2, 2, 2],
    ['matrix/Conitzer-v1', 2.5, 2, 2.5],
    ['matrix/DominantColumn-v1', 1, 1, 1],
  ])('of %s: %d mixed, %d pure, %d mixed with weak ties', async (id, mixed, pure, weak) => {
    const [first] = jsonLines(await firstmover('exact', id, '--json'));
    expect(first?.['leaderValue']).toBeCloseTo(mixed, 9);
    expect(first).toMatchObject({
      input: id,
      kind: 'bimatrix',
      ties: 'strong',
      commitmentClass: 'mixed',
      followerClass: null,
      attained: true,
    });
    const [second] = jsonLines(await firstmover('exact', id, '--json', '--commitment', 'pure'));
    expect(second).toMatchObject({ leaderValue: pure, commitmentClass: 'pure', attained: true });
    const [third] = jsonLines(await firstmover('exact', id, '--json', '--ties', 'weak'));
    expect(third?.['leaderValue']).toBeCloseTo(weak, 9);
    expect(third).toMatchObject({ ties: 'weak', attained: mixed === pure });
  });

  it('are those that the descriptors of the iterated games list, for both classes and tie rules', async () => {
    const games = createGames();
    for (const id of games.names('game')) {
      for (const { leaderReturn, followerClass, ties } of games.find('game', id).create().descriptor.optima) {
        if (!id.startsWith('matrix/Iterated')) continue;
        const [answer] = jsonLines(await firstmover('exact', id, '--json', '--follower', followerClass, '--ties', ties));
        expect(answer).toMatchObject({
          kind: 'iterated',
          leaderValue: leaderReturn,
          followerClass,
          ties,
          attained: true,
          commitmentClass: 'pure',
        });
      }
    }
  });

  it("hold the prisoner's dilemma: 6 with one optimal table against a stationary follower, 4 against a rational one", async () => {
    const id = 'matrix/IteratedPrisonersDilemma-v1';
    const [stationary] = jsonLines(await firstmover('exact', id, '--json'));
    expect(stationary).toEqual({
      format: 1,
      input: id,
      kind: 'iterated',
      upperBound: 6,
      evidence: { kind: 'optimal', by: 'enumeration' },
      memory: 1,
      params: { steps: 10, memory: 'joint', memoryLength: 1, rewardOffset: -2.5 },
      leaderValue: 6,
      followerValue: 3,
      commitmentClass: 'pure',
      commitment: [
        [0, 1],
        [1, 0],
        [1, 0],
        [0, 1],
        [0, 1],
      ],
      reply: [
        [1, 0],
        [1, 0],
        [1, 0],
        [1, 0],
        [1, 0],
      ],
      ties: 'strong',
      followerClass: 'stationary',
      attained: true,
      optimalReplies: [[0, 0, 0, null, null]],
      unique: true,
      optimalCommitments: [[1, 0, 0, 1, 1]],
      optimalTables: 1,
      observations: ['start', 'after cooperate, cooperate', 'after defect, cooperate', 'after cooperate, defect', 'after defect, defect'],
      replyObservations: [
        'start',
        'after cooperate, cooperate',
        'after defect, cooperate',
        'after cooperate, defect',
        'after defect, defect',
      ],
      leaderActions: ['cooperate', 'defect'],
      followerActions: ['cooperate', 'defect'],
      play: [[1, 0], ...Array.from({ length: 9 }, () => [0, 0])],
    });
    const [rational] = jsonLines(await firstmover('exact', id, '--json', '--follower', 'rational'));
    expect(rational).toMatchObject({
      leaderValue: 4,
      followerValue: 4,
      followerClass: 'rational',
      optimalReplies: [[0, 0, 0, 0, 0, 0, 0, 0, 0, 1]],
    });
    expect(rational?.['reply']).toEqual([...Array.from({ length: 9 }, () => [1, 0]), [0, 1]]);
    expect((rational?.['replyObservations'] as string[])[9]).toBe('round 10');
  });

  it('come with the commitment and the reply', async () => {
    const [answer] = jsonLines(await firstmover('exact', 'matrix/Maintain-v1', '--json'));
    expect(answer).toMatchObject({ reply: 0, optimalReplies: [0], unique: true, params: {}, leaderActions: null });
    (answer?.['commitment'] as number[]).forEach((probability, i) => {
      expect(probability).toBeCloseTo([1 / 4, 3 / 4, 0][i]!, 9);
    });
    const [battle] = jsonLines(await firstmover('exact', 'matrix/BattleOfTheSexes-v1', '--json'));
    expect(battle).toMatchObject({ leaderActions: ['opera', 'football'], followerActions: ['opera', 'football'] });
  });

  it('follow the parameters', async () => {
    const given = ['--param', 'steps=20', '--param', 'rewardOffset=0', '--param', 'memory=other'];
    const [iterated] = jsonLines(await firstmover('exact', 'matrix/IteratedPrisonersDilemma-v1', '--json', ...given));
    expect(iterated).toMatchObject({ leaderValue: 61, params: { steps: 20, rewardOffset: 0, memory: 'other' } });
    expect(iterated?.['observations']).toEqual(['start', 'after cooperate', 'after defect']);
    const payoffs = ['--param', 'leaderPayoff=[[2,4],[1,3]]', '--param', 'followerPayoff=[[1,0],[0,1]]'];
    const [bimatrix] = jsonLines(await firstmover('exact', 'matrix/Bimatrix-v1', '--json', ...payoffs));
    expect(bimatrix?.['leaderValue']).toBeCloseTo(3.5, 9);
    expect(bimatrix?.['params']).toEqual({
      leaderPayoff: [
        [2, 4],
        [1, 3],
      ],
      followerPayoff: [
        [1, 0],
        [0, 1],
      ],
    });
  });

  it('name the memory they are for, and list the tables that are equally good', async () => {
    const [answer] = jsonLines(
      await firstmover('exact', 'matrix/IteratedStagHunt-v1', '--json', '--param', 'memoryLength=2', '--param', 'steps=3'),
    );
    expect(answer).toMatchObject({ commitmentClass: 'pure', memory: 2, leaderValue: 4.5, unique: false });
    expect((answer?.['optimalCommitments'] as unknown[][])[0]?.slice(0, 3)).toEqual([0, 0, null]);
    expect(answer?.['optimalTables']).toBe(2 ** 18);
  });
});

describe('files', () => {
  it('are answered as the games that they hold', async () => {
    const paths = [file('conitzer.nfg', CONITZER_NFG), file('conitzer.json', CONITZER_JSON), file('UPPER.NFG', `\uFEFF${CONITZER_NFG}`)];
    const outcome = await firstmover('exact', ...paths, 'matrix/Conitzer-v1', '--json');
    expect(outcome).toMatchObject({ code: 0, err: '' });
    const answers = jsonLines(outcome);
    expect(answers.map(({ input }) => input)).toEqual([...paths, 'matrix/Conitzer-v1']);
    for (const answer of answers) expect(answer).toMatchObject({ leaderValue: 2.5, commitment: [0.5, 0.5], reply: 1 });
    expect(answers[0]).toMatchObject({ params: null, leaderActions: ['up', 'down'], followerActions: ['left', 'right'] });
  });

  it('that are bad do not keep the others from being answered', async () => {
    const outcome = await firstmover(
      'exact',
      file('good.nfg', CONITZER_NFG),
      file('truncated.nfg', CONITZER_NFG.slice(0, -4)),
      'matrix/Escape-v1',
      '--json',
    );
    expect(outcome.code).toBe(2);
    expect(jsonLines(outcome).map(({ leaderValue }) => leaderValue)).toEqual([2.5, 30]);
    expect(outcome.err).toMatch(
      /^firstmover: [^\n]*truncated\.nfg line 1 column \d+: expected a payoff of player 1 \(pair 4 of 2 x 2\)[^\n]*end of the file\n$/,
    );
  });

  it.each([
    ['empty.nfg', '', 'expected NFG'],
    ['three.nfg', 'NFG 1 R "" { "A" "B" "C" } { 1 1 1 } 0 0 0', 'the game has 3 players'],
    ['actionless.nfg', 'NFG 1 R "" { "A" "B" } { 0 2 }', 'player 1 has no strategies: expected at least one'],
    ['word.nfg', 'NFG 1 R "" { "A" "B" } { 1 1 } one 2', 'a finite number such as 2, -0.5 or 3/4, found "one"'],
    ['nan.nfg', 'NFG 1 R "" { "A" "B" } { 1 1 } NaN 2', 'found "NaN"'],
    ['huge.nfg', 'NFG 1 R "" { "A" "B" } { 1 1 } 1e999 2', '"1e999" is Infinity'],
    ['claims.nfg', 'NFG 1 R "" { "A" "B" } { 1000000000 1000000000 } 1 2', 'pair 2 of 1000000000 x 1000000000'],
    ['empty.json', '', 'is not valid JSON'],
    ['list.json', '[1]', 'expected an object such as {"kind":"bimatrix",'],
    ['kind.json', '{"kind":"chess"}', 'kind.json is "chess": expected one of bayesian, bimatrix'],
    ['key.json', '{"kind":"bimatrix","leaderPayof":[[1]],"followerPayoff":[[1]]}', 'did you mean leaderPayoff'],
    [
      'text.json',
      '{"kind":"bimatrix","leaderPayoff":[["one"]],"followerPayoff":[[1]]}',
      'leaderPayoff[0][0] is "one": expected a number or a fraction',
    ],
    ['null.json', '{"kind":"bimatrix","leaderPayoff":[[null]],"followerPayoff":[[1]]}', 'is null: expected a finite number'],
    ['infinite.json', '{"kind":"bimatrix","leaderPayoff":[[1e999]],"followerPayoff":[[1]]}', 'is "1e999": expected a finite number'],
    [
      'ragged.json',
      '{"kind":"bimatrix","leaderPayoff":[[1,2],[3]],"followerPayoff":[[1,2],[3,4]]}',
      'leaderPayoff[1] has 1 entries but leaderPayoff[0] has 2',
    ],
    [
      'shapes.json',
      '{"kind":"bimatrix","leaderPayoff":[[1,2]],"followerPayoff":[[1,2],[3,4]]}',
      'followerPayoff is 2x2 but leaderPayoff is 1x2',
    ],
    ['rowless.json', '{"kind":"bimatrix","leaderPayoff":[],"followerPayoff":[]}', 'leaderPayoff has no rows: the leader has no actions'],
    ['kindless.json', '{}', 'is undefined: expected one of bayesian'],
    ['proto.json', '{"__proto__":{"kind":"bimatrix"},"leaderPayoff":[[1]],"followerPayoff":[[1]]}', 'is undefined: expected one of'],
    ['title.json', '{"kind":"bimatrix","title":7,"leaderPayoff":[[1]],"followerPayoff":[[1]]}', 'title is 7: expected a string'],
    [
      'names.json',
      '{"kind":"bimatrix","leaderPayoff":[[1]],"followerPayoff":[[1]],"leaderActions":["a","b"]}',
      'leaderActions has 2 entries: expected a list of 1 names',
    ],
    [
      'deep.json',
      `{"kind":"bimatrix","leaderPayoff":${'['.repeat(100_000)}${']'.repeat(100_000)},"followerPayoff":[[1]]}`,
      'is nested too deeply',
    ],
    ['binary.nfg', Uint8Array.from([0x7f, 0x45, 0xff, 0xfe]), 'is not text in UTF-8'],
    [
      'twice.json',
      '{"kind":"bimatrix","leaderPayoff":[[1]],"leaderPayoff":[[2]],"followerPayoff":[[1]]}',
      'has the key "leaderPayoff" twice',
    ],
    ['zero.json', Uint8Array.from([0x7b, 0, 0x7d]), 'is not text in UTF-8'],
    ['game.gam', 'EFG 2 R', 'expected a name that ends in .nfg or .efg or .json'],
    ['game.efg', 'EFG 2 R', 'game.efg line 1 column 8: expected a title or {, the start of the list of players, found the end of the file'],
  ])('%s: one line that names the file, exit code 2', async (name, content, message) => {
    const path = file(name, content);
    const { code, out, err } = await firstmover('exact', path, '--json');
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(/^firstmover: [^\n]*\n$/);
    expect(err).toContain(name);
    expect(err).toContain(message);
  });

  it('may not be missing, folders, devices, unreadable or larger than 50 MB', async () => {
    const refusal = async (path: string): Promise<string> => {
      const { code, out, err } = await firstmover('exact', path);
      expect({ code, out }).toEqual({ code: 2, out: '' });
      expect(err).toMatch(/^firstmover: [^\n]*\n$/);
      return err;
    };
    mkdirSync(join(folder, 'folder.nfg'));
    const huge = file('huge.json', '');
    truncateSync(huge, 50_000_001);
    expect(await refusal('missing.nfg')).toContain('there is no file "missing.nfg"');
    expect(await refusal(`${huge}/x.nfg`)).toContain('cannot read');
    expect(await refusal(join(folder, 'folder.nfg'))).toContain('is a folder');
    expect(await refusal(folder)).toContain('is a folder');
    expect(await refusal('/dev/null')).toContain('is not a regular file');
    expect(await refusal(huge)).toContain('has 50000001 bytes: expected at most 50000000');
    expect(await refusal('nul\0byte.nfg')).toContain('nul');
    const closed = file('closed.nfg', CONITZER_NFG);
    chmodSync(closed, 0);
    if (process.getuid?.() !== 0) expect(await refusal(closed)).toContain('permission denied');
  });

  it('have no parameters', async () => {
    const { code, err } = await firstmover('exact', file('plain.nfg', CONITZER_NFG), '--param', 'steps=3');
    expect(code).toBe(2);
    expect(err).toMatch(/--param steps does nothing for the file .*plain\.nfg/);
  });
});

describe('what does not apply is refused', () => {
  const identity = JSON.stringify(Array.from({ length: 7 }, (_row, i) => Array.from({ length: 7 }, (_entry, j) => (i === j ? 1 : 0))));
  const seven = ['--param', `leaderPayoff=${identity}`, '--param', `followerPayoff=${identity}`];

  it.each([
    [['matrix/Conitzer-v1', '--follower', 'rational'], 'follower rational does nothing for matrix/Conitzer-v1'],
    [['matrix/Conitzer-v1', '--follower', 'stationary'], 'follower stationary does nothing'],
    [['matrix/Conitzer-v1', '--commitment', 'memory-1'], 'a game of one round: expected mixed or pure'],
    [['matrix/Conitzer-v1', '--param', 'commitment=mixed'], 'is set by --commitment mixed or pure'],
    [
      ['matrix/IteratedHero-v1', '--commitment', 'mixed'],
      'commitment mixed does not apply to matrix/IteratedHero-v1, an iterated game: expected pure',
    ],
    [
      ['matrix/IteratedHero-v1', '--commitment', 'memory-2', '--param', 'memoryLength=2'],
      'does not apply to matrix/IteratedHero-v1, an iterated game with memoryLength=2: expected pure',
    ],
    [['matrix/IteratedHero-v1', '--param', 'step=3'], 'unknown parameter of matrix/IteratedHero-v1 "step": did you mean steps?'],
    [['matrix/IteratedHero-v1', '--param', 'steps=0'], 'is 0: expected an integer from 1 to 1000'],
    [['matrix/IteratedHero-v1', '--param', 'steps'], '--param "steps": expected name=value'],
    [['matrix/IteratedHero-v1', '--param', 'rewardOffset=NaN'], 'expected a finite number'],
    [['matrix/Bimatrix-v1', '--param', 'leaderPayoff=[[1,NaN]]'], 'expected a list of rows of numbers'],
    [['matrix/Bimatrix-v1', '--param', 'leaderPayoff=[[1,1e999]]'], 'is Infinity: expected a finite number'],
    [['matrix/Bimatrix-v1', '--param', 'leaderPayoff=[[1],[1,2]]'], 'row 1 of parameter leaderPayoff'],
    [['matrix/Bimatrix-v1', '--param', 'leaderPayoff=[]'], 'a game needs actions'],
    [['matrix/Escpe-v1'], '"matrix/Escpe-v1" is neither a game id nor a file: did you mean matrix/Escape-v1'],
    [['nothing'], '"nothing" is neither a game id nor a file: '],
    [['matrix/Iterated-v1', ...seven, '--param', 'memoryLength=3'], 'memoryLength 3 of matrix/Iterated-v1 gives 120100 observations'],
  ])('%j', async (argv, message) => {
    const { code, out, err } = await firstmover('exact', ...argv);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(/^firstmover: [^\n]*\n$/);
    expect(err).toContain(message);
  });

  it('for one of several inputs only where it does nothing for that one', async () => {
    const outcome = await firstmover('exact', 'matrix/Conitzer-v1', 'matrix/IteratedHero-v1', '--follower', 'rational', '--json');
    expect(outcome.code).toBe(2);
    expect(jsonLines(outcome)).toMatchObject([{ input: 'matrix/IteratedHero-v1', followerClass: 'rational' }]);
    expect(outcome.err).toMatch(/^firstmover: follower rational does nothing for matrix\/Conitzer-v1[^\n]*\n$/);
  });
});

it('prints the same bytes twice', async () => {
  const argv = ['exact', ...matrixGames.map(({ id }) => id), '--json'];
  const outcome = await firstmover(...argv);
  expect(outcome).toMatchObject({ code: 0, err: '' });
  expect(jsonLines(outcome)).toHaveLength(21);
  expect(await firstmover(...argv)).toEqual(outcome);
});

describe('for people', () => {
  it('a mixture is a table of fractions, with its value, tie rule and reply in words', async () => {
    const { out } = await firstmover('exact', 'matrix/Maintain-v1', '--ties', 'weak');
    expect(out).toContain('leader value    55/2 (27.5)  a supremum: mixtures of rows come as close as you like, none reaches it');
    expect(out).toContain('  action  probability\n  row 0           1/4\n  row 1           3/4\n  row 2             0\n');
    expect(out).toContain(
      'The follower replies with column 0 on the way to the limit.\nA small step towards (1, 0, 0) makes the follower reply so.',
    );
    expect(out).toContain('Ties are weak: an indifferent follower chooses against the leader.');
  });

  it('a deterministic table names its class of follower, and what is left open', async () => {
    const { out } = await firstmover('exact', 'matrix/IteratedStagHunt-v1');
    expect(out).toContain('leader value    15  the most that a deterministic table on its memory earns, over all 10 rounds');
    expect(out).toContain('commits to (one of 8 optimal tables)');
    expect(out).toContain('  after stag, hare  any\n');
    expect(out).toContain('  after stag, hare  never comes\n');
    expect(out).toContain('What happens: stag/stag ×10 (leader/follower).');
    expect(out).toContain('The follower is stationary');
  });

  it('a rational reply is a plan by rounds', async () => {
    const { out } = await firstmover('exact', 'matrix/IteratedPrisonersDilemma-v1', '--follower', 'rational');
    expect(out).toContain('  round   action\n  1 to 9  cooperate\n  10      defect\n');
    expect(out).toContain('The follower is rational');
  });

  it('a long table shows what matters', async () => {
    const { out } = await firstmover('exact', 'matrix/Iterated-v1', '--param', 'memoryLength=3');
    expect(out).toContain('commits to (one of very many optimal tables):');
    expect(out).toContain('  81 other observations: any\n');
    expect(out).toContain('  81 other observations: never comes\n');
  });

  it('several answers are apart, and large ones cut', async () => {
    const identity = Array.from({ length: 40 }, (_row, i) => Array.from({ length: 40 }, (_entry, j) => (i === j ? 1 : 0)));
    const zeroSum = identity.map((row) => row.map((entry) => -entry));
    const path = file('large.json', JSON.stringify({ kind: 'bimatrix', leaderPayoff: identity, followerPayoff: zeroSum }));
    const { code, out } = await firstmover('exact', path, 'matrix/Escape-v1', '--commitment', 'mixed');
    expect(code).toBe(0);
    expect(out).toContain('1/40 (0.025)');
    expect(out).toContain('... and 8 more; --json has all');
    expect(out).toContain('proved in exact fractions.\n\nmatrix/Escape-v1\n');
    expect(out).not.toMatch(/ \n/);
  });
});
