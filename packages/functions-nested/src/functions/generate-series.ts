import type { ScalarUDF } from '@datafusion-ts/expr';
import { arrayDoc } from '../support/documentation.js';
import { makeSeries, seriesSignature, seriesType } from '../support/series.js';

/**
 * `generate_series(stop)`, `generate_series(start, stop[, step])`: an array of integers, dates or timestamps up to and with the end.
 *
 * Example: `SELECT generate_series(1, 3)`.
 */
export const generateSeries: ScalarUDF = {
  name: 'generate_series',
  signature: seriesSignature(),
  returnType: (types) => seriesType(types),
  invoke: (call) => makeSeries('generate_series', call, true),
  documentation: arrayDoc(
    'Gives the values from a start up to an end, with the end.',
    'generate_series(stop)\ngenerate_series(start, stop[, step])',
    'SELECT generate_series(1, 3)',
    ['start', 'First value; 0 when left out. Integers, dates or timestamps.'],
    ['end', 'Where to stop.'],
    ['step', 'Distance between values: an integer, or an interval for dates and timestamps. Must not be 0.'],
  ),
};
