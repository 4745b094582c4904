import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { leaders } from '../parts.generated.ts';
import { brokenLeaders, honestLeader } from './broken-leaders.fixture.ts';
import type { CheckLeaderOptions } from './check-leader.ts';
import { LEADER_RULES, checkLeader, examineLeader } from './check-leader.ts';

/** Memories that are full, and learning that starts, within few updates. */
const REPLAY = { copies: 4, learningStarts: 10, batchSize: 8, capacity: 24, nStep: 3 };

/** With what few updates show the effect of every setting. */
const OPTIONS: { readonly [name: string]: CheckLeaderOptions } = {
  ppo: { settings: { copies: 4 } },
  a2c: { settings: { steps: 6, copies: 4 } },
  dqn: { settings: { ...REPLAY, nStep: 1, gradientSteps: 3, target: { every: 7 }, maxGradientNorm: 0.1 }, updates: 12 },
  sac: { settings: { ...REPLAY, steps: 2, maxGradientNorm: 0.1 }, updates: 12 },
  'openai-es': { settings: { population: 6, copies: 4 } },
  'cma-es': { settings: { population: 6, copies: 4 } },
  exhaustive: { settings: { copies: 4 }, draws: false },
};

describe('the conformance kit of leaders', () => {
  it.each(leaders.map((part) => ({ name: part.name, part })))('passes $name', ({ name, part }) => {
    expect(examineLeader(part, OPTIONS[name]).filter(({ outcome }) => outcome === 'broken')).toEqual([]);
  });

  it('passes an honest leader', () => {
    expect(examineLeader(honestLeader).filter(({ outcome }) => outcome === 'broken')).toEqual([]);
  });

  it('is tried on at least 12 broken leaders', () => {
    expect(brokenLeaders.length).toBeGreaterThanOrEqual(12);
  });

  it.each(brokenLeaders.map(([fault, rule, part]) => ({ fault, rule, part })))('catches $fault by the rule $rule', ({ rule, part }) => {
    const found = examineLeader(part).filter(({ outcome }) => outcome === 'broken');
    expect(found.map((finding) => finding.rule)).toContain(rule);
    expect(() => checkLeader(part)).toThrow(/^leader broken breaks \d+ of its rules: .+$/);
  });

  it('has its rules in the README', () => {
    const text = readFileSync(join(import.meta.dirname, '../../README.md'), 'utf8');
    for (const [rule, about] of Object.entries(LEADER_RULES)) expect(text).toContain(`| ${rule} | ${about} |`);
  });
});
