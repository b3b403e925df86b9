/** Compressing files while they are written. */
import { NotImplementedError, type FileCompression } from '@datafusion-ts/common';

/** Takes the bytes of a file piece by piece and gives all of them, compressed, at the end. */
export interface Compressor {
  push(bytes: Uint8Array): Promise<void>;
  /** The pieces that are ready; called after every push and once at the end. */
  finish(): Promise<readonly Uint8Array[]>;
}

/** A compressor; throws NotImplementedError for codecs that are only read. */
export function compressorFor(compression: FileCompression): Compressor {
  switch (compression) {
    case 'uncompressed':
      return new PlainCompressor();
    case 'gzip':
      return new StreamCompressor('gzip');
    default:
      throw new NotImplementedError(`Writing ${compression} compressed files`);
  }
}

class PlainCompressor implements Compressor {
  readonly #parts: Uint8Array[] = [];

  push(bytes: Uint8Array): Promise<void> {
    if (bytes.length > 0) this.#parts.push(bytes);
    return Promise.resolve();
  }

  finish(): Promise<readonly Uint8Array[]> {
    return Promise.resolve(this.#parts);
  }
}

class StreamCompressor implements Compressor {
  readonly #writer: WritableStreamDefaultWriter<Uint8Array<ArrayBuffer>>;
  readonly #result: Promise<ArrayBuffer>;

  constructor(format: CompressionFormat) {
    const stream = new CompressionStream(format);
    this.#writer = stream.writable.getWriter();
    this.#result = new Response(stream.readable).arrayBuffer();
  }

  push(bytes: Uint8Array): Promise<void> {
    return bytes.length === 0 ? Promise.resolve() : this.#writer.write(bytes.slice());
  }

  async finish(): Promise<readonly Uint8Array[]> {
    await this.#writer.close();
    return [new Uint8Array(await this.#result)];
  }
}
