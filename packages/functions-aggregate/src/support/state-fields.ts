import { field, listItem, type DataType, type Field } from '@datafusion-ts/common';
import type { StateFieldsArgs } from '@datafusion-ts/expr';

/** Name of a column of intermediate state: `sum(t.a)[sum]`. */
export const stateName = (name: string, state: string): string => `${name}[${state}]`;

/** A column of intermediate state. */
export const stateField = (args: StateFieldsArgs, state: string, type: DataType, nullable = true): Field =>
  field(stateName(args.name, state), type, nullable);

/** A column of lists of intermediate values. */
export const listField = (args: StateFieldsArgs, state: string, item: DataType, nullable = true): Field =>
  stateField(args, state, { kind: 'List', field: listItem(item) }, nullable);
