import { DataTypes, field, Schema, ScalarValue } from '@datafusion-ts/common';
import { Arena, Batch, defaultFormatOptions, vectorFromScalars } from '@datafusion-ts/compute';
import { ResultPrinter } from '../src/print/result-printer.js';
import type { OutputFormat } from '../src/print/output-format.js';

const schema = new Schema([field('id', DataTypes.Int64), field('name', DataTypes.Utf8)]);

function print(format: OutputFormat, rows: readonly (readonly [bigint, string | null])[], maxRows = 40): string {
  const arena = new Arena();
  const lines: string[] = [];
  const printer = new ResultPrinter(schema, {
    format,
    maxRows,
    cells: { ...defaultFormatOptions, null: 'NULL' },
    write: (line) => lines.push(line),
  });
  const columns = [
    vectorFromScalars(
      DataTypes.Int64,
      rows.map(([id]) => ScalarValue.int64(id)),
      arena,
    ),
    vectorFromScalars(
      DataTypes.Utf8,
      rows.map(([, name]) => ScalarValue.utf8(name)),
      arena,
    ),
  ];
  printer.add(new Batch(schema, columns, rows.length));
  printer.finish();
  arena.release();
  return lines.join('\n');
}

describe('result printing', () => {
  it('tables', () => {
    expect(
      print('table', [
        [1n, 'a'],
        [2n, null],
      ]),
    ).toBe(
      ['+----+------+', '| id | name |', '+----+------+', '| 1  | a    |', '| 2  | NULL |', '+----+------+'].join('\n'),
    );
    expect(print('table', [])).toBe(['+----+------+', '| id | name |', '+----+------+'].join('\n'));
  });

  it('dots for rows left out', () => {
    const text = print(
      'table',
      [
        [1n, 'a'],
        [2n, 'b'],
        [3n, 'c'],
      ],
      1,
    );
    expect(text.split('\n').slice(3)).toEqual([
      '| 1  | a    |',
      '| .  | .    |',
      '| .  | .    |',
      '| .  | .    |',
      '+----+------+',
    ]);
    expect(print('table', [[1n, 'a']], 0)).toBe('');
  });

  it('csv and tsv', () => {
    expect(
      print('csv', [
        [1n, 'a,"b"'],
        [2n, null],
      ]),
    ).toBe('id,name\n1,"a,""b"""\n2,');
    expect(print('tsv', [[1n, 'a,b']])).toBe('id\tname\n1\ta,b');
    expect(print('csv', [])).toBe('');
  });

  it('json', () => {
    expect(
      print('json', [
        [9007199254740993n, 'a"b'],
        [2n, null],
      ]),
    ).toBe('[{"id":9007199254740993,"name":"a\\"b"},{"id":2}]');
    expect(
      print('nd-json', [
        [1n, 'a'],
        [2n, 'b'],
      ]),
    ).toBe('{"id":1,"name":"a"}\n{"id":2,"name":"b"}');
    expect(print('json', [])).toBe('');
  });
});
