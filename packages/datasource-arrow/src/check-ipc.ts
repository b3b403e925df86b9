/**
 * The frame of IPC files and streams: that messages lie where they are said to, are sound flatbuffers, and have their bodies. Done once
 * before apache-arrow reads them, which trusts all of it.
 */
import { ArrowError } from '@datafusion-ts/common';
import type { ArrowBridge } from '@datafusion-ts/compute';
import type { Message } from 'apache-arrow';
import { checkFlatbuffer } from './flatbuffer.js';
import { FOOTER, MESSAGE } from './ipc-tables.js';

type ArrowModule = ArrowBridge['arrow'];

const CONTINUATION = 0xffff_ffff;
const MAGIC_BYTES = 6;
const HEAD_BYTES = 8;

const damaged = (what: string): RangeError => new RangeError(what);

/** A message: its flatbuffer, and where what follows it begins. */
interface Frame {
  readonly metadata: Uint8Array;
  readonly body: number;
}

/** Reads the length in front of a message; undefined at the end of a stream. */
function frameAt(bytes: Uint8Array, at: number): Frame | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (at + 4 > bytes.length) return undefined;
  const first = view.getUint32(at, true);
  const marked = first === CONTINUATION;
  if (marked && at + 8 > bytes.length) return undefined;
  const length = marked ? view.getInt32(at + 4, true) : first;
  if (length === 0) return undefined;
  const start = at + (marked ? 8 : 4);
  if (length < 0 || start + length > bytes.length) throw damaged('a message is longer than the file');
  return { metadata: bytes.subarray(start, start + length), body: start + length };
}

/** Checks the messages of a stream, or the first `most` of them. */
export function checkStream(arrow: ArrowModule, bytes: Uint8Array, most = Infinity): void {
  let at = 0;
  for (let seen = 0; seen < most; seen++) {
    const frame = frameAt(bytes, at);
    if (frame === undefined) return;
    at = frame.body + checkMessage(arrow, frame, bytes.length - frame.body);
  }
}

/** Checks the footer of a file and the messages it points to. */
export function checkFile(arrow: ArrowModule, bytes: Uint8Array): void {
  const end = bytes.length - MAGIC_BYTES - 4;
  if (end < HEAD_BYTES) throw damaged('the file is too short');
  const length = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getInt32(end, true);
  if (length <= 0 || length > end - HEAD_BYTES) throw damaged('the footer is longer than the file');
  const metadata = bytes.subarray(end - length, end);
  checkFlatbuffer(metadata, FOOTER);
  const view = new DataView(metadata.buffer, metadata.byteOffset, metadata.byteLength);
  for (const block of blocksOf(view)) {
    const [at, metadataLength, bodyLength] = block;
    const limit = end - length;
    if (at < HEAD_BYTES || metadataLength <= 0 || bodyLength < 0 || at + metadataLength + bodyLength > limit) {
      throw damaged('a block of the footer lies outside of the file');
    }
    const frame = frameAt(bytes.subarray(0, at + metadataLength + bodyLength), at);
    if (frame === undefined || frame.body > at + metadataLength) throw damaged('a message is longer than its block');
    checkMessage(arrow, { metadata: frame.metadata, body: at + metadataLength }, bodyLength);
  }
}

/** Place, bytes of metadata and of body of each block of a footer that was checked. */
function* blocksOf(view: DataView): Generator<readonly [number, number, number]> {
  const table = view.getUint32(0, true);
  const map = table - view.getInt32(table, true);
  const mapBytes = view.getUint16(map, true);
  for (const slot of [2, 3]) {
    const within = 4 + slot * 2 < mapBytes ? view.getUint16(map + 4 + slot * 2, true) : 0;
    if (within === 0) continue;
    const vector = table + within + view.getUint32(table + within, true);
    for (let i = 0, count = view.getUint32(vector, true); i < count; i++) {
      const block = vector + 4 + i * 24;
      yield [
        Number(view.getBigInt64(block, true)),
        view.getInt32(block + 8, true),
        Number(view.getBigInt64(block + 16, true)),
      ];
    }
  }
}

const NO_HEADER = "Unsupported message header type in IPC stream: 'NONE'";

/** Zeros, which pass for a message of no kind. */
const isEmptyTable = (metadata: Uint8Array): boolean => metadata.subarray(0, 4).every((byte) => byte === 0);

/** Checks a message whose body may have `room` bytes; gives the bytes of its body. */
function checkMessage(arrow: ArrowModule, { metadata }: Frame, room: number): number {
  if (isEmptyTable(metadata)) throw new ArrowError('Parser error', NO_HEADER);
  checkFlatbuffer(metadata, MESSAGE);
  const message = arrow.Message.decode(metadata);
  const bytes = Number(message.bodyLength);
  if (bytes < 0 || bytes > room) throw damaged('the body of a message is longer than the file');
  const batch = batchOf(message);
  if (batch !== undefined) checkBatch(batch, bytes);
  return bytes;
}

function batchOf(message: Message): RecordBatchHeader | undefined {
  if (message.isRecordBatch()) return message.header();
  return message.isDictionaryBatch() ? message.header().data : undefined;
}

/** What apache-arrow decodes of the header of a record batch. */
interface RecordBatchHeader {
  readonly length: number | bigint;
  readonly nodes: readonly { readonly length: number | bigint; readonly nullCount: number | bigint }[];
  readonly buffers: readonly { readonly offset: number | bigint; readonly length: number | bigint }[];
}

function checkBatch({ length, nodes, buffers }: RecordBatchHeader, bytes: number): void {
  checkLength(Number(length));
  for (const node of nodes) {
    checkLength(Number(node.length));
    const nulls = Number(node.nullCount);
    if (nulls < 0 || nulls > Number(node.length)) throw damaged(`a column of ${node.length} values has ${nulls} nulls`);
  }
  for (const buffer of buffers) {
    const [start, size] = [Number(buffer.offset), Number(buffer.length)];
    if (start < 0 || size < 0 || start + size > bytes)
      throw damaged('a buffer lies outside of the body of its message');
  }
}

/** Rows of a batch that can be told apart. */
const MOST_ROWS = 0x7fff_ffff;

function checkLength(rows: number): void {
  if (rows < 0 || rows > MOST_ROWS) throw damaged(`a batch of ${rows} rows`);
}
