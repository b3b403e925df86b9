import type { TableFunctionImpl } from '@datafusion-ts/catalog';
import type { Documentation } from '@datafusion-ts/expr';
import { readArguments } from './series-arguments.js';
import { SeriesTable } from './series-table.js';

/** What the arguments of both are. */
const SERIES_ARGUMENTS: NonNullable<Documentation['args']> = [
  {
    name: 'start',
    description:
      'First value: an integer, a date or a timestamp. Left out when there is one argument: the series begins at 0.',
  },
  { name: 'end', description: 'Where the series ends, of the type of the start.' },
  {
    name: 'step',
    description:
      'Added from value to value: an integer, by default 1, or an interval. A negative one counts down; 0 is an error.',
  },
];

/** `generate_series(start, end, step)`: the end is part of the series. */
export const generateSeries: TableFunctionImpl = {
  name: 'generate_series',
  call: (args) => new SeriesTable('generate_series', readArguments('generate_series', args, true)),
  documentation: {
    section: 'Series',
    description:
      'Rows with the values from the start up to and with the end, in a column `value`. No rows when an argument is NULL.',
    syntax: 'generate_series([start, ]end[, step])',
    sqlExample: 'SELECT * FROM generate_series(1, 10, 3);',
    args: SERIES_ARGUMENTS,
    related: ['range'],
  },
};

/** `range(start, end, step)`: the end is not part of the series. */
export const range: TableFunctionImpl = {
  name: 'range',
  call: (args) => new SeriesTable('range', readArguments('range', args, false)),
  documentation: {
    section: 'Series',
    description:
      'Rows with the values from the start up to, but without, the end, in a column `value`. No rows when an argument is NULL.',
    syntax: 'range([start, ]end[, step])',
    sqlExample: "SELECT * FROM range(DATE '2024-01-01', DATE '2024-01-04', INTERVAL '1 day');",
    args: SERIES_ARGUMENTS,
    related: ['generate_series'],
  },
};

/** Every built-in table function. */
export const allTableFunctions = (): readonly TableFunctionImpl[] => [generateSeries, range];
export { createUdtf, type TableFunctionLiteral } from './table-function-literal.js';
