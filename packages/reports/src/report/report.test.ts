import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';
import { madeRun } from '../groups/run.fixture.ts';
import { createReport } from './report.ts';

const run = (method: string, seed: number, more: object = {}): ReturnType<typeof madeRun> =>
  madeRun({
    folder: `runs/${method}-${seed}`,
    method,
    seed,
    value: 15,
    optimum: 15,
    curve: [
      [100, 5, 2, 0.5],
      [method === 'exact' ? 200 : 600, 15, 0, 0.75],
      [900, 15, 0, 1],
    ],
    ...more,
  });
const runs = ['exact', 'tabular-q'].flatMap((method) => Array.from({ length: 5 }, (_unused, seed) => run(method, seed)));

/** What is used of a page. */
interface Page {
  querySelector(selector: string): { readonly textContent: string } | null;
  querySelectorAll(
    selector: string,
  ): Iterable<{ readonly textContent: string; getAttribute(name: string): string | null; readonly id: string }>;
}
const parsed = (html: string): Page => parseHTML(html).document as unknown as Page;

describe('a report', () => {
  const { html, headline, methods, verdict } = createReport(runs);
  const page = parsed(html);

  it('says first who won, by how much and how sure that is', () => {
    expect([methods, verdict!.decided]).toEqual([['exact', 'tabular-q'], 'steps']);
    expect(page.querySelector('h1')!.textContent).toBe('exact wins: it reaches the optimum sooner than tabular-q');
    expect(headline.tiles.map(({ name, value }) => [name, value])).toEqual([
      ['How good', '100%'],
      ['By how much', '3×'],
      ['How sure', '100%'],
    ]);
  });

  it('has a title, a description and a table for every figure', () => {
    const figures = [...page.querySelectorAll('figure')];
    expect(figures.map(({ id }) => id)).toEqual([
      'scores',
      'odds-0',
      'odds-1',
      'overall',
      'profile',
      'game-scores',
      'game-steps',
      'learning-0',
      'gap-0',
      'policy-0',
    ]);
    for (const part of ['title', 'desc', 'figcaption', 'table caption'])
      for (const { id } of figures) expect(page.querySelector(`#${id} ${part}`)?.textContent).toMatch(/\w/);
    const ids = [...page.querySelectorAll('[id]')].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const svg of page.querySelectorAll('figure > svg'))
      for (const id of svg.getAttribute('aria-labelledby')!.split(' ')) expect(ids).toContain(id);
  });

  it('is the same twice and loads nothing', () => {
    expect(createReport(runs).html).toBe(html);
    expect(html).not.toMatch(/<script|<link rel="stylesheet"|@import|url\(/);
    expect(html.replaceAll('http://www.w3.org/', '')).not.toMatch(/https?:\/\//);
    expect(html).not.toMatch(/NaN|undefined|\[object/);
  });

  it('lists every run, also those that are not finished', () => {
    const { html: more } = createReport([...runs, madeRun({ folder: 'runs/late', method: 'exact', seed: 9, curve: [[50, 3]] })]);
    expect(more).toContain('1 of 11 runs are not finished');
    expect(more).toMatch(/>late<\/th>.*>not finished</);
  });
});

describe('a report on little', () => {
  it('on one run, on none that is finished, on games without an optimum, on runs without evaluations', () => {
    expect(createReport([runs[0]!]).headline.title).toBe('exact reaches 100% of the optimum');
    expect(createReport([run('exact', 0, { value: undefined })]).headline.title).toBe('No run is finished yet');
    expect(createReport([run('exact', 0, { optimum: undefined })]).html).not.toMatch(/NaN|undefined/);
    expect(createReport([run('exact', 0, { curve: [] })]).html).toContain('No run was evaluated while it learned');
  });

  it('refuses none', () => {
    expect(() => createReport([])).toThrow('expected at least one run folder');
  });
});

it.each([
  '<img src=x onerror=alert(1)>',
  '"><script>alert(1)</script>',
  "'onload='alert(1)",
  '</style><b>',
  '&lt;b&gt;',
  ']]><b>',
  '\u0000<b\u2028',
])('never reads %s as markup, wherever it stands', (text) => {
  const { html } = createReport([
    run('exact', 0, { text, folder: `runs/${text.replaceAll('/', '')}`, game: text }),
    run(text, 0, { text, settings: { [text]: text } }),
  ]);
  const page = parsed(html);
  expect([...page.querySelectorAll('script, img, b, [onerror], [onload]')]).toEqual([]);
  expect(html).not.toMatch(/<(img|script|b)\b/);
});
