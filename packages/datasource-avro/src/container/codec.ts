/** Decompression of blocks; each library is loaded with the first file that needs it. */
import { NotImplementedError } from '@datafusion-ts/common';
import { decompress, loadZstd } from '@datafusion-ts/datasource';
import { avroError } from '../avro-error.js';
import { crc32 } from './crc32.js';

/** Gives the uncompressed bytes of a block. */
export type BlockCodec = (bytes: Uint8Array) => Promise<Uint8Array> | Uint8Array;

/** No byte of snappy's stands for more than these. */
const SNAPPY_EXPANSION = 64;

/** The codec of a file by the name in its header. */
export async function loadCodec(name: string): Promise<BlockCodec> {
  const codec = await makeCodec(name);
  return async (bytes) => {
    try {
      return await codec(bytes);
    } catch (error) {
      throw avroError(`Parser error: ${name}: ${error instanceof Error ? error.message : String(error)}`, error);
    }
  };
}

async function makeCodec(name: string): Promise<BlockCodec> {
  switch (name) {
    case 'null':
    case '':
      return (bytes) => bytes;
    case 'deflate':
      return inflate;
    case 'snappy':
      return loadSnappy();
    case 'zstandard':
      return loadZstd();
    case 'bzip2':
      return (bytes) => decompress(bytes, 'bzip2');
    case 'xz':
      return (bytes) => decompress(bytes, 'xz');
    default:
      throw new NotImplementedError(`Avro codec ${name}`);
  }
}

async function inflate(bytes: Uint8Array): Promise<Uint8Array> {
  const blob = new Blob([bytes as Uint8Array<ArrayBuffer>]);
  const stream = blob.stream().pipeThrough(new DecompressionStream('deflate-raw'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** Snappy blocks are followed by the checksum of what they decompress to. */
async function loadSnappy(): Promise<BlockCodec> {
  const module = await import('snappyjs');
  const { uncompress } = 'default' in module ? (module.default as typeof module) : module;
  return (bytes) => {
    const end = bytes.length - 4;
    if (end < 0) throw new RangeError('block ends early');
    const output = uncompress(bytes.subarray(0, end), end * SNAPPY_EXPANSION);
    const sum = new DataView(bytes.buffer, bytes.byteOffset + end, 4).getUint32(0);
    if (crc32(output) !== sum) throw new RangeError('checksum mismatch');
    return output;
  };
}
