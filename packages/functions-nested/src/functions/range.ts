import type { ScalarUDF } from '@datafusion-ts/expr';
import { arrayDoc } from '../support/documentation.js';
import { makeSeries, seriesSignature, seriesType } from '../support/series.js';

/**
 * `range(stop)`, `range(start, stop[, step])`: an array of integers, dates or timestamps up to, but without, the end.
 *
 * Example: `SELECT range(2, 10, 3)`.
 */
export const range: ScalarUDF = {
  name: 'range',
  signature: seriesSignature(),
  returnType: (types) => seriesType(types),
  invoke: (call) => makeSeries('range', call, false),
  documentation: arrayDoc(
    'Gives the values from a start up to an end, without the end.',
    'range(stop)\nrange(start, stop[, step])',
    'SELECT range(2, 10, 3)',
    ['start', 'First value; 0 when left out. Integers, dates or timestamps.'],
    ['end', 'Where to stop.'],
    ['step', 'Distance between values: an integer, or an interval for dates and timestamps. Must not be 0.'],
  ),
};
