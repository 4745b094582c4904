import { finiteModel } from '@firstmover/core';
import { it } from 'vitest';
import { SYMMETRIC_GAMES, iterated } from '../evaluate/iterated-games.fixture.ts';
import { processOf } from '../process/process.ts';
import { branchAndBound } from './branch-and-bound.ts';
import { createReplyValues } from './reply-values.ts';
it('tries', () => {
  for (const memory of ['other', 'joint'] as const) for (const boxes of [1000]) {
    const process = processOf(finiteModel(iterated(SYMMETRIC_GAMES['PrisonersDilemma']!, { memory })));
    const values = createReplyValues(process, 'x');
    const t = performance.now();
    const r = branchAndBound(process, values, { tolerance: 1e-6, boxes });
    console.log(memory, boxes, r.best.value, Array.from(r.best.table).filter((_x, i) => i % 2).join(), r.upperBound, r.boxes, performance.now() - t);
  }
}, 100000);
