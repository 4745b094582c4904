import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { methods } from '../parts.generated.ts';
import { brokenMethods, honestMethods } from './broken-methods.fixture.ts';
import type { CheckMethodOptions } from './check-method.ts';
import { METHOD_RULES, checkMethod, examineMethod } from './check-method.ts';

/** What the kit needs to know of a method: games in which its settings show, and whether it draws. */
const known: { readonly [name: string]: CheckMethodOptions } = {
  'implicit-gradient': { draws: false },
};

it.each(methods.map((part) => [part.name, part] as const))('%s keeps the rules of a method', { timeout: 120_000 }, (name, part) => {
  expect(() => {
    checkMethod(part, known[name] ?? {});
  }).not.toThrow();
});

describe('the kit of methods', () => {
  it.each(honestMethods)('finds nothing in $name', (part) => {
    expect(examineMethod(part).filter(({ outcome }) => outcome === 'broken')).toEqual([]);
  });

  it.each(brokenMethods.map(([rule, part]) => [part.name, rule, part] as const))('catches %s by the rule %s', (_name, rule, part) => {
    const broken = examineMethod(part).filter(({ outcome }) => outcome === 'broken');
    expect(broken.map((finding) => finding.rule)).toContain(rule);
    expect(() => {
      checkMethod(part);
    }).toThrow(new RegExp(`^method ${part.name} breaks \\d+ of its rules: `));
  });

  it('has its rules in the README', () => {
    const text = readFileSync(join(import.meta.dirname, '../../README.md'), 'utf8');
    for (const [rule, about] of Object.entries(METHOD_RULES)) expect(text).toContain(`| ${rule} | ${about} |`);
  });

  it('has at least twenty planted bugs, over all of its rules', () => {
    expect(brokenMethods.length).toBeGreaterThanOrEqual(20);
    const caught = new Set(brokenMethods.map(([rule]) => rule));
    for (const rule of Object.keys(METHOD_RULES)) expect(caught).toContain(rule);
  });
});
