import { describe, expect, it } from 'vitest';
import { FRAME, brief, drawBars, drawGraph, drawGrid, escapeXml, svgCircle, svgLine, svgRect, svgText } from './drawing.ts';

describe('parts of a drawing', () => {
  it('escape every text, and drop what XML forbids', () => {
    expect(escapeXml('<a href="x">&\u0007</a>\ud800')).toBe('&lt;a href=&quot;x&quot;&gt;&amp; &lt;/a&gt; ');
    expect(escapeXml('naïve 🎲')).toBe('naïve 🎲');
    expect(svgText(1, 2, '<b>')).toBe('<text class="ink" x="1" y="2" font-size="10" text-anchor="start">&lt;b&gt;</text>');
  });

  it('round to two decimals', () => {
    expect(svgRect(1 / 3, 0, 2, 3)).toBe('<rect class="soft" x="0.33" y="0" width="2" height="3"/>');
    expect(svgCircle(1, 2, 3, 'bad')).toBe('<circle class="bad" cx="1" cy="2" r="3"/>');
    expect(svgLine(0, 0, 1, 1)).toBe('<line class="ink" x1="0" y1="0" x2="1" y2="1" stroke-width="1"/>');
    expect([brief(1 / 3), brief(-0), brief(12345678), brief(Infinity)]).toEqual(['0.3333', '0', '12350000', 'Infinity']);
  });
});

describe('drawGrid', () => {
  it('is its rows in text, and a cell per character in the picture', () => {
    const { svg, text, height } = drawGrid(['#.A', '...'], { '#': { cell: 'ink' }, A: { disc: 'leader', label: 'a' } });
    expect(text).toBe('#.A\n...');
    expect(height).toBeCloseTo((FRAME * 2) / 3, 9);
    expect(svg.match(/<rect/g)).toHaveLength(6);
    expect(svg.match(/<circle/g)).toHaveLength(1);
    expect(svg.match(/<text[^>]*>a</g)).toHaveLength(1);
    expect(drawGrid(['?']).svg).toContain('>?</text>');
    expect(drawGrid([' ']).svg).not.toContain('<text');
  });
});

describe('drawBars', () => {
  it('is as long as its value, from zero to the highest', () => {
    const { svg, text } = drawBars([
      { label: 'a', value: 1 },
      { label: 'long', value: 0.25, tone: 'bad' },
    ]);
    expect(text).toBe('a     #################### 1\nlong  #####............... 0.25');
    expect(svg).toContain(`width="${FRAME}"`);
    expect(svg).toContain(`class="bad" x="0" y="49.6" width="${FRAME / 4}"`);
  });

  it('does not fail on nothing, zeros and what is out of range', () => {
    expect(drawBars([])).toEqual({ svg: '', text: '', height: 0 });
    expect(drawBars([{ label: 'a', value: 0 }]).text).toBe('a  .................... 0');
    expect(
      drawBars(
        [
          { label: 'a', value: -1 },
          { label: 'b', value: 9 },
        ],
        3,
      ).text,
    ).toBe('a  .................... -1\nb  #################### 9');
  });
});

describe('drawGraph', () => {
  it('draws nodes and edges, and says in text what is said of them', () => {
    const { svg, text } = drawGraph(
      [
        { x: 0, y: 0, label: 'A', note: 'guarded', tone: 'leader' },
        { x: 1, y: 1, label: 'B' },
      ],
      [{ from: 0, to: 1, label: '3' }],
    );
    expect(text).toBe('A: guarded\nA - B: 3');
    expect([svg.match(/<line/g)?.length, svg.match(/<circle/g)?.length]).toEqual([1, 2]);
  });
});
