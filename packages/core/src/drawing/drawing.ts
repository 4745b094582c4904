/** A state of a game for people, drawn twice: for pages and for terminals. */
export interface Drawing {
  /** An SVG fragment, {@link FRAME} units wide; {@link svgText} and its kin make one that reads well on light and dark. */
  readonly svg: string;
  /** How high the fragment is, the same in every state (default {@link FRAME}, a square). */
  readonly height?: number;
  /** The same in plain text, one or more lines. */
  readonly text: string;
}

/** The width of a drawing, and its height unless it says otherwise. */
export const FRAME = 160;

/** What a colour stands for; the colours themselves follow the light or dark of the page. */
export type Tone = 'ink' | 'faint' | 'soft' | 'paper' | 'leader' | 'follower' | 'good' | 'bad';

/** Text with what means something in XML escaped; characters that XML forbids become spaces. */
export function escapeXml(text: string): string {
  return text
    .replaceAll(/[\p{Cc}\uFFFE\uFFFF]|\p{Cs}/gu, ' ')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/**
 * A line of text, escaped.
 *
 * @param x - where it is anchored
 * @param y - its baseline
 * @param text - any text
 * @param options - `size` (default 10), `tone` (default ink), `anchor` (default start)
 */
export function svgText(
  x: number,
  y: number,
  text: string,
  options: { readonly size?: number; readonly tone?: Tone; readonly anchor?: 'start' | 'middle' | 'end' } = {},
): string {
  const { size = 10, tone = 'ink', anchor = 'start' } = options;
  return `<text class="${tone}" x="${round(x)}" y="${round(y)}" font-size="${round(size)}" text-anchor="${anchor}">${escapeXml(text)}</text>`;
}

/** A filled rectangle. */
export function svgRect(x: number, y: number, width: number, height: number, tone: Tone = 'soft'): string {
  return `<rect class="${tone}" x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}"/>`;
}

/** A filled circle. */
export function svgCircle(x: number, y: number, radius: number, tone: Tone = 'ink'): string {
  return `<circle class="${tone}" cx="${round(x)}" cy="${round(y)}" r="${round(radius)}"/>`;
}

/** A straight line. */
export function svgLine(x1: number, y1: number, x2: number, y2: number, tone: Tone = 'ink', thickness = 1): string {
  return `<line class="${tone}" x1="${round(x1)}" y1="${round(y1)}" x2="${round(x2)}" y2="${round(y2)}" stroke-width="${round(thickness)}"/>`;
}

/** Two decimals: enough for the eye, and the same text everywhere. */
function round(value: number): string {
  return String(Number(value.toFixed(2)));
}

/** What a character of {@link drawGrid} looks like. */
export interface Glyph {
  /** The colour of the cell (default: that of the frame). */
  readonly cell?: Tone;
  /** The colour of a disc in the cell (default none). */
  readonly disc?: Tone;
  /** What is written in the cell (default nothing). */
  readonly label?: string;
}

/**
 * A grid of cells.
 *
 * @param rows - lines of equal length, one character per cell; they are the drawing in plain text too
 * @param glyphs - what each character looks like; `.` and the space are empty, any other character that is missing is written out
 */
export function drawGrid(rows: readonly string[], glyphs: { readonly [character: string]: Glyph } = {}): Drawing {
  const columns = Math.max(1, ...rows.map((row) => row.length));
  const size = FRAME / Math.max(columns, rows.length, 1);
  const left = (FRAME - size * columns) / 2;
  const gap = Math.min(1, size / 10);
  const parts: string[] = [];
  rows.forEach((row, i) =>
    Array.from(row).forEach((character, j) => {
      const empty = character === '.' || character === ' ';
      const {
        cell = 'paper',
        disc,
        label,
      } = Object.hasOwn(glyphs, character) ? (glyphs[character] as Glyph) : { label: empty ? '' : character };
      const [x, y] = [left + j * size, i * size];
      parts.push(svgRect(x + gap / 2, y + gap / 2, size - gap, size - gap, cell));
      if (disc) parts.push(svgCircle(x + size / 2, y + size / 2, 0.36 * size, disc));
      if (label) parts.push(svgText(x + size / 2, y + 0.68 * size, label, { size: 0.55 * size, anchor: 'middle' }));
    }),
  );
  return { svg: parts.join(''), height: size * rows.length, text: rows.join('\n') };
}

/** One bar of {@link drawBars}. */
export interface Bar {
  /** What it is. */
  readonly label: string;
  /** How long it is. */
  readonly value: number;
  /** Its colour (default leader). */
  readonly tone?: Tone;
}

/**
 * Bars that grow to the right from zero.
 *
 * @param bars - what is drawn, from above
 * @param highest - the value of a bar of full length (default: the largest)
 */
export function drawBars(bars: readonly Bar[], highest: number = Math.max(...bars.map(({ value }) => value))): Drawing {
  const height = Math.min(32, FRAME / Math.max(1, bars.length));
  const size = Math.min(10, 0.45 * height);
  const share = (value: number): number => (highest > 0 ? Math.max(0, Math.min(1, value / highest)) : 0);
  const wide = Math.max(0, ...bars.map(({ label }) => label.length));
  return {
    height: height * bars.length,
    svg: bars
      .map(({ label, value, tone = 'leader' }, i) => {
        const y = i * height;
        const words =
          svgText(0, y + 0.45 * height, label, { size }) + svgText(FRAME, y + 0.45 * height, brief(value), { size, anchor: 'end' });
        return (
          words +
          svgRect(0, y + 0.55 * height, FRAME, 0.3 * height, 'paper') +
          svgRect(0, y + 0.55 * height, share(value) * FRAME, 0.3 * height, tone)
        );
      })
      .join(''),
    text: bars
      .map(({ label, value }) => `${label.padEnd(wide)}  ${'#'.repeat(Math.round(20 * share(value))).padEnd(20, '.')} ${brief(value)}`)
      .join('\n'),
  };
}

/** A node of {@link drawGraph}. */
export interface GraphNode {
  /** Where it is, from 0 (left) to 1. */
  readonly x: number;
  /** Where it is, from 0 (above) to 1. */
  readonly y: number;
  /** What it is called. */
  readonly label: string;
  /** Its colour (default soft). */
  readonly tone?: Tone;
  /** What is said of it, in plain text only (default nothing). */
  readonly note?: string;
}

/** An edge of {@link drawGraph}. */
export interface GraphEdge {
  /** The index of the node where it starts. */
  readonly from: number;
  /** The index of the node where it ends. */
  readonly to: number;
  /** Its colour (default soft). */
  readonly tone?: Tone;
  /** What is written on it (default nothing). */
  readonly label?: string;
}

/** Nodes at given places, and edges between them. */
export function drawGraph(nodes: readonly GraphNode[], edges: readonly GraphEdge[]): Drawing {
  const radius = Math.max(4, Math.min(12, 50 / Math.sqrt(Math.max(1, nodes.length))));
  const place = (share: number): number => radius + share * (FRAME - 2 * radius);
  const at = (index: number): GraphNode => nodes[index] as GraphNode;
  const lines = edges.map(({ from, to, tone = 'soft', label }) => {
    const [x1, y1, x2, y2] = [place(at(from).x), place(at(from).y), place(at(to).x), place(at(to).y)];
    const words = label ? svgText((x1 + x2) / 2, (y1 + y2) / 2 - 3, label, { size: 9, anchor: 'middle' }) : '';
    return svgLine(x1, y1, x2, y2, tone, 1.5) + words;
  });
  const discs = nodes.map(
    ({ x, y, label, tone = 'soft' }) =>
      svgCircle(place(x), place(y), radius, tone) + svgText(place(x), place(y) + 0.35 * radius, label, { size: radius, anchor: 'middle' }),
  );
  const remarks = [
    ...nodes.filter(({ note }) => note).map(({ label, note }) => `${label}: ${note}`),
    ...edges.filter(({ label }) => label).map(({ from, to, label }) => `${at(from).label} - ${at(to).label}: ${label}`),
  ];
  return { svg: [...lines, ...discs].join(''), text: remarks.join('\n') };
}

/** A number in at most four significant digits. */
export function brief(value: number): string {
  return Number.isFinite(value) ? String(Number(value.toPrecision(4)) + 0) : String(value);
}
