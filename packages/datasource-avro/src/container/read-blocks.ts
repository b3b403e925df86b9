import { avroError } from '../avro-error.js';
import type { BlockCodec } from './codec.js';
import type { FileBytes } from './file-bytes.js';

/** Records that are compressed together. */
export interface AvroBlock {
  readonly count: number;
  /** Uncompressed; valid until the next block is asked for. */
  readonly bytes: Uint8Array;
}

/** The blocks that follow a header. */
export async function* readBlocks(
  file: FileBytes,
  sync: Uint8Array,
  codec: BlockCodec,
): AsyncGenerator<AvroBlock, void, undefined> {
  while (!file.done) {
    const count = await file.count();
    if (count < 0) throw avroError(`Parser error: block of ${count} records`);
    const bytes = await codec((await file.take(await file.length())).slice());
    const marker = await file.take(sync.length);
    if (sync.some((byte, i) => marker[i] !== byte)) throw avroError('Parser error: Incorrect sync marker');
    yield { count, bytes };
  }
}
