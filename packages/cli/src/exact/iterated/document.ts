import { InputError, show } from '@firstmover/core';
import { iteratedGame } from '@firstmover/matrix-games';
import { readInteger, readMatrix, readNumber } from '../fields.ts';
import type { DocumentKind } from '../problem.ts';
import { iteratedProblem } from './iterated.ts';
import { stochasticAnswer } from './stochastic.ts';

/** `{"kind": "iterated", "leaderPayoff": [[...]], "followerPayoff": [[...]], "steps": 10, "rewardOffset": 0, "memory": "joint"}`. */
export const iteratedDocument: DocumentKind = {
  kind: 'iterated',
  fields: ['leaderPayoff', 'followerPayoff', 'steps', 'rewardOffset', 'memory'],
  example:
    '{"kind":"iterated","leaderPayoff":[[3,1],[4,2]],"followerPayoff":[[3,4],[1,2]],"steps":10,"rewardOffset":-2.5,"memory":"joint"}',
  read(field) {
    const leaderPayoff = readMatrix(field('leaderPayoff'), 'leaderPayoff');
    const shape = { rows: leaderPayoff.length, columns: leaderPayoff[0]!.length };
    const memory = field('memory') ?? 'joint';
    if (memory !== 'joint' && memory !== 'other') throw new InputError(`memory is ${show(memory)}: expected "joint" or "other"`);
    const followerPayoff = readMatrix(field('followerPayoff'), 'followerPayoff', shape);
    const game = iteratedGame({
      id: 'document/Iterated-v1',
      stage: 'A bimatrix game',
      payoffs: { leaderPayoff, followerPayoff },
      source: 'a document',
    }).create({
      steps: readInteger(field('steps'), 'steps', { min: 1, max: 1000 }),
      rewardOffset: readNumber(field('rewardOffset') ?? 0, 'rewardOffset'),
      memory,
    });
    const problem = iteratedProblem(game);
    return {
      ...problem,
      params: null,
      commitments: [...problem.commitments, 'stochastic'],
      answer: (question) => (question.commitment === 'stochastic' ? stochasticAnswer(game, question) : problem.answer(question)),
    };
  },
};
