import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { networks } from '../parts.generated.ts';
import { brokenNetworks } from './broken-networks.fixture.ts';
import { NETWORK_RULES, checkNetwork, examineNetwork } from './check-network.ts';

describe('the conformance kit of networks', () => {
  it.each(networks.map((part) => ({ name: part.name, part })))('passes $name', ({ part }) => {
    expect(examineNetwork(part).filter(({ outcome }) => outcome !== 'kept')).toEqual([]);
    checkNetwork(part);
  });

  it('has its rules in the README', () => {
    const text = readFileSync(join(import.meta.dirname, '../../README.md'), 'utf8');
    for (const [rule, about] of Object.entries(NETWORK_RULES)) expect(text).toContain(`| ${rule} | ${about} |`);
  });

  it('is tried on at least 8 broken networks', () => {
    expect(brokenNetworks.length).toBeGreaterThanOrEqual(8);
  });

  it.each(brokenNetworks.map(([fault, rule, part]) => ({ fault, rule, part })))('catches $fault by the rule $rule', ({ rule, part }) => {
    const found = examineNetwork(part).filter(({ outcome }) => outcome === 'broken');
    expect(found.map((finding) => finding.rule)).toContain(rule);
    expect(() => checkNetwork(part)).toThrow(/^network broken breaks \d of its rules: .+$/);
  });
});
