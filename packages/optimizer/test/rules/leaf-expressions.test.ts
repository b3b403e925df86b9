import { sampleCatalog } from '../support/test-catalog.js';

const catalog = sampleCatalog().addTable('ts', [
  ['x', 'Int32', 'YES'],
  ['st', 'Struct("a": Int32, "b": Int32)', 'YES'],
]);

/** Plans of the real engine. */
describe('fields of structs', () => {
  it('are computed below the filter that reads one and the projection that reads another', () => {
    expect(catalog.explain("select st['a'] from ts where st['b'] > 3")).toBe(
      [
        'Projection: __datafusion_extracted_2 AS ts.st[a]',
        '  Filter: __datafusion_extracted_1 > Int32(3)',
        '    Projection: get_field(ts.st, Utf8("b")) AS __datafusion_extracted_1, get_field(ts.st, Utf8("a")) AS __datafusion_extracted_2',
        '      TableScan: ts projection=[st]',
      ].join('\n'),
    );
  });

  it('are computed below the join they are a key of', () => {
    expect(catalog.explain("select ts.x from ts join t2 on ts.st['a'] = t2.i where ts.st['b'] > t2.j")).toBe(
      [
        'Projection: ts.x',
        '  Inner Join: __datafusion_extracted_1 = t2.i Filter: __datafusion_extracted_2 > t2.j',
        '    Projection: get_field(ts.st, Utf8("a")) AS __datafusion_extracted_1, get_field(ts.st, Utf8("b")) AS __datafusion_extracted_2, ts.x',
        '      TableScan: ts projection=[x, st]',
        '    TableScan: t2 projection=[i, j]',
      ].join('\n'),
    );
  });

  it('keep their names in the result of a grouping', () => {
    expect(catalog.explain("select sum(st['a']) from ts group by st['b']")).toBe(
      [
        'Projection: sum(__datafusion_extracted_2) AS sum(ts.st[a])',
        '  Aggregate: groupBy=[[__datafusion_extracted_1]], aggr=[[sum(CAST(__datafusion_extracted_2 AS Int64))]]',
        '    Projection: get_field(ts.st, Utf8("b")) AS __datafusion_extracted_1, get_field(ts.st, Utf8("a")) AS __datafusion_extracted_2',
        '      TableScan: ts projection=[st]',
      ].join('\n'),
    );
  });

  it('stay where they are when told to', () => {
    const off = sampleCatalog().addTable('ts', [['st', 'Struct("a": Int32)', 'YES']]);
    off.config.set('datafusion.optimizer.enable_leaf_expression_pushdown', 'false');
    expect(off.explain("select st['a'] + 1 from ts where st['a'] > 3")).not.toContain('__datafusion_extracted');
  });
});
