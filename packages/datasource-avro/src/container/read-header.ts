import { avroError } from '../avro-error.js';
import { parseSchema } from '../schema/parse-schema.js';
import type { AvroField } from '../schema/avro-type.js';
import type { FileBytes } from './file-bytes.js';

const MAGIC = [0x4f, 0x62, 0x6a, 0x01];
const SYNC_BYTES = 16;

/** What a file says of itself before its blocks. */
export interface AvroHeader {
  readonly fields: readonly AvroField[];
  readonly codec: string;
  /** 16 bytes that follow every block. */
  readonly sync: Uint8Array;
}

/** Reads the header of an object container file; undefined for a file without bytes. */
export async function readHeader(file: FileBytes): Promise<AvroHeader | undefined> {
  if (file.done) return undefined;
  const magic = await file.take(MAGIC.length).catch(() => new Uint8Array(0));
  if (MAGIC.some((byte, i) => magic[i] !== byte)) throw avroError('Parser error: Incorrect avro magic');
  const entries = await readEntries(file);
  const schema = entries.get('avro.schema');
  if (schema === undefined) throw avroError('Parser error: Missing avro.schema metadata');
  const text = new TextDecoder();
  const codec = text.decode(entries.get('avro.codec') ?? new Uint8Array(0));
  return { fields: await parseSchema(text.decode(schema)), codec, sync: (await file.take(SYNC_BYTES)).slice() };
}

async function readEntries(file: FileBytes): Promise<ReadonlyMap<string, Uint8Array>> {
  const entries = new Map<string, Uint8Array>();
  const text = new TextDecoder();
  for (;;) {
    let count = await file.count();
    if (count === 0) return entries;
    if (count < 0) {
      count = -count;
      await file.length();
    }
    for (let i = 0; i < count; i++) {
      const key = text.decode(await file.take(await file.length()));
      entries.set(key, (await file.take(await file.length())).slice());
    }
  }
}
