import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type DataType, DataTypes, type Field, listItem, parseDataType } from '@datafusion-ts/common';
import {
  type AggregateUDF,
  type Expr,
  type HigherOrderUDF,
  type ScalarUDF,
  schemaName,
  type WindowUDF,
} from '@datafusion-ts/expr';
import { Signature } from '@datafusion-ts/expr-common';

/**
 * The real engine's functions by name, with alias and a plausible type: enough to plan queries without the packages that
 * implement functions, on which this one may not depend.
 */

interface FunctionEntry {
  readonly kind: 'scalar' | 'aggregate' | 'window';
  readonly name: string;
  readonly own?: string;
  readonly returns?: string;
}

const NULLS_ALLOWED = new Set(['first_value', 'last_value', 'nth_value', 'array_agg']);
const WITHIN_GROUP = new Set(['percentile_cont', 'approx_percentile_cont', 'approx_percentile_cont_with_weight']);
const PARAMETERS: Readonly<Record<string, readonly string[]>> = { substr: ['str', 'start_pos', 'length'] };

export interface FakeFunctions {
  readonly scalar: ReadonlyMap<string, ScalarUDF>;
  readonly aggregate: ReadonlyMap<string, AggregateUDF>;
  readonly window: ReadonlyMap<string, WindowUDF>;
}

export function loadFakeFunctions(): FakeFunctions {
  const entries = JSON.parse(readFileSync(join(__dirname, '../golden/functions.json'), 'utf8')) as FunctionEntry[];
  const scalar = new Map<string, ScalarUDF>();
  const aggregate = new Map<string, AggregateUDF>();
  const window = new Map<string, WindowUDF>();
  for (const entry of entries) {
    if (entry.kind === 'scalar') add(scalar, entry, (own) => scalarOf(own, entry));
    else if (entry.kind === 'aggregate') add(aggregate, entry, (own) => aggregateOf(own, entry));
    else add(window, entry, (own) => windowOf(own, entry));
  }
  return { scalar, aggregate, window };
}

const shared = new Map<string, unknown>();

function add<T>(target: Map<string, T>, entry: FunctionEntry, make: (own: string) => T): void {
  const own = entry.own ?? entry.name;
  const key = `${entry.kind}:${own}`;
  if (!shared.has(key)) shared.set(key, make(own));
  target.set(entry.name, shared.get(key) as T);
}

function signatureOf(own: string): Signature {
  const signature = Signature.userDefined('Immutable');
  return PARAMETERS[own] === undefined ? signature : signature.withParameterNames(PARAMETERS[own]);
}

const elementOf = (list: Field | undefined): Field =>
  list !== undefined && 'field' in list.dataType
    ? list.dataType.field
    : { name: 'item', dataType: DataTypes.Int64, nullable: true };

/** Functions over the elements of a list. */
export function fakeHigherOrder(name: string): HigherOrderUDF | undefined {
  if (
    !['array_transform', 'list_transform', 'array_filter', 'list_filter', 'array_any_match', 'any_match'].includes(name)
  )
    return undefined;
  return {
    name: name.replace('list_', 'array_'),
    signature: Signature.userDefined('Immutable'),
    lambdaParameters: (fields) =>
      fields.map((f, i) =>
        f === undefined
          ? [elementOf(fields[0]), { name: 'index', dataType: DataTypes.Int64, nullable: false }]
          : i < 0
            ? []
            : undefined,
      ),
    returnField: (fields) => ({
      name,
      dataType: name.includes('match') ? DataTypes.Boolean : fields[0]!.dataType,
      nullable: true,
    }),
    invoke: unimplemented,
  };
}

const unimplemented = (): never => {
  throw new Error('fake functions do not run');
};

function scalarOf(own: string, entry: FunctionEntry): ScalarUDF {
  return {
    name: own,
    signature: signatureOf(own),
    coerceTypes: (types) => types,
    returnField: ({ argFields, scalarArguments }) => ({
      name: own,
      dataType: scalarType(
        own,
        entry,
        argFields.map((f) => f.dataType),
        argFields,
        scalarArguments.map((s) => s?.value),
      ),
      nullable: true,
    }),
    ...(own === 'get_field' ? { schemaName: (args) => `${schemaName(args[0]!)}[${literalText(args[1])}]` } : {}),
    invoke: unimplemented,
  };
}

