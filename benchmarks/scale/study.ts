import { mean, median } from '@firstmover/evaluation';
import { testFamilies } from '../../packages/followers/src/contextual-network/checkpoints.fixture.ts';
import { table } from '../harness/fill-page.ts';
import type { PageStudy, Places } from '../harness/page-study.ts';
import { column } from '../harness/rows.ts';
import { named } from '../harness/run-study.ts';
import type { Run } from '../harness/study.ts';
import { LEADERS, measure } from './measure.ts';
import { picture } from './picture.ts';
import type { Setting } from './settings.ts';
import { SLIP, attentive, kindOf, others } from './settings.ts';

const settings = [...attentive, ...others];
const families = Object.keys(testFamilies);

/**
 * Contextual followers with large query sets: exact best-response gaps on structured leaders of families that they were not trained on, and what a leader step
 * costs, by the number of queries. `effort` is the share of steps and of test leaders.
 */
export const scale: PageStudy = {
  name: 'scale',
  about: new URL('./scale.md', import.meta.url),
  arms: settings.map(({ name }) => name),
  seeds: Object.fromEntries(settings.map(({ name, seeds }) => [name, seeds])),
  run: (arm, seed, effort) => [measure(named(settings, arm), seed, effort)],
  check: () => [],
  figures: (runs) => [{ svg: picture(known(attentive, runs).map(({ name, places, slip }) => ({ places, slip, cost: cost(runs, name) }))) }],
  places,
};

/** The settings that have runs. */
function known(of: readonly Setting[], runs: readonly Run[]): readonly Setting[] {
  return of.filter(({ name }) => runs.some(({ arm }) => arm === name));
}

/** Microseconds per leader step. */
function cost(runs: readonly Run[], name: string): number {
  return median(column(runs, name, 'microseconds per leader step'));
}

function places(runs: readonly Run[]): Places {
  const worst = ({ name }: Setting, measure: string): string => Math.max(...column(runs, name, measure)).toFixed(2);
  const both = (setting: Setting, measure: string): string => `${worst(setting, measure)}% / ${worst(setting, `${measure}, worst tenth`)}%`;
  const first = ({ name }: Setting, measure: string): number => column(runs, name, measure)[0]!;
  const steps = (setting: Setting): string => first(setting, 'steps').toLocaleString('en-GB');
  const rows = (of: readonly Setting[], cells: (setting: Setting) => readonly (string | number)[]): (string | number)[][] =>
    known(of, runs).map((setting) => [setting.places, kindOf(setting.slip), ...cells(setting)]);
  return {
    slip: SLIP,
    leaders: LEADERS,
    familyCount: families.length,
    slopes: [0, SLIP].map((slip) => `${slope(runs, slip)?.toFixed(2) ?? '-'} (${kindOf(slip)})`).join(' and '),
    attentive: table(
      'queries: | game | seeds: | places met: | mean gap: | worst tenth: | the same, of the range against that leader: | a follower that uses one answer: | steps of pre-training: | CPU s: | µs per leader step:',
      rows(attentive, (setting) => [
        column(runs, setting.name, 'steps').length,
        `${(100 * first(setting, 'met')).toFixed(0)}%`,
        `${worst(setting, 'gap')}%`,
        `${worst(setting, 'gap, worst tenth')}%`,
        both(setting, 'gap of own range'),
        `${first(setting, 'myopic gap').toFixed(1)}% / ${first(setting, 'myopic gap, worst tenth').toFixed(1)}%`,
        steps(setting),
        worst(setting, 'CPU seconds'),
        cost(runs, setting.name).toFixed(2),
      ]),
    ),
    families: table(
      `queries: | game | ${families.map((name) => `${name}:`).join(' | ')}`,
      rows(attentive, (setting) => families.map((name) => both(setting, name))),
    ),
    others: table(
      'queries: | game | encoder | mean gap / worst tenth: | steps of pre-training: | CPU s:',
      rows(others, (setting) => [setting.encoder, both(setting, 'gap'), steps(setting), worst(setting, 'CPU seconds')]),
    ),
  };
}

/** The least-squares slope of log cost over log places; undefined where there are fewer than two. */
function slope(runs: readonly Run[], slip: number): number | undefined {
  const points = known(attentive, runs)
    .filter((setting) => setting.slip === slip)
    .map(({ name, places }) => [Math.log(places), Math.log(cost(runs, name))] as const);
  if (points.length < 2) return undefined;
  const [x, y] = [mean(points.map((point) => point[0])), mean(points.map((point) => point[1]))];
  return (
    points.reduce((sum, point) => sum + (point[0] - x) * (point[1] - y), 0) / points.reduce((sum, point) => sum + (point[0] - x) ** 2, 0)
  );
}
