import type { TableFunctionImpl } from '@datafusion-ts/catalog';
import { readArguments } from './series-arguments.js';
import { SeriesTable } from './series-table.js';

/** `generate_series(start, end, step)`: the end is part of the series. */
export const generateSeries: TableFunctionImpl = {
  name: 'generate_series',
  call: (args) => new SeriesTable('generate_series', readArguments('generate_series', args, true)),
};

/** `range(start, end, step)`: the end is not part of the series. */
export const range: TableFunctionImpl = {
  name: 'range',
  call: (args) => new SeriesTable('range', readArguments('range', args, false)),
};

/** Every built-in table function. */
export const allTableFunctions = (): readonly TableFunctionImpl[] => [generateSeries, range];
export { createUdtf, type PlainRow, type TableFunctionLiteral } from './table-function-literal.js';
