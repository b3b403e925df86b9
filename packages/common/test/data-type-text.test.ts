import { displayType, parseDataType, sameType } from '@datafusion-ts/common';

const TYPES = [
  'Null',
  'Boolean',
  'Int8',
  'UInt64',
  'Float16',
  'Utf8',
  'LargeUtf8',
  'Utf8View',
  'BinaryView',
  'FixedSizeBinary(16)',
  'Date64',
  'Time32(s)',
  'Time64(µs)',
  'Timestamp(ns)',
  'Timestamp(ms, "+05:00")',
  'Duration(ms)',
  'Interval(MonthDayNano)',
  'Decimal32(9, 2)',
  'Decimal256(76, 10)',
  'Decimal128(10, -2)',
  'Dictionary(Int32, Utf8)',
  'List(Int64)',
  'List(non-null Int64)',
  "List(Int64, field: 'foo')",
  'LargeList(List(Utf8))',
  'ListView(Int64)',
  'FixedSizeList(3 x non-null Int64)',
  'Struct()',
  'Struct("a": non-null Int64, "b\\"c": List(Utf8))',
  'Union(Sparse, 0: ("a": Int64), 5: ("b": non-null Utf8))',
  'Map("entries": non-null Struct("key": non-null Utf8, "value": Int64), unsorted)',
  'RunEndEncoded("run_ends": non-null Int32, "values": Utf8)',
];
const PREFIX = (text: string): string =>
  `Execution error: Unsupported type '${text}'. Must be a supported arrow type name such as 'Int32' or 'Timestamp(ns)'. Error `;

describe('texts of types', () => {
  it.each(TYPES)('%s is read and written', (text) => {
    expect(displayType(parseDataType(text))).toBe(text);
    expect(sameType(parseDataType(text), parseDataType(text))).toBe(true);
  });

  it.each([
    ['Timestamp(Nanosecond, Some("UTC"))', 'Timestamp(ns, "UTC")'],
    ['Timestamp(us)', 'Timestamp(µs)'],
    ['List(nullable Int64)', 'List(Int64)'],
    ['FixedSizeList(3, Int64)', 'FixedSizeList(3 x Int64)'],
    ['Int32 ', 'Int32'],
  ])('%s means %s', (text, wanted) => {
    expect(displayType(parseDataType(text))).toBe(wanted);
  });

  it.each([
    ['foo', 'unknown token: foo'],
    ['list(int64)', 'unknown token: list'],
    ['Timestamp', 'finding next token'],
    ['Timestamp(ns, UTC)', 'unknown token: UTC'],
    ["Timestamp(ns, '+01')", 'Expected None, Some, or a timezone string, got SingleQuotedString("+01")'],
    ['Timestamp(ns "UTC")', 'Expected comma followed by a timezone, or an ), got DoubleQuotedString("UTC")'],
    ['Timestamp(ns,)', 'Expected None, Some, or a timezone string, got RParen'],
    ['Decimal128(10)', "Expected ',', got ')'"],
    ['Decimal128(300,2)', 'converting 300 into u8 for Decimal128: out of range integral type conversion attempted'],
    ['Int32 Int64', "checking trailing content after parsing 'Int32'"],
    ['"foo"', "finding next type, got unexpected 'DoubleQuotedString(foo)'"],
    ['123', "finding next type, got unexpected 'Integer(123)'"],
    ['List()', "finding next type, got unexpected ')'"],
    ['FixedSizeList(Int64, 3)', "finding i64 for FixedSizeList, got 'Int64'"],
  ])('%s is refused', (text, why) => {
    let message = '';
    try {
      parseDataType(text);
    } catch (error) {
      message = String(error);
    }
    expect(message).toBe(PREFIX(text) + why);
  });
});
