import { expect, it } from 'vitest';
import { coverage, coverageCases } from './coverage.fixture.ts';

// The standard error of a coverage of 95% is 0.3% with so many studies.
it.each(coverageCases)('covers the truth of $name in 93% of studies or more', (example) => {
  const share = coverage(example, 5000);
  expect(share).toBeGreaterThan(0.93);
  expect(share).toBeLessThan(0.99);
});
