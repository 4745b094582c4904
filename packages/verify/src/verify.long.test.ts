import { expect, it } from 'vitest';
import { sweep } from './sweep.fixture.ts';

it('5,000 certificates are accepted, and of 10,000 changed ones none whose claim is false', () => {
  expect(sweep(2500, 2).accepted).toBeGreaterThan(100);
});
