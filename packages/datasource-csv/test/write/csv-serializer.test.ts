import {
  ConfigOptions,
  DataTypes,
  field,
  ScalarValue,
  Schema,
  tableOptionsFor,
  type DataType,
} from '@datafusion-ts/common';
import { allocator, Arena, Batch, vectorFromScalars } from '@datafusion-ts/compute';
import { CsvSerializer } from '../../src/write/csv-serializer.js';
import { csvWriteOptions } from '../../src/write/csv-write-options.js';

type Column = readonly [name: string, type: DataType, values: readonly ScalarValue[]];

function write(columns: readonly Column[], options: Record<string, string> = {}): string {
  const config = new ConfigOptions();
  const { csv } = tableOptionsFor('csv', new Map(Object.entries(options)), config);
  const schema = new Schema(columns.map(([name, type]) => field(name, type)));
  const arena = new Arena();
  try {
    const vectors = columns.map(([, type, values]) => vectorFromScalars(type, values, arena));
    const serializer = new CsvSerializer(schema, csvWriteOptions(csv, config));
    return serializer.start() + serializer.rows(new Batch(schema, vectors, columns[0]![2].length), arena);
  } finally {
    arena.release();
  }
}

const text = (...values: (string | null)[]): Column => [
  't',
  DataTypes.Utf8,
  values.map((value) => new ScalarValue(DataTypes.Utf8, value)),
];
const ints = (...values: (number | null)[]): Column => [
  'i',
  DataTypes.Int32,
  values.map((value) => new ScalarValue(DataTypes.Int32, value)),
];

// All expectations are what DataFusion 54.1 writes.
describe('CsvSerializer', () => {
  afterEach(() => expect(allocator.liveBlocks).toBe(0));

  it('quotes fields that would not read back, and doubles quotes', () => {
    expect(write([ints(1, null), text('x,"y', 'a\nb')])).toBe('i,t\n1,"x,""y"\n,"a\nb"\n');
  });

  it('leaves spaces, empty texts and comments as they are', () => {
    expect(write([ints(1, 2, 3), text(' x ', '', '#a')])).toBe('i,t\n1, x \n2,\n3,#a\n');
  });

  it('quotes the only field of a record when it is empty', () => {
    expect(write([text('')])).toBe('t\n""\n');
  });

  it('escapes quotes when they are not doubled, and quotes all but numbers when asked to', () => {
    const options = { quote_style: 'nonnumeric', double_quote: 'false', has_header: 'false', null_value: 'NULL' };
    expect(write([ints(1, 5), text(null, 'x"y')], options)).toBe('1,"NULL"\n5,"x\\"y"\n');
  });

  it('never quotes when told so, with other delimiters and terminators', () => {
    expect(write([ints(5), text('x"y')], { quote_style: 'never', terminator: '|', delimiter: ';' })).toBe('i;t|5;x"y|');
  });

  it('prints dates and times by patterns', () => {
    const date = new ScalarValue(DataTypes.Date32, 18661);
    expect(write([['d', DataTypes.Date32, [date]]], { date_format: '%d.%m.%Y' })).toBe('d\n03.02.2021\n');
  });

  it('refuses nested types', () => {
    const type = DataTypes.list(field('item', DataTypes.Int64));
    expect(() => write([['l', type, [new ScalarValue(type, null)]]])).toThrow(
      'Csv error: Nested type List(Int64) is not supported in CSV',
    );
  });
});
