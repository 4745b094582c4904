import { expect, it } from 'vitest';
import { deadLinks, sitePages } from '../tools/site.ts';

it('finds the pages of the repository', () => {
  expect(sitePages()).toContain('README.md');
  expect(sitePages()).toContain('packages/core/README.md');
});

it.each(sitePages())('%s has no dead link', (page) => {
  expect(deadLinks(page)).toEqual([]);
});
