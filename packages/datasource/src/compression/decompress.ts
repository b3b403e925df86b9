import { NotImplementedError, type FileCompression } from '@datafusion-ts/common';

/** The bytes of a compressed file; the whole file is held, because the codecs work on whole files. */
export async function decompress(bytes: Uint8Array, compression: FileCompression): Promise<Uint8Array> {
  switch (compression) {
    case 'uncompressed':
      return bytes;
    case 'gzip':
      return inflate(bytes);
    default:
      throw new NotImplementedError(`Reading ${compression} compressed files`);
  }
}

async function inflate(bytes: Uint8Array): Promise<Uint8Array> {
  const stream = new Blob([bytes as Uint8Array<ArrayBuffer>]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
