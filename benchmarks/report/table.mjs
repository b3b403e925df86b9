/** The ratio table of one run as text. */

const milliseconds = (seconds) => (seconds === undefined ? '-' : (seconds * 1000).toFixed(1));
const ratio = (value) => (value === undefined ? '-' : value.toFixed(2));

/** @param {Run} run see measure.mjs */
export function textReport(run) {
  const peers = run.engines.filter((name) => name !== 'ours');
  const times = run.engines.flatMap((name) => [`${name} ms`, ...(run.fresh ? [`${name} MB`] : [])]);
  const header = ['query', ...times, ...peers.map((name) => `ours/${name}`), 'answers'];
  const rows = run.queries.map((query) => [
    query.name,
    ...run.engines.flatMap((name) => [
      milliseconds(query.engines[name]?.median),
      ...(run.fresh ? [query.engines[name]?.peakMb?.toFixed(0) ?? '-'] : []),
    ]),
    ...peers.map((name) => ratio(query.ratios[name])),
    query.note,
  ]);
  const footer = [
    'geomean',
    ...times.map(() => ''),
    ...peers.map((name) => ratio(run.geomeans[name])),
    `${run.queries.filter((query) => query.note === 'equal').length} equal`,
  ];
  const heading = `${run.title}, scale ${run.scale}, ${run.threads} thread(s), ${run.fresh ? 'first run in a fresh process' : `median of ${run.runs} interleaved runs after ${run.warmup} s`}${run.replan ? ', ours without its plan cache' : ''}${run.cold ? ', ours without compiled code of earlier processes' : ''}`;
  return `${heading}\n${run.machine}\n\n${align([header, ...rows, footer])}\n`;
}

function align(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  const line = (row) => row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join('  ');
  return rows.map((row) => line(row).trimEnd()).join('\n');
}
