import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { brokenOracles, honestOracle, honestTrainee } from './broken-oracles.fixture.ts';
import { ORACLE_RULES, checkOracle, examineOracle } from './check-oracle.ts';

describe('the kit of oracles', () => {
  it.each([honestOracle, honestTrainee])('finds nothing in $name', (part) => {
    const broken = examineOracle(part).filter(({ outcome }) => outcome === 'broken');
    expect(broken).toEqual([]);
  });

  it.each(brokenOracles.map(([rule, part]) => [part.name, rule, part] as const))('catches %s by the rule %s', (_name, rule, part) => {
    const broken = examineOracle(part).filter(({ outcome }) => outcome === 'broken');
    expect(broken.map((finding) => finding.rule)).toContain(rule);
    for (const { detail } of broken) expect(detail).not.toBe('');
    expect(() => {
      checkOracle(part);
    }).toThrow(new RegExp(`^oracle ${part.name} breaks \\d+ of its rules: `));
  });

  it('has its rules in the README', () => {
    const text = readFileSync(join(import.meta.dirname, '../../README.md'), 'utf8');
    for (const [rule, about] of Object.entries(ORACLE_RULES)) expect(text).toContain(`| ${rule} | ${about} |`);
  });

  it('has at least twenty planted bugs, over all of its rules', () => {
    expect(brokenOracles.length).toBeGreaterThanOrEqual(20);
    const caught = new Set(brokenOracles.map(([rule]) => rule));
    for (const rule of Object.keys(ORACLE_RULES)) if (rule !== 'range') expect(caught).toContain(rule);
  });
});
