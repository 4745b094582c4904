import { parseArgs } from 'node:util';
import { InputError, show, unknownName } from '@firstmover/core';
import type { Study } from './study.ts';

/** What the command line says. */
export interface Options {
  /** Each study to run, with its arms. */
  readonly chosen: readonly { readonly study: Study; readonly arms: readonly string[] }[];
  /** How many seeds, where it says so. */
  readonly seeds?: number;
  /** The first seed. */
  readonly firstSeed: number;
  /** How much to spend. */
  readonly effort: number;
  /** Whether to take up what was cut off. */
  readonly continued: boolean;
  /** Whether to write nothing. */
  readonly dry: boolean;
  /** Whether to write anew from the results that are there. */
  readonly render: boolean;
  /** Where results go, if elsewhere. */
  readonly out?: string;
}

/**
 * Reads the flags of a study's command; `--only`, or names without a flag, are studies or arms.
 *
 * @throws InputError for a name that does not exist or a number that is none
 */
export function readOptions(studies: readonly Study[], argv: readonly string[]): Options {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      only: { type: 'string' },
      seeds: { type: 'string' },
      'first-seed': { type: 'string', default: '0' },
      effort: { type: 'string', default: '1' },
      continue: { type: 'boolean', default: false },
      dry: { type: 'boolean', default: false },
      render: { type: 'boolean', default: false },
      out: { type: 'string' },
    },
  });
  const effort = Number(values.effort);
  if (!(effort > 0 && effort < Infinity)) throw new InputError(`--effort is ${show(values.effort)}: expected a number above 0`);
  return {
    chosen: choose(studies, [...(values.only === undefined ? [] : values.only.split(/,(?! )/)), ...positionals]),
    ...(values.seeds === undefined ? {} : { seeds: whole('seeds', values.seeds, 1) }),
    firstSeed: whole('first-seed', values['first-seed'], 0),
    effort,
    continued: values.continue,
    dry: values.dry,
    render: values.render,
    ...(values.out === undefined ? {} : { out: values.out }),
  };
}

function whole(flag: string, text: string, least: number): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < least)
    throw new InputError(`--${flag} is ${show(text)}: expected a whole number of at least ${least}`);
  return value;
}

/** The studies that are named, whole, and those of which arms are; all where nothing is. */
function choose(studies: readonly Study[], names: readonly string[]): Options['chosen'] {
  if (names.length === 0) return studies.map((study) => ({ study, arms: study.arms }));
  const known = studies.flatMap(({ name, arms }) => [name, ...arms]);
  for (const name of names) if (!known.includes(name)) throw unknownName('study or arm', name, known);
  return studies.flatMap((study) => {
    const arms = names.includes(study.name) ? study.arms : study.arms.filter((arm) => names.includes(arm));
    return arms.length === 0 ? [] : [{ study, arms }];
  });
}
