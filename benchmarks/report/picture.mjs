/** The ratios of one run as an SVG picture: one bar a query and peer, logarithmic, the line is "as fast as the peer". */

const colors = ['#3b6ea5', '#d9822b', '#5a9a5a', '#8a5aa5'];
const barHeight = 9;
const left = 70;
const width = 720;
/** Ratios outside 1/16 to 16 are drawn at the edge. */
const span = 4;

/** @param {Run} run see measure.mjs */
export function svgReport(run) {
  const peers = run.engines.filter((name) => name !== 'ours');
  const rowHeight = peers.length * barHeight + 6;
  const top = 50;
  const height = top + (run.queries.length + 1) * rowHeight + 20;
  const one = left + (width - left - 20) / 2;
  const scale = (width - left - 20) / 2 / span;
  const x = (ratio) => one + scale * Math.max(-span, Math.min(span, Math.log2(ratio)));
  const rows = [...run.queries, { name: 'geomean', ratios: run.geomeans }];
  const bars = rows.flatMap((row, i) => {
    const y = top + i * rowHeight;
    const label = `<text x="${left - 6}" y="${y + rowHeight / 2}" text-anchor="end">${row.name}</text>`;
    return [label, ...peers.map((peer, j) => bar(row.ratios[peer], y + j * barHeight, colors[j % colors.length]))];
  });
  function bar(ratio, y, color) {
    if (ratio === undefined) return '';
    const [from, to] = [Math.min(one, x(ratio)), Math.max(one, x(ratio))];
    return `<rect x="${from}" y="${y}" width="${Math.max(1, to - from)}" height="${barHeight - 2}" fill="${color}"><title>${ratio.toFixed(2)}</title></rect>`;
  }
  const grid = [];
  for (let power = -span; power <= span; power++) {
    const at = one + power * scale;
    grid.push(
      `<line x1="${at}" y1="${top - 8}" x2="${at}" y2="${height - 16}" stroke="${power === 0 ? '#444' : '#ddd'}"/>`,
    );
    grid.push(
      `<text x="${at}" y="${top - 12}" text-anchor="middle">${power < 0 ? `1/${2 ** -power}` : 2 ** power}</text>`,
    );
  }
  const legend = peers.map((peer, j) => `<tspan fill="${colors[j % colors.length]}"> ours / ${peer} </tspan>`).join('');
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" font-family="sans-serif" font-size="10">`,
    `<rect width="100%" height="100%" fill="white"/>`,
    `<text x="10" y="16" font-size="13">${run.title}, scale ${run.scale}: time of${legend}(left of 1 is faster)</text>`,
    ...grid,
    ...bars,
    '</svg>',
    '',
  ].join('\n');
}
