import { InputError } from '@firstmover/core';
import { describe, expect, it } from 'vitest';
import { actionNames, describeRewards, readBimatrix } from './bimatrix.ts';

const matrix = [[1, 2, 3], [4, 5, 6]]; // prettier-ignore

describe('payoffs', () => {
  it.each([
    [{ leaderPayoff: undefined, followerPayoff: matrix }, 'leaderPayoff of here is undefined: expected a list of rows of numbers'],
    [{ leaderPayoff: matrix, followerPayoff: '[[1]]' }, 'followerPayoff of here is "[[1]]": expected a list of rows of numbers'],
    [{ leaderPayoff: new Array(2), followerPayoff: matrix }, 'row 0 of leaderPayoff of here is undefined'],
    [{ leaderPayoff: matrix, followerPayoff: [[1, 2, 3]] }, 'followerPayoff of here has 1 rows: expected 2 as in leaderPayoff'],
    [{ leaderPayoff: matrix, followerPayoff: [[1], [2]] }, 'row 0 of followerPayoff of here has 1 entries: expected 3 as in leaderPayoff'], // prettier-ignore
    [{ leaderPayoff: matrix, followerPayoff: matrix, leaderActions: 'ab' }, 'leaderActions of here is "ab": expected 2 names'],
    [{ leaderPayoff: matrix, followerPayoff: matrix, leaderActions: ['a', ' '] }, 'expected 2 names of one line'],
    [{ leaderPayoff: matrix, followerPayoff: matrix, leaderActions: ['a', 'b\nc'] }, 'expected 2 names of one line'],
    [{ leaderPayoff: matrix, followerPayoff: matrix, followerActions: ['a', 'b', 'a'] }, 'followerActions of here has the name "a" twice'],
  ])('are refused: %j', (given, message) => {
    expect(() => readBimatrix(given, 'here')).toThrow(InputError);
    expect(() => readBimatrix(given, 'here')).toThrow(message);
  });

  it('are copied, with the names they came with', () => {
    const given = { leaderPayoff: [[1]], followerPayoff: [[2]], leaderActions: ['go'] };
    const read = readBimatrix(given, 'here');
    expect(read).toEqual(given);
    (given.leaderPayoff[0] as number[])[0] = 7;
    expect(read.leaderPayoff).toEqual([[1]]);
  });

  it('name their rows and columns by number where they have no names', () => {
    const payoffs = { leaderPayoff: matrix, followerPayoff: matrix };
    expect(actionNames(payoffs)).toEqual({ leader: ['row 0', 'row 1'], follower: ['column 0', 'column 1', 'column 2'] });
    expect(actionNames({ ...payoffs, leaderActions: ['up', 'down'] }).leader).toEqual(['up', 'down']);
  });

  it('are described after the offset: an offset ends a zero sum', () => {
    const pennies = { leaderPayoff: [[1, -1]], followerPayoff: [[-1, 1]] };
    expect(describeRewards(pennies, 0)).toEqual({ utility: 'zero-sum', rewardBounds: [-1, 1] });
    expect(describeRewards(pennies, 1)).toEqual({ utility: 'general-sum', rewardBounds: [0, 2] });
    expect(describeRewards({ leaderPayoff: [[3, 4]], followerPayoff: [[3, 4]] }, -3).utility).toBe('common-interest');
    // With 0 everywhere both hold; the sum is what matters to a solver.
    expect(describeRewards({ leaderPayoff: [[0]], followerPayoff: [[0]] }, 0).utility).toBe('zero-sum');
  });
});
