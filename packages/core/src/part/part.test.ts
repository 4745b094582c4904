import { describe, expect, expectTypeOf, it } from 'vitest';
import type { OraclePart } from '../oracle/pretraining.ts';
import type { BoundPart } from '../parameters/schema.ts';
import { isBoundPart } from '../parameters/bound-part.ts';
import { describeDefault, describeValues } from '../parameters/describe.ts';
import { jsonSchemaOf } from '../parameters/json-schema.ts';
import type { OptionsOf, ParametersOf } from '../parameters/schema.ts';
import { resolveOptions, resolveParameters, withDefaults, withoutDefaults } from '../parameters/parameters.ts';
import type { GameDefinition } from '../game/game.ts';
import { createRegistry } from '../registry/registry.ts';
import { refusal } from '../testing/refusal.ts';
import { market, weather } from '../testing/toy-games.ts';
import { unmetNeeds } from './needs.ts';
import type { Part } from './part.ts';
import { bindPart, definePart } from './part.ts';

const schema = {
  rate: { kind: 'number', min: 0, above: true, max: 1, default: 0.1, about: 'step size' },
  norm: { kind: 'number', min: 0, infinite: true, default: Infinity, about: 'the largest norm' },
  clever: { kind: 'boolean', default: false, about: 'whether it is' },
  hidden: { kind: 'list', of: { kind: 'integer', min: 1, max: 64 }, length: [0, 3], default: [8], about: 'widths' },
  epsilon: { kind: 'schedule', min: 0, max: 1, default: { from: 1, to: 0.1, steps: 100 }, about: 'exploration' },
  explore: {
    kind: 'either',
    of: [
      { kind: 'record', fields: { epsilon: { kind: 'number', min: 0, max: 1, about: 'how often' } } },
      { kind: 'record', fields: { noise: { kind: 'number', min: 0, above: true, about: 'how much' } } },
    ],
    default: { epsilon: 0.1 },
    about: 'how it explores',
  },
  copies: { kind: 'integer', min: 1, max: 1e6, unset: 'as many as fit', about: 'side by side' },
  lambda: { kind: 'number', min: 0, max: Infinity, about: 'how rational' },
} as const;

type Probe = Part<'probe', readonly [base: number], unknown>;
const probe: Probe = definePart({
  kind: 'probe',
  name: 'toy-probe',
  about: 'A part of a kind that core does not know.',
  source: 'this test',
  parameters: schema,
  create: (settings, base) => ({ ...settings, base }),
});
const holder: Probe = definePart({
  kind: 'probe',
  name: 'holder',
  about: 'Takes another part.',
  source: 'this test',
  parameters: { inner: { kind: 'part', of: 'probe', unset: 'none', about: 'another probe' } },
  create: ({ inner }, base) => (inner as BoundPart<'probe', readonly [number], unknown> | undefined)?.create(base + 1),
});

