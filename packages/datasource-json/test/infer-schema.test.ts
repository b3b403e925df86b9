import { displayType } from '@datafusion-ts/common';
import { InMemoryObjectStore } from '@datafusion-ts/execution';
import { inferJsonSchema } from '../src/infer/infer-schema.js';

async function infer(text: string, newlineDelimited = true): Promise<Record<string, string>> {
  const store = new InMemoryObjectStore();
  await store.put('f.json', new TextEncoder().encode(text));
  const options = { compression: 'uncompressed', newlineDelimited, schemaInferMaxRecords: 1000 } as const;
  const schema = await inferJsonSchema(store, [await store.head('f.json')], options);
  return Object.fromEntries(schema.fields.map((f) => [f.name, displayType(f.dataType)]));
}

// All expectations are DataFusion 54.1's.
describe('inferJsonSchema', () => {
  it.each<[string, Record<string, string>]>([
    ['{"a":1}\n{"a":1.5,"b":null}', { a: 'Float64', b: 'Null' }],
    [
      '{"c":[1,2,null],"d":{"x":1}}\n{"c":[1.5],"d":{"y":"s"}}',
      { c: 'List(Float64)', d: 'Struct("x": Int64, "y": Utf8)' },
    ],
    ['{"a":true}\n{"a":1}', { a: 'Utf8' }],
    ['{"a":[1]}\n{"a":2}', { a: 'List(Int64)' }],
    [
      '{"a":[{"x":1}]}\n{"a":[{"y":[]}]}\n{"b":[]}',
      { a: 'List(Struct("x": Int64, "y": List(Null)))', b: 'List(Null)' },
    ],
    ['{"a":18446744073709551615}', { a: 'Float64' }],
    ['{"a":9223372036854775807}', { a: 'Int64' }],
    ['{"b":1,"a":2}', { b: 'Int64', a: 'Int64' }],
    ['\n\n{"a":1}\n\n', { a: 'Int64' }],
  ])('finds the columns of %s', async (text, expected) => {
    const found = await infer(text);
    expect(found).toEqual(expected);
    expect(Object.keys(found)).toEqual(Object.keys(expected));
  });

  it('reads arrays of records', async () => {
    expect(await infer('[{"a":1},{"a":2.5,"b":"x"}]', false)).toEqual({ a: 'Float64', b: 'Utf8' });
  });

  it.each([
    ['[1,2]', 'Expected JSON record to be an object, found Array [Number(1), Number(2)]'],
    ['null', 'Expected JSON record to be an object, found Null'],
    ['{"a":1', 'Not valid JSON: EOF while parsing an object at line 1 column 6'],
    ['{a:1}', 'Not valid JSON: key must be a string at line 1 column 2'],
    ['{"a":1}{"a":2}', 'Not valid JSON: trailing characters at line 1 column 8'],
    ['{"a":1e400}', 'Not valid JSON: number out of range at line 1 column 10'],
    ['{"a":"\\q"}', 'Not valid JSON: invalid escape at line 1 column 8'],
    ['{"a":tru}', 'Not valid JSON: expected ident at line 1 column 9'],
    ['{"a":{"x":1}}\n{"a":2}', 'Expected scalar or scalar array JSON type, found: Object({"x": Scalar({Int64})})'],
    ['{"a":[1,"x",true,[1]]}', 'Expected scalar value for scalar array, got: Array [Number(1)]'],
    ['{"a":[null]}\n{"a":{"b":null}}', 'Expected object json type, found: Array(Scalar({}))'],
  ])('refuses %s', async (text, message) => {
    await expect(infer(text)).rejects.toThrow(message);
  });
});
