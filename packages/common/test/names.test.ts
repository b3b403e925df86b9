import fc from 'fast-check';
import { closestMatch, Column, levenshtein, normalizedLevenshtein, TableReference } from '@datafusion-ts/common';

describe('table references', () => {
  it.each([
    ['t', ['t']],
    ['S.T', ['s', 't']],
    ['c."S".t', ['c', 'S', 't']],
    ['"a.b"', ['a.b']],
    ['"a""b".c', ['a"b', 'c']],
    [' a . b ', ['a', 'b']],
    ['a.b.c.d', ['a.b.c.d']],
    ['count(*)', ['count(*)']],
    ['', ['']],
    ['a.', ['a.']],
    ['My Table', ['My Table']],
  ])('parses %j', (text, parts) => {
    expect(TableReference.parse(text).toParts()).toEqual(parts);
  });

  it('prints parts so that they are read back', () => {
    const part = fc.string({ minLength: 1 });
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 3 }), (parts) => {
        const reference = TableReference.fromParts(parts)!;
        expect(TableReference.parse(reference.toQuotedString()).toParts()).toEqual(parts);
      }),
    );
  });

  it('compares only the parts both give', () => {
    const [bare, partial, full] = [
      TableReference.bare('t'),
      TableReference.partial('s', 't'),
      TableReference.full('c', 's', 't'),
    ];
    expect(bare.resolvedEq(full)).toBe(true);
    expect(full.resolvedEq(bare)).toBe(true);
    expect(partial.resolvedEq(TableReference.partial('x', 't'))).toBe(false);
    expect(partial.equals(full)).toBe(false);
    expect(bare.resolve('dc', 'ds')).toEqual({ catalog: 'dc', schema: 'ds', table: 't' });
  });
});

describe('columns', () => {
  it.each([
    ['a', undefined, 'a'],
    ['t.A', 't', 'a'],
    ['s.t."A"', 's.t', 'A'],
    ['sum(t.a)', undefined, 'sum(t.a)'],
  ])('reads %s', (text, relation, name) => {
    const column = Column.fromQualifiedName(text);
    expect([column.relation?.toString(), column.name]).toEqual([relation, name]);
  });

  it('prints with and without quotes', () => {
    const column = new Column(TableReference.partial('S', 't'), 'my col');
    expect([column.flatName(), column.quotedFlatName()]).toEqual(['S.t.my col', '"S".t."my col"']);
  });

  it('has keys that are equal exactly for equal columns', () => {
    const columns = [
      new Column('t', 'a'),
      new Column(undefined, 't.a'),
      new Column('s.t', 'a'),
      new Column(undefined, 'a'),
    ];
    expect(new Set(columns.map((c) => c.key)).size).toBe(4);
    expect(new Column('t', 'a').key).toBe(columns[0]!.key);
  });
});

describe('edit distance', () => {
  it('counts single changes', () => {
    expect(levenshtein('kitten', 'sitting')).toBe(3);
    expect(normalizedLevenshtein('', '')).toBe(1);
    expect(normalizedLevenshtein('abcd', 'ab')).toBe(0.5);
    expect(closestMatch(['sum', 'count', 'coun'], 'COUNTT')).toBe('count');
    expect(closestMatch([], 'x')).toBeUndefined();
  });
});