const literalText = (expr: Expr | undefined): string =>
  expr?.kind === 'Literal' ? String(expr.value.value) : String(expr);

function scalarType(
  own: string,
  entry: FunctionEntry,
  types: readonly DataType[],
  fields: readonly Field[],
  literals: readonly unknown[],
): DataType {
  const first = types[0] ?? DataTypes.Null;
  switch (own) {
    case 'make_array':
      return DataTypes.list(listItem(first.kind === 'Null' ? DataTypes.Int64 : first));
    case 'struct':
      return DataTypes.struct(types.map((dataType, i) => ({ name: `c${i}`, dataType, nullable: true })));
    case 'named_struct':
      return DataTypes.struct(
        types.flatMap((dataType, i) =>
          i % 2 === 1 ? [{ name: String(literals[i - 1]), dataType, nullable: true }] : [],
        ),
      );
    case 'get_field': {
      const found = first.kind === 'Struct' ? first.fields.find((f) => f.name === literals[1]) : undefined;
      return found?.dataType ?? DataTypes.Utf8;
    }
    case 'arrow_cast':
      return typeof literals[1] === 'string' ? parseDataType(literals[1]) : first;
    case 'array_element':
    case 'array_min':
    case 'array_max':
      return 'field' in first ? first.field.dataType : DataTypes.Utf8;
    case 'array_has':
    case 'array_has_all':
    case 'array_has_any':
      return DataTypes.Boolean;
    case 'range':
    case 'generate_series':
      return DataTypes.list(listItem(first));
    case 'flatten':
      return 'field' in first ? first.field.dataType : first;
    case 'string_to_array':
      return DataTypes.list(listItem(DataTypes.Utf8));
    case 'map':
      return DataTypes.map(
        {
          name: 'entries',
          nullable: false,
          dataType: DataTypes.struct([
            { name: 'key', dataType: DataTypes.Utf8, nullable: false },
            { name: 'value', dataType: DataTypes.Utf8, nullable: true },
          ]),
        },
        false,
      );
    case 'to_timestamp':
    case 'now':
    case 'date_trunc':
    case 'date_bin':
      return DataTypes.timestamp('Nanosecond');
    case 'to_date':
    case 'current_date':
      return DataTypes.Date32;
    case 'date_part':
    case 'character_length':
      return DataTypes.Int32;
    default:
      return typeFor(entry, first);
  }
}

function typeFor(entry: FunctionEntry, first: DataType): DataType {
  if (entry.returns === undefined) return first;
  try {
    return parseDataType(entry.returns);
  } catch {
    return first;
  }
}

function aggregateOf(own: string, entry: FunctionEntry): AggregateUDF {
  return {
    name: own,
    signature: signatureOf(own),
    coerceTypes: (types) => types,
    returnType: (types) => aggregateType(own, entry, types[0] ?? DataTypes.Null),
    accumulator: unimplemented,
    supportsNullHandling: NULLS_ALLOWED.has(own),
    supportsWithinGroup: WITHIN_GROUP.has(own),
    isOrderedSet: WITHIN_GROUP.has(own),
  };
}

function aggregateType(own: string, entry: FunctionEntry, first: DataType): DataType {
  if (own === 'array_agg') return DataTypes.list(listItem(first));
  if (own === 'grouping') return DataTypes.Int32;
  if (own === 'count' || own === 'approx_distinct') return DataTypes.Int64;
  if (own === 'sum' && first.kind.startsWith('Int')) return DataTypes.Int64;
  if (own === 'sum' && first.kind === 'Float32') return DataTypes.Float64;
  if (own === 'avg' && !first.kind.startsWith('Dec')) return DataTypes.Float64;
  return typeFor(entry, first);
}

function windowOf(own: string, entry: FunctionEntry): WindowUDF {
  return {
    name: own,
    signature: signatureOf(own),
    coerceTypes: (types) => types,
    field: ({ name, inputFields }) => ({
      name,
      dataType: typeFor(entry, inputFields[0]?.dataType ?? DataTypes.UInt64),
      nullable: true,
    }),
    partitionEvaluator: unimplemented,
    numbersRows: own === 'row_number',
  };
}
