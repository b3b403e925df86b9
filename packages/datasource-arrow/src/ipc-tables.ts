/** The flatbuffer tables of Arrow's IPC format (Message.fbs, Schema.fbs, File.fbs), for {@link checkFlatbuffer}. */
import type { Slot, Table } from './flatbuffer.js';

const I8: Slot = { kind: 'Scalar', bytes: 1 };
const I16: Slot = { kind: 'Scalar', bytes: 2 };
const I32: Slot = { kind: 'Scalar', bytes: 4 };
const I64: Slot = { kind: 'Scalar', bytes: 8 };
const STRING: Slot = { kind: 'String' };
const items = (bytes: number): Slot => ({ kind: 'Items', bytes });

const KEY_VALUE: Table = [STRING, STRING];
const METADATA: Slot = { kind: 'Tables', table: () => KEY_VALUE };
const INT: Table = [I32, I8];
const DICTIONARY_ENCODING: Table = [I64, { kind: 'Table', table: () => INT }, I8, I16];

/** In the order of the union `Type`, from Null. */
const TYPES: readonly Table[] = [
  [],
  INT,
  [I16],
  [],
  [],
  [],
  [I32, I32, I32],
  [I16],
  [I16, I32],
  [I16, STRING],
  [I16],
  [],
  [],
  [I16, items(4)],
  [I32],
  [I32],
  [I8],
  [I16],
  ...Array.from({ length: 8 }, () => []),
];

const FIELD: Table = [
  STRING,
  I8,
  I8,
  { kind: 'Union', tables: () => TYPES },
  { kind: 'Table', table: () => DICTIONARY_ENCODING },
  { kind: 'Tables', table: () => FIELD },
  METADATA,
];

const SCHEMA: Table = [I16, { kind: 'Tables', table: () => FIELD }, METADATA, items(8)];

/** Lengths of nodes and places of buffers lie in items of 16 bytes. */
const RECORD_BATCH: Table = [I64, items(16), items(16), { kind: 'Table', table: () => [I8, I8] }, items(8)];
const DICTIONARY_BATCH: Table = [I64, { kind: 'Table', table: () => RECORD_BATCH }, I8];

/** What precedes each body. */
export const MESSAGE: Table = [
  I16,
  I8,
  { kind: 'Union', tables: () => [SCHEMA, DICTIONARY_BATCH, RECORD_BATCH] },
  I64,
  METADATA,
];

/** What ends a file; its blocks, of 24 bytes, tell where messages are. */
export const FOOTER: Table = [I16, { kind: 'Table', table: () => SCHEMA }, items(24), items(24), METADATA];
