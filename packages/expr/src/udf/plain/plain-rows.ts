import type { ColumnVector } from '@datafusion-ts/compute';
import type { PlainAggregate, PlainState } from './plain-aggregate.js';
import { plainReader } from './plain-column.js';
import type { PlainValue } from './plain-type.js';

/** The arguments of a row; undefined for rows that are left out because of a NULL. */
export function argumentReader(
  { argCount, calledOnNull }: PlainAggregate,
  values: readonly ColumnVector[],
): (row: number) => readonly PlainValue[] | undefined {
  const readers = values.slice(0, argCount).map(plainReader);
  const [first] = readers;
  if (first !== undefined && argCount === 1) {
    return (row) => {
      const value = first(row);
      return value === null && !calledOnNull ? undefined : [value];
    };
  }
  return (row) => {
    const args = readers.map((read) => read(row));
    return !calledOnNull && args.includes(null) ? undefined : args;
  };
}

/** The states in the rows of state columns, each an object of its own. */
export function stateReader({ fields }: PlainAggregate, columns: readonly ColumnVector[]): (row: number) => PlainState {
  const readers = fields.map((field, i) => [field.name, plainReader(columns[i]!)] as const);
  return (row) => Object.fromEntries(readers.map(([name, read]) => [name, read(row)]));
}