describe('definePart', () => {
  it('gives what is made its settings, filled in, and what the kind hands over', () => {
    expect(bindPart(probe, { lambda: 2, hidden: [] }).create(7)).toEqual({
      rate: 0.1,
      norm: Infinity,
      clever: false,
      hidden: [],
      epsilon: { from: 1, to: 0.1, steps: 100 },
      explore: { epsilon: 0.1 },
      copies: undefined,
      lambda: 2,
      base: 7,
    });
  });

  it('takes parts as settings of parts', () => {
    const inner = bindPart(probe, { lambda: 1 });
    expect(bindPart(holder, { inner }).create(1)).toMatchObject({ lambda: 1, base: 2 });
    expect(bindPart(holder).create(1)).toBe(undefined);
    expect(isBoundPart(inner)).toBe(true);
    expect(isBoundPart(probe)).toBe(false);
    expect(refusal(() => bindPart(holder, { inner: 'toy-probe' }))).toContain('expected the name of a probe');
  });

  it.each([
    [{}, 'lambda of probe toy-probe is missing: expected a finite number of at least 0'],
    [{ lambda: 1, lamda: 2 }, 'unknown setting of probe toy-probe "lamda": did you mean lambda?'],
    [{ lambda: Infinity }, 'lambda of probe toy-probe is Infinity: expected a finite number'],
    [{ lambda: 1, rate: 0 }, 'rate of probe toy-probe is 0: expected a number above 0 and at most 1'],
    [{ lambda: 1, rate: '0.1' }, 'rate of probe toy-probe is "0.1": expected a number'],
    [{ lambda: 1, norm: NaN }, 'norm of probe toy-probe is NaN: expected a number of at least 0'],
    [{ lambda: 1, clever: 1 }, 'clever of probe toy-probe is 1: expected true or false'],
    [{ lambda: 1, hidden: [0] }, 'entry 0 of hidden of probe toy-probe is 0: expected an integer from 1 to 64'],
    [{ lambda: 1, hidden: [1, 1, 1, 1] }, 'expected a list of 0 to 3, each an integer from 1 to 64'],
    [{ lambda: 1, hidden: 8 }, 'hidden of probe toy-probe is 8: expected a list'],
    [{ lambda: 1, epsilon: 2 }, 'epsilon of probe toy-probe is 2: expected a number from 0 to 1'],
    [{ lambda: 1, epsilon: { from: 1, to: 2, steps: 5 } }, 'to in epsilon of probe toy-probe is 2: expected a number from 0 to 1'],
    [{ lambda: 1, epsilon: { from: 1, to: 0 } }, 'steps in epsilon of probe toy-probe is missing'],
    [{ lambda: 1, epsilon: null }, 'epsilon of probe toy-probe is null'],
    [{ lambda: 1, explore: { epsilon: 2 } }, 'epsilon in explore of probe toy-probe is 2: expected a number from 0 to 1'],
    [{ lambda: 1, explore: { eps: 1 } }, 'explore of probe toy-probe is {"eps":1}: expected a record with epsilon, or a record with noise'],
    [{ lambda: 1, explore: { epsilon: 0.1, noise: 1 } }, 'unknown entry of explore of probe toy-probe "noise": what exists: epsilon'],
    [{ lambda: 1, copies: 1.5 }, 'copies of probe toy-probe is 1.5: expected an integer from 1 to 1000000'],
  ])('refuses the settings %j in one line', (settings, message) => {
    expect(refusal(() => bindPart(probe, settings))).toContain(message);
  });

  it.each([
    [{ name: 'Toy' }, 'name of the probe is "Toy": expected lower-case words joined by dashes'],
    [{ about: '' }, 'about of probe toy is "": expected a sentence'],
    [{ source: undefined }, 'source of probe toy is undefined: expected a sentence'],
    [{ create: undefined }, 'create of probe toy is undefined: expected a function'],
    [{ needs: ['luck'] }, 'need "luck" of probe toy: expected one-follower'],
    [{ parameters: { name: { kind: 'boolean', default: true, about: 'x' } } }, 'setting name of probe toy is a word of configs'],
    [{ parameters: { x: { kind: 'boolean', default: true } } }, 'about of x of probe toy is undefined: expected a sentence'],
    [{ parameters: { x: { kind: 'boolean', default: 3, about: 'x' } } }, 'the default x of probe toy is 3: expected true or false'],
  ])('refuses the definition %o', (change, message) => {
    const spec = { kind: 'probe', name: 'toy', about: 'a', source: 'b', create: () => 1, ...change };
    expect(refusal(() => definePart(spec as never))).toContain(message);
  });

  it('infers the types of settings', () => {
    type Settings = ParametersOf<typeof schema>;
    expectTypeOf<Settings['hidden']>().toEqualTypeOf<readonly number[]>();
    expectTypeOf<Settings['copies']>().toEqualTypeOf<number | undefined>();
    expectTypeOf<Settings['clever']>().toEqualTypeOf<boolean>();
    expectTypeOf<OptionsOf<typeof schema>>().toHaveProperty('lambda').toEqualTypeOf<number>();
    const options: OptionsOf<typeof schema> = { lambda: 1, explore: { noise: 2 } };
    expect(options.lambda).toBe(1);
    // @ts-expect-error: lambda has no default
    const missing: OptionsOf<typeof schema> = { rate: 1 };
    expect(missing.rate).toBe(1);
    const annotated: OraclePart = definePart({
      kind: 'oracle',
      name: 'typed',
      about: 'Has types.',
      source: 'this test',
      parameters: { games: { kind: 'integer', min: 1, max: 9, default: 1, about: 'how many' } },
      create: ({ games }, { game }, seed) => {
        expectTypeOf(games).toEqualTypeOf<number>();
        expectTypeOf(seed).toEqualTypeOf<number>();
        throw new Error(game.id);
      },
    });
    expect(annotated.kind).toBe('oracle');
    const wrong = (): OraclePart =>
      // @ts-expect-error: a number is no oracle
      definePart({ kind: 'oracle', name: 'wrong', about: 'Is wrong.', source: 'this test', create: () => 3 });
    expect(wrong().name).toBe('wrong');
  });
});

