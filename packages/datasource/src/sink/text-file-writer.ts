/** Files that are made of the text of one batch after the other, compressed as a whole or not at all. */
import type { FileCompression } from '@datafusion-ts/common';
import { Arena, type Batch } from '@datafusion-ts/compute';
import type { MultipartUpload } from '@datafusion-ts/execution';
import { compressorFor, type Compressor } from '../compression/compress.js';
import type { FileWriter } from './file-writer.js';

/** Turns rows into the bytes of a file. One per file. */
export interface BatchSerializer {
  /** What the file begins with, such as a header: written even when no rows follow. */
  start(): string;
  /** The rows of a batch; `arena` is for scratch memory. */
  rows(batch: Batch, arena: Arena): string;
}

const encoder = new TextEncoder();

export class TextFileWriter implements FileWriter {
  readonly #serializer: BatchSerializer;
  readonly #compressor: Compressor;
  readonly #upload: MultipartUpload;
  #started = false;

  constructor(serializer: BatchSerializer, compression: FileCompression, upload: MultipartUpload) {
    this.#serializer = serializer;
    this.#compressor = compressorFor(compression);
    this.#upload = upload;
  }

  async write(batch: Batch): Promise<void> {
    const arena = new Arena();
    let text: string;
    try {
      text = this.#start() + this.#serializer.rows(batch, arena);
    } finally {
      arena.release();
    }
    await this.#compressor.push(encoder.encode(text));
  }

  async finish(): Promise<number> {
    await this.#compressor.push(encoder.encode(this.#start()));
    let size = 0;
    for (const part of await this.#compressor.finish()) {
      await this.#upload.putPart(part);
      size += part.length;
    }
    await this.#upload.complete();
    return size;
  }

  abort(): Promise<void> {
    return this.#upload.abort();
  }

  #start(): string {
    if (this.#started) return '';
    this.#started = true;
    return this.#serializer.start();
  }
}
