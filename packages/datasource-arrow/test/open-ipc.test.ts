import * as arrow from 'apache-arrow';
import { batchesOf, openIpc } from '../src/open-ipc.js';
import { loadIpc } from '../src/load-ipc.js';

/** Where a footer says a record batch is. */
type Block = { readonly offset: number; readonly metaDataLength: number };

const file = (): Uint8Array => arrow.tableToIPC(arrow.tableFromArrays({ a: Int32Array.of(1, 2, 3) }), 'file');

describe('IPC files', () => {
  it('give their batches', async () => {
    const batches = [...batchesOf(openIpc(await loadIpc(), file()))];
    expect(batches.map((batch) => batch.numRows)).toEqual([3]);
  });

  it('whose footer points past their end are refused', async () => {
    const bytes = file().slice();
    const view = new DataView(bytes.buffer);
    const reader = arrow.RecordBatchReader.from(bytes).open() as arrow.RecordBatchFileReader;
    const { _impl } = reader as unknown as { _impl: { footer: { getRecordBatch(i: number): Block } } };
    const block = _impl.footer.getRecordBatch(0);
    const places = Array.from({ length: bytes.length - 12 }, (_, i) => i).filter(
      (i) => view.getBigInt64(i, true) === BigInt(block.offset) && view.getInt32(i + 8, true) === block.metaDataLength,
    );
    expect(places).toHaveLength(1);
    view.setBigInt64(places[0]!, BigInt(2 * bytes.length), true);
    const bridge = await loadIpc();
    expect(() => [...batchesOf(openIpc(bridge, bytes))]).toThrow('Unable to read Arrow IPC data');
  });
});
