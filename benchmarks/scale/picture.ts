import { SLIP, kindOf } from './settings.ts';

/** Microseconds per leader step over queries, on logarithmic axes. */
export function picture(points: readonly { readonly places: number; readonly slip: number; readonly cost: number }[]): string {
  const x = (places: number): number => 60 + (Math.log10(places) - 0.5) * 170;
  const y = (cost: number): number => 250 - (Math.log10(cost) + 1) * 70;
  const text = (left: number, top: number, label: string, anchor = 'middle'): string =>
    `<text x="${left}" y="${top}" text-anchor="${anchor}">${label}</text>`;
  const series = [0, SLIP].map((slip, s) => {
    const own = points.filter((point) => point.slip === slip).map(({ places, cost }) => [x(places), y(cost)] as const);
    const colour = ['#1f6fb4', '#d95f02'][s]!;
    const path = own.map(([px, py]) => `${px.toFixed(1)},${py.toFixed(1)}`).join(' ');
    const dots = own.map(([px, py]) => `<circle cx="${px.toFixed(1)}" cy="${py.toFixed(1)}" r="3.5" fill="${colour}"/>`).join('');
    return `<polyline points="${path}" fill="none" stroke="${colour}" stroke-width="1.5"/>${dots}<g fill="${colour}">${text(75, 50 + 16 * s, kindOf(slip), 'start')}</g>`;
  });
  const axes =
    [5, 50, 500].map((places) => text(x(places), 275, String(places))).join('') +
    [0.1, 1, 10, 100].map((cost) => text(52, y(cost) + 4, String(cost), 'end')).join('');
  const linear = `<line x1="${x(5)}" y1="${y(1)}" x2="${x(500)}" y2="${y(100)}" stroke="#999" stroke-dasharray="4 3"/><g fill="#777">${text(x(500) - 8, y(100) + 4, 'linear', 'end')}</g>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="480" height="310" font-family="sans-serif" font-size="12"><rect width="480" height="310" fill="#fff"/>${linear}<path d="M60 30V255H460" fill="none" stroke="#333"/>${axes}${text(260, 298, 'queries')}${text(60, 20, 'µs per leader step', 'start')}${series.join('')}</svg>\n`;
}
