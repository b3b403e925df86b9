import {
  Column,
  type DataType,
  displayType,
  type Field,
  InternalError,
  PlanError,
  type QualifiedField,
} from '@datafusion-ts/common';
import type { LogicalPlan, Unnest, UnnestOptions } from '../logical-plan.js';
import { schemaOf } from '../schema-of.js';
import { checkedSchema } from './checked-schema.js';

/** Rows of empty and NULL lists are kept, nothing is unnested more than once. */
export const DEFAULT_UNNEST_OPTIONS: UnnestOptions = Object.freeze({ preserveNulls: true, recursions: [] });

type ListColumn = Unnest['listTypeColumns'][number];

/**
 * Takes list columns apart into rows and struct columns into columns; other columns repeat. A list column may come out
 * several times, unnested to different depths (`options.recursions`).
 */
export function unnestNode(
  input: LogicalPlan,
  execColumns: readonly Column[],
  options: UnnestOptions = DEFAULT_UNNEST_OPTIONS,
): Unnest {
  if (execColumns.length === 0) throw new PlanError('unnest plan requires at least 1 column to unnest');
  const schema = schemaOf(input);
  const toUnnest = new Map(execColumns.map((column) => [schema.indexOfColumn(column), column]));
  const listTypeColumns: ListColumn[] = [];
  const structTypeColumns: number[] = [];
  const dependencyIndices: number[] = [];
  const fields = schema.qualifiedFields().flatMap((own, index): readonly QualifiedField[] => {
    const column = toUnnest.get(index);
    const unnested = column === undefined ? undefined : unnestColumn(column, own.field, index, options);
    if (unnested !== undefined) listTypeColumns.push(...unnested.lists);
    if (unnested?.isStruct === true) structTypeColumns.push(index);
    const produced = unnested?.fields.map((field) => ({ qualifier: undefined, field })) ?? [own];
    dependencyIndices.push(...produced.map(() => index));
    return produced;
  });
  return {
    kind: 'Unnest',
    input,
    execColumns,
    listTypeColumns,
    structTypeColumns,
    dependencyIndices,
    schema: checkedSchema(fields, schema.metadata).withFunctionalDependencies(schema.functionalDependencies),
    options,
  };
}

interface UnnestedColumn {
  readonly fields: readonly Field[];
  readonly lists: readonly ListColumn[];
  readonly isStruct: boolean;
}

function unnestColumn(column: Column, field: Field, index: number, options: UnnestOptions): UnnestedColumn {
  const recursions = options.recursions.filter((r) => r.inputColumn.equals(column));
  if (recursions.length > 0) {
    const fields = recursions.map((r) => unnestedFields(r.outputColumn.name, field.dataType, r.depth)[0]!);
    return {
      fields,
      lists: recursions.map(({ outputColumn, depth }) => ({ index, outputColumn, depth })),
      isStruct: false,
    };
  }
  const isStruct = field.dataType.kind === 'Struct';
  const lists = isStruct ? [] : [{ index, outputColumn: Column.unqualified(column.name), depth: 1 }];
  return { fields: unnestedFields(column.name, field.dataType, 1), lists, isStruct };
}

/** Unnesting may pad with NULLs, so elements are always nullable. */
function unnestedFields(name: string, type: DataType, depth: number): readonly Field[] {
  if (type.kind === 'Struct') return type.fields.map((f) => ({ ...f, name: `${name}.${f.name}` }));
  return [{ name, dataType: elementType(type, depth), nullable: true }];
}

function elementType(type: DataType, depth: number): DataType {
  switch (type.kind) {
    case 'List':
    case 'LargeList':
    case 'FixedSizeList':
    case 'ListView':
    case 'LargeListView':
      return depth === 1 ? type.field.dataType : elementType(type.field.dataType, depth - 1);
    default:
      throw new InternalError(`trying to unnest on invalid data type ${displayType(type)}`);
  }
}
