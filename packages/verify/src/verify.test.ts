import { describe, expect, it } from 'vitest';
import { certify } from './certify.fixture.ts';
import { sweep } from './sweep.fixture.ts';
import { verifyCertificate } from './verify.ts';

const text = (rows: readonly (readonly number[])[]): string[][] => rows.map((row) => row.map(String));
const bimatrix = (leader: readonly (readonly number[])[], follower: readonly (readonly number[])[]): object => ({
  kind: 'bimatrix',
  leaderPayoff: text(leader),
  followerPayoff: text(follower),
});

const dobss = bimatrix([[2, 4], [1, 3]], [[1, 0], [0, 2]]); // prettier-ignore
const penalty = bimatrix([[5, -1e11], [-1, -3]], [[1, -1e11], [-3, 1]]); // prettier-ignore
const bayesian = {
  kind: 'bayesian',
  types: [
    { probability: '1/2', leaderPayoff: [['2', '4'], ['1', '3']], followerPayoff: [['1', '0'], ['0', '2']] }, // prettier-ignore
    { probability: '1/2', leaderPayoff: [['0'], ['1']], followerPayoff: [['0'], ['0']] },
  ],
};
const units = {
  kind: 'security',
  defenderCovered: ['2', '7', '6', '9', '9'],
  defenderUncovered: ['-10', '-4', '-1', '-9', '-9'],
  attackerCovered: ['-7', '-1', '-6', '-3', '-10'],
  attackerUncovered: ['4', '3', '5', '7', '3'],
  resources: '1',
};
const tree = {
  kind: 'extensive-form',
  root: {
    kind: 'decision',
    player: 'leader',
    informationSet: '1',
    actions: ['l', 'r'],
    children: [
      ['2', '1', '0', '0'],
      ['4', '0', '1', '1'],
    ].map(([a, b, c, d]) => ({
      // prettier-ignore
      kind: 'decision',
      player: 'follower',
      informationSet: '1',
      actions: ['x', 'y'],
      children: [
        { kind: 'leaf', payoffs: [a, b] },
        { kind: 'leaf', payoffs: [c, d] },
      ],
    })),
  },
};

describe('a certificate of an optimal commitment', () => {
  it.each([
    ['a bimatrix game', dobss, 'strong', '11/3', true],
    ['a bimatrix game with adverse ties', dobss, 'weak', '11/3', false],
    ['a game with a penalty of 1e11', penalty, 'strong', '5', true],
    ['the same with adverse ties', penalty, 'weak', '5', true],
    [
      'equal columns',
      bimatrix(
        [
          [1, 3],
          [0, 2],
        ],
        [
          [1, 1],
          [0, 0],
        ],
      ),
      'weak',
      '1',
      true,
    ],
    ['types', bayesian, 'strong', null, true],
    ['types with adverse ties', bayesian, 'weak', null, false],
    ['five targets', units, 'strong', '11775/19151', true],
    ['five targets with adverse ties', units, 'weak', '11775/19151', false],
    [
      'schedules',
      {
        ...units,
        resources: [
          [[0, 1], [2]],
          [[3], [4]],
        ],
      },
      'strong',
      null,
      true,
    ],
    ['no units', { ...units, resources: '0' }, 'strong', '-9', true],
    ['a tree', tree, 'strong', '3', true],
  ] as const)('of %s is accepted', (_name, document, ties, value, attained) => {
    const certificate = certify(document, ties) as { value: string };
    const verified = verifyCertificate(JSON.parse(JSON.stringify(certificate)));
    expect(verified).toEqual({
      commitmentClass: 'mixed',
      ties,
      value: value ?? certificate.value,
      bound: value ?? certificate.value,
      attained,
    });
  });
});

describe('300 random games', () => {
  it('have certificates of the value by definition, and no changed one is accepted whose claim is false', () => {
    const { accepted } = sweep(150, 2);
    expect(accepted).toBeGreaterThan(10); // changes that leave a true claim
  });
});