describe('schemas', () => {
  it('take other defaults, and are said without those', () => {
    const changed = withDefaults(schema, { rate: 0.5, lambda: { unset: 'what is best' } });
    expect(resolveParameters(changed, {}, 'x')).toMatchObject({ rate: 0.5, lambda: undefined });
    expect(describeDefault(changed.lambda)).toBe('what is best');
    expect(withoutDefaults(schema, { ...resolveParameters(changed, {}, 'x') })).toEqual({ rate: 0.5 });
  });

  it('serve the options of functions beside options that have none', () => {
    expect(resolveOptions(schema, { lambda: 1, model: {} }, 'f', ['model']).rate).toBe(0.1);
    expect(refusal(() => resolveOptions(schema, { lr: 1 }, 'f', ['model']))).toMatch(/^unknown option of f "lr"/);
  });

  it('say what they accept', () => {
    expect(Object.values(schema).map(describeValues)).toEqual([
      'a number above 0 and at most 1',
      'a number of at least 0',
      'true or false',
      'a list of 0 to 3, each an integer from 1 to 64',
      'a number from 0 to 1, or a record with from, to and steps',
      'a record with epsilon, or a record with noise',
      'an integer from 1 to 1000000',
      'a finite number of at least 0',
    ]);
  });

  it('become JSON Schema', () => {
    expect(jsonSchemaOf(schema)).toMatchObject({
      type: 'object',
      required: ['lambda'],
      additionalProperties: false,
      properties: {
        rate: { type: 'number', exclusiveMinimum: 0, maximum: 1, default: 0.1, description: 'step size' },
        norm: { type: 'number', minimum: 0 },
        hidden: { type: 'array', maxItems: 3, items: { type: 'integer', minimum: 1, maximum: 64 } },
        copies: { type: 'integer', description: 'side by side; left out: as many as fit' },
      },
    });
    expect(JSON.stringify(jsonSchemaOf(schema))).not.toContain('null');
  });
});

it('keeps parts and games of all kinds in one registry', () => {
  const registry = createRegistry<{ game: GameDefinition; probe: Probe }>(probe, weather, market);
  registry.register(holder);
  expect(registry.kinds()).toEqual(['game', 'probe']);
  expect(registry.names('probe')).toEqual(['holder', 'toy-probe']);
  expect(registry.find('probe', 'holder')).toBe(holder);
  expect(refusal(() => registry.find('probe', 'toyprobe'))).toBe('unknown probe "toyprobe": did you mean toy-probe?');
  expect(refusal(() => registry.register(holder))).toBe('probe holder is registered already: use another name');
  const copy = registry.copy();
  copy.register({ ...holder, name: 'other' });
  expect(registry.names('probe')).toHaveLength(2);
});

it('knows what a game lacks', () => {
  const game = weather.create();
  const needs = ['finite-model', 'one-follower'] as const;
  expect(unmetNeeds({ kind: 'oracle', needs }, game, undefined)).toContain('finite-model');
});
