/**
 * Deep copies: for operators that keep rows beyond the batch they came in. Text is copied and packed, codes stay codes
 * and hold a reference to their entries until the arena is reset.
 */
import type { Arena } from '../memory/arena.js';
import { mem } from '../memory/engine-memory.js';
import { kernels } from '../kernels/registry.js';
import { bitmapBytes } from '../vector/bitmap.js';
import { Batch } from '../vector/batch.js';
import type { ColumnVector, DictionaryVector, FlatVector } from '../vector/column-vector.js';
import { physicalTypeOf, valueTypeOf } from '../vector/physical-type.js';
import { sliceVector } from './slice.js';
import { copyBytesTo } from '../memory/bytes.js';

/** The same values with nothing shared but dictionary entries. */
export function copyVector(vector: ColumnVector, arena: Arena): ColumnVector {
  switch (vector.encoding) {
    case 'constant':
      return vector;
    case 'dictionary':
      return copyCodes(vector, arena);
    case 'flat':
      return copyFlat(vector, arena);
  }
}

/** The rows of a batch that count, deep, without a selection. */
export function copyBatch(batch: Batch, arena: Arena): Batch {
  const gathered = batch.selection !== undefined;
  const columns = batch.columns.map((_, i) => {
    const column = batch.column(i, arena);
    return gathered ? ownText(column, arena) : copyVector(column, arena);
  });
  return new Batch(batch.schema, columns, batch.rowCount);
}

/** A copy of `bytes` bytes. */
export function copyBytes(from: number, bytes: number, arena: Arena): number {
  if (from === 0) return 0;
  const to = arena.alloc(bytes);
  copyBytesTo(to, from, bytes);
  return to;
}

function copyCodes(vector: DictionaryVector, arena: Arena): DictionaryVector {
  arena.keep(vector.values.retain());
  return {
    ...vector,
    codes: copyBytes(vector.codes, vector.length * vector.width, arena),
    validity: copyBytes(vector.validity, bitmapBytes(vector.length), arena),
  };
}

function copyFlat(flat: FlatVector, arena: Arena): FlatVector {
  const { length } = flat;
  const validity = copyBytes(flat.validity, bitmapBytes(length), arena);
  const physical = physicalTypeOf(flat.type);
  switch (physical) {
    case 'boolean':
      return { ...flat, validity, values: copyBytes(flat.values, bitmapBytes(length), arena) };
    case 'view':
      return ownText({ ...flat, validity, values: copyBytes(flat.values, length * 16, arena) }, arena);
    case 'list':
      return copyList(flat, validity, arena);
    case 'fixedList': {
      const type = valueTypeOf(flat.type);
      const count = length * (type.kind === 'FixedSizeList' ? type.size : 0);
      return { ...flat, validity, children: [copyVector(sliceVector(flat.children[0]!, 0, count, arena), arena)] };
    }
    default: {
      const children = flat.children.map((child) => copyVector(child, arena));
      const aux = copyBytes(flat.aux, length * 4, arena);
      return { ...flat, validity, values: copyBytes(flat.values, length * flat.width, arena), aux, children };
    }
  }
}

/** Only the elements in use are copied, so offsets start at 0 again. */
function copyList(flat: FlatVector, validity: number, arena: Arena): FlatVector {
  const start = mem.i32[flat.values >>> 2]!;
  const end = mem.i32[(flat.values >>> 2) + flat.length]!;
  const values = arena.alloc((flat.length + 1) * 4);
  const i32 = mem.i32;
  for (let i = 0; i <= flat.length; i++) i32[(values >>> 2) + i] = i32[(flat.values >>> 2) + i]! - start;
  const children = [copyVector(sliceVector(flat.children[0]!, start, end - start, arena), arena)];
  return { ...flat, validity, values, children };
}

/** Gives a vector that was just gathered text and entries of its own; other buffers stay. */
export function ownText(vector: FlatVector, arena: Arena): FlatVector;
export function ownText(vector: ColumnVector, arena: Arena): ColumnVector;
export function ownText(vector: ColumnVector, arena: Arena): ColumnVector {
  if (vector.encoding === 'constant') return vector;
  if (vector.encoding === 'dictionary') {
    arena.keep(vector.values.retain());
    return vector;
  }
  switch (physicalTypeOf(vector.type)) {
    case 'view': {
      const total = kernels().longTextBytes(vector.values, vector.length);
      if (total > 0) kernels().moveText(vector.values, vector.length, arena.alloc(total));
      return vector;
    }
    case 'union':
      return { ...vector, children: vector.children.map((child) => copyVector(child, arena)) };
    default:
      return vector.children.length === 0
        ? vector
        : { ...vector, children: vector.children.map((child) => ownText(child, arena)) };
  }
}
