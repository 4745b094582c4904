import { describe, expect, it } from 'vitest';
import { fakeIo } from './fake-io.fixture.ts';
import { createProgress } from './progress.ts';

describe('progress', () => {
  it('is a plain line at most every two seconds without a terminal, the first and last update among them', () => {
    const io = fakeIo();
    let time = 0;
    const progress = createProgress(io, () => time);
    for (let i = 0; i <= 50; i++) {
      time = i * 100;
      progress.update(`step ${i}`);
    }
    progress.done();
    expect(io.text.err).toBe('step 0\nstep 20\nstep 40\nstep 50\n');
    expect(io.text.out).toBe('');
  });

  it('rewrites one line on a terminal, cut to its width, and erases it at the end', () => {
    const io = fakeIo({ isTerminal: true, columns: 10 });
    let time = 0;
    const progress = createProgress(io, () => time);
    progress.update('step 1 of a hundred');
    progress.update('too soon');
    time = 100;
    progress.update('step 2');
    progress.done();
    expect(io.text.err).toBe('\r\u001b[2Kstep 1 of\r\u001b[2Kstep 2\r\u001b[2K');
  });

  it('writes nothing when nothing happened, and nothing twice', () => {
    const io = fakeIo();
    createProgress(io).done();
    const progress = createProgress(io, () => 0);
    progress.update('only');
    progress.done();
    expect(io.text.err).toBe('only\n');
  });

  it('lets no control characters through', () => {
    const io = fakeIo();
    createProgress(io).update('a\u001b[31mb\nc');
    expect(io.text.err).toBe('a [31mb c\n');
  });
});
