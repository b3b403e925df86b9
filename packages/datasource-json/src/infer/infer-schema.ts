/** Finds the columns of JSON files by looking at the first records: lines that are objects, or elements of an array. */
import { ArrowError, Schema } from '@datafusion-ts/common';
import { readChunks } from '@datafusion-ts/datasource';
import type { ObjectMeta, ObjectStore } from '@datafusion-ts/execution';
import type { JsonReadOptions } from '../json-read-options.js';
import { decodeText } from '../scan/unescape.js';
import { splitArray } from './split-array.js';
import { fieldsOf, mergeObject, type InferredFields } from './inferred-type.js';
import { debugJson, type JsonValue } from './json-value.js';
import { JsonSyntaxError, parseJson } from './parse-json.js';

/** The schema of files of one table; columns come in the order they are first seen in. */
export async function inferJsonSchema(
  store: ObjectStore,
  objects: readonly ObjectMeta[],
  options: JsonReadOptions,
): Promise<Schema> {
  let fields: InferredFields = new Map();
  let left = options.schemaInferMaxRecords;
  for (const object of objects) {
    if (left <= 0) break;
    for await (const text of recordTexts(store, object, options)) {
      if (left-- <= 0) break;
      fields = mergeObject(fields, recordOf(text));
    }
  }
  return new Schema(fieldsOf(fields));
}

function recordOf(text: string): ReadonlyMap<string, JsonValue> {
  let value: JsonValue;
  try {
    value = parseJson(text);
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error;
    throw new ArrowError('Json error', `Not valid JSON: ${error.message}`, { cause: error });
  }
  if (value.kind !== 'object')
    throw new ArrowError('Json error', `Expected JSON record to be an object, found ${debugJson(value)}`);
  return value.entries;
}

async function* recordTexts(
  store: ObjectStore,
  object: ObjectMeta,
  options: JsonReadOptions,
): AsyncGenerator<string, void, undefined> {
  const chunks = readChunks(store, object, undefined, options.compression);
  if (options.newlineDelimited) {
    for await (const line of lines(chunks)) if (line.trim() !== '') yield line.trim();
    return;
  }
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  yield* splitArray(decodeText(joined(parts)));
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const result = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    result.set(part, at);
    at += part.length;
  }
  return result;
}

/** Lines as text; the pieces of one that spans chunks are joined once, when its end has come. */
async function* lines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string, void, undefined> {
  let pieces: Uint8Array[] = [];
  for await (const chunk of chunks) {
    let start = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, start)) {
      const last = chunk.subarray(start, end);
      yield decodeText(pieces.length === 0 ? last : joined([...pieces, last]));
      pieces = [];
      start = end + 1;
    }
    if (start < chunk.length) pieces.push(chunk.slice(start));
  }
  if (pieces.length > 0) yield decodeText(joined(pieces));
}
