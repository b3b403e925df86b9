import fc from 'fast-check';
import { rowLines, sameLines } from '../src/check/compare-rows.js';
import { diffLines } from '../src/check/diff.js';
import { matchesError, rustRegex } from '../src/check/error-match.js';
import { hashRows, sortRows } from '../src/check/sort-rows.js';

describe('sameLines', () => {
  it('ignores white space at the end of lines only', () => {
    expect(sameLines(rowLines([['a', 'b '], ['c']]), ['a b', 'c  '])).toBe(true);
    expect(sameLines(['a  b'], ['a b'])).toBe(false);
  });

  it('compares the number of rows', () => {
    expect(sameLines(['a'], ['a', 'b'])).toBe(false);
    expect(sameLines(['a', 'b'], ['a'])).toBe(false);
    expect(sameLines([], [])).toBe(true);
  });

  it.each([
    [['<slt:ignore>'], true],
    [['Data<slt:ignore>'], true],
    [['<slt:ignore>Fusion'], true],
    [['Fusion<slt:ignore>'], false],
    [['<slt:ignore>Data<slt:ignore>x'], false],
  ])('matches fragments of %j', (expected, same) => expect(sameLines(['DataFusion'], expected)).toBe(same));

  it('matches fragments over rows, in order', () => {
    expect(sameLines(['0', '1', '2'], ['0', '<slt:ignore>', '2'])).toBe(true);
    expect(sameLines(['a b', 'c'], ['<slt:ignore>c', 'a'])).toBe(false);
  });
});

describe('sortRows', () => {
  it('orders rows cell by cell, shorter first', () => {
    const rows = [['b'], ['a', 'z'], ['a'], ['a', 'b']];
    expect(sortRows(rows, 'rowsort')).toEqual([['a'], ['a', 'b'], ['a', 'z'], ['b']]);
    expect(sortRows(rows, 'nosort')).toBe(rows);
  });

  it('orders values on their own', () => {
    expect(
      sortRows(
        [
          ['b', 'a'],
          ['c', 'a'],
        ],
        'valuesort',
      ),
    ).toEqual([['a'], ['a'], ['b'], ['c']]);
  });

  it('orders by the bytes of UTF-8', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' })), (cells) => {
        const sorted = sortRows(
          cells.map((cell) => [cell]),
          'rowsort',
        ).map(([cell]) => Buffer.from(cell as string));
        const byBytes = cells.map((cell) => Buffer.from(cell)).sort(Buffer.compare);
        expect(sorted).toEqual(byBytes);
      }),
    );
  });
});

describe('hashRows', () => {
  it('hashes above the threshold only', () => {
    const rows = [
      ['1', '2'],
      ['3', '4'],
    ];
    expect(hashRows(rows, 0)).toBe(rows);
    expect(hashRows(rows, 4)).toBe(rows);
    // printf '1\\n2\\n3\\n4\\n' | md5sum
    expect(hashRows(rows, 3)).toEqual([['4 values hashing to 302c28003d487124d97c242de94da856']]);
  });
});

describe('errors', () => {
  it('matches patterns anywhere', () => {
    const error = (pattern: string) =>
      matchesError({ kind: 'regex', pattern }, "DataFusion error: Table 'T' not found\nat 2");
    expect(error("Table 'T'")).toBe(true);
    expect(error("(?i)TABLE 't'")).toBe(true);
    expect(error('not found[\\s\\S]*2')).toBe(true);
    expect(error('(?s)not found.*2')).toBe(true);
    expect(error('not found.*2')).toBe(false);
    expect(error('^Table')).toBe(false);
  });

  it('reads what Rust writes differently', () => {
    expect(rustRegex('(?P<n>[[:alpha:]]+)\\z').exec('12abc')?.groups).toMatchObject({ n: 'abc' });
  });

  it('compares texts without space around them', () => {
    expect(matchesError({ kind: 'text', text: 'a\n b\n' }, 'a\n b')).toBe(true);
    expect(matchesError({ kind: 'text', text: 'a' }, 'a b')).toBe(false);
    expect(matchesError({ kind: 'any' }, 'whatever')).toBe(true);
  });
});

it('shows only the lines that differ', () => {
  expect(diffLines(['a', 'b', 'c'], ['a', 'x', 'c'])).toBe('    a\n-   b\n+   x');
});
