import { DataTypes, field, Schema } from '@datafusion-ts/common';
import { loadArrow } from '@datafusion-ts/compute';
import * as arrow from 'apache-arrow';

// The bridge loads single modules of apache-arrow: they must be the ones behind the module that users import.
it('makes objects of the classes that users import', async () => {
  const bridge = await loadArrow();
  const schema = new Schema([
    field('i', DataTypes.Int32),
    field('s', { kind: 'Dictionary', keyType: DataTypes.Int32, valueType: DataTypes.Utf8 }),
  ]);
  const converted = bridge.toArrowSchema(schema);
  expect(converted.fields[0]!.type).toBeInstanceOf(arrow.Int32);
  expect(converted.fields[1]!.type).toBeInstanceOf(arrow.Dictionary);

  const table = arrow.tableFromArrays({ i: Int32Array.of(1, 2), s: ['x', 'y'] });
  const batch = bridge.arrowFromHost(bridge.hostFromArrow(table.batches[0]!));
  expect(Object.getPrototypeOf(batch)).toBe(arrow.RecordBatch.prototype);
  const copy = arrow.tableFromIPC(arrow.tableToIPC(new arrow.Table([batch])));
  expect(copy.toArray().map((row) => `${row}`)).toEqual(['{"i": 1, "s": "x"}', '{"i": 2, "s": "y"}']);
});
