/**
 * Rows as JSON, one object a line: `{"a":1,"b":"x"}`. Null fields are left out, nulls in lists stay; 64-bit integers and
 * decimals are written with all their digits, times and everything else without a JSON form as text.
 */
import type { DataType, Schema } from '@datafusion-ts/common';
import {
  codeAt,
  defaultFormatOptions,
  flatten,
  getScalar,
  isNull,
  listRange,
  makeFormatter,
  physicalTypeOf,
  stringReader,
  valueTypeOf,
  type Arena,
  type Batch,
  type ColumnVector,
} from '@datafusion-ts/compute';
import type { BatchSerializer } from '@datafusion-ts/datasource';
import { jsonFloat } from './json-float.js';

type Write = (row: number) => string;

const FORMAT = { ...defaultFormatOptions, durationFormat: 'iso8601', safe: false } as const;

export class JsonSerializer implements BatchSerializer {
  readonly #keys: readonly string[];

  constructor(schema: Schema) {
    this.#keys = schema.fields.map(({ name }) => `${JSON.stringify(name)}:`);
  }

  start(): string {
    return '';
  }

  rows(batch: Batch, arena: Arena): string {
    const columns = batch.columns.map((_, i) => batch.column(i, arena));
    const writers = columns.map((column) => writerOf(column, arena));
    const object = objectWriter(this.#keys, columns, writers);
    let text = '';
    for (let row = 0; row < batch.rowCount; row++) text += `${object(row)}\n`;
    return text;
  }
}

function objectWriter(keys: readonly string[], columns: readonly ColumnVector[], writers: readonly Write[]): Write {
  return (row) => {
    let text = '';
    for (let i = 0; i < keys.length; i++) {
      if (isNull(columns[i]!, row)) continue;
      text += (text === '' ? '' : ',') + keys[i]! + writers[i]!(row);
    }
    return `{${text}}`;
  };
}

/** Writes the values of a column, which are not null. */
function writerOf(vector: ColumnVector, arena: Arena): Write {
  if (vector.encoding === 'dictionary') {
    const entry = writerOf(vector.values.column, arena);
    return (row) => entry(codeAt(vector.codes, vector.width, row));
  }
  const type = valueTypeOf(vector.type);
  switch (physicalTypeOf(type)) {
    case 'list':
    case 'fixedList':
      return type.kind === 'Map' ? mapWriter(vector, arena) : listWriter(vector, arena);
    case 'struct':
      return structWriter(vector, type, arena);
    case 'float16':
    case 'float32':
    case 'float64': {
      const single = type.kind !== 'Float64';
      return (row) => jsonFloat(getScalar(vector, row).value as number, single);
    }
    default:
      return scalarWriter(vector, type);
  }
}

function scalarWriter(vector: ColumnVector, type: DataType): Write {
  if (type.kind === 'Utf8' || type.kind === 'LargeUtf8' || type.kind === 'Utf8View') {
    const read = stringReader(vector);
    return (row) => JSON.stringify(read(row));
  }
  const format = makeFormatter(vector, FORMAT);
  return isBare(type) ? format : (row) => JSON.stringify(format(row));
}

/** Types whose text is JSON without quotes. */
function isBare(type: DataType): boolean {
  switch (type.kind) {
    case 'Boolean':
    case 'Int8':
    case 'Int16':
    case 'Int32':
    case 'Int64':
    case 'UInt8':
    case 'UInt16':
    case 'UInt32':
    case 'UInt64':
    case 'Decimal32':
    case 'Decimal64':
    case 'Decimal128':
    case 'Decimal256':
      return true;
    default:
      return false;
  }
}

const nullable =
  (vector: ColumnVector, write: Write): Write =>
  (row) =>
    isNull(vector, row) ? 'null' : write(row);

function listWriter(vector: ColumnVector, arena: Arena): Write {
  const flat = flatten(vector, arena);
  const child = flat.children[0]!;
  const element = nullable(child, writerOf(child, arena));
  return (row) => {
    const { start, end } = listRange(flat, row);
    let text = '';
    for (let i = start; i < end; i++) text += (i === start ? '' : ',') + element(i);
    return `[${text}]`;
  };
}

function mapWriter(vector: ColumnVector, arena: Arena): Write {
  const flat = flatten(vector, arena);
  const entries = flatten(flat.children[0]!, arena);
  const [keys, values] = [entries.children[0]!, entries.children[1]!];
  const key = makeFormatter(keys, FORMAT);
  const value = nullable(values, writerOf(values, arena));
  return (row) => {
    const { start, end } = listRange(flat, row);
    let text = '';
    for (let i = start; i < end; i++) text += `${i === start ? '' : ','}${JSON.stringify(key(i))}:${value(i)}`;
    return `{${text}}`;
  };
}

function structWriter(vector: ColumnVector, type: DataType, arena: Arena): Write {
  const flat = flatten(vector, arena);
  const fields = type.kind === 'Struct' ? type.fields : [];
  const keys = fields.map(({ name }) => `${JSON.stringify(name)}:`);
  return objectWriter(
    keys,
    flat.children,
    flat.children.map((child) => writerOf(child, arena)),
  );
}
