/**
 * Lists, structs and maps: their elements, fields or entries are cast. Structs match fields by name and fill new ones with null;
 * a list gets a fixed size only when every value has that many elements; a single value becomes a list of one.
 */
import { ArrowError, type DataType, type DataTypeOf } from '@datafusion-ts/common';
import type { Arena } from '../memory/arena.js';
import { mem } from '../memory/engine-memory.js';
import { flatten } from '../structural/flatten.js';
import { takeVectorOrNull, NO_ROW } from '../structural/take-or-null.js';
import { andBitmaps, countNulls, getBit } from '../vector/bitmap.js';
import type { ColumnVector, FlatVector } from '../vector/column-vector.js';
import { flatVector } from '../vector/flat-vector.js';
import { listRange, nullVector } from '../vector/scalar-access.js';
import { elementField, entryFields } from './can-cast.js';
import { ResultNulls, type CastOptions } from './row-cast.js';

/** How elements are cast: the general cast, handed in to keep files acyclic. */
export type CastFunction = (vector: ColumnVector, to: DataType, options: CastOptions, arena: Arena) => ColumnVector;

/** A list column as another list type. */
export function castLists(
  input: FlatVector,
  to: DataType,
  options: CastOptions,
  arena: Arena,
  cast: CastFunction,
): FlatVector {
  const element = elementField(to)!.dataType;
  if (to.kind === 'FixedSizeList') {
    const sized = input.type.kind === 'FixedSizeList' ? input : toFixedSize(input, to, options, arena);
    return { ...sized, type: to, children: [flatten(cast(sized.children[0]!, element, options, arena), arena)] };
  }
  const children = [flatten(cast(input.children[0]!, element, options, arena), arena)];
  if (input.type.kind !== 'FixedSizeList') return { ...input, type: to, children };
  const values = regularOffsets(input.length, input.type.size, arena);
  return flatVector(to, input.length, { ...nullsOf(input), values, width: 4, children });
}

const nullsOf = ({ validity, nullCount }: FlatVector): { validity: number; nullCount: number } => ({
  validity,
  nullCount,
});

function regularOffsets(length: number, size: number, arena: Arena): number {
  const offsets = arena.alloc((length + 1) * 4);
  const { i32 } = mem;
  for (let i = 0; i <= length; i++) i32[(offsets >>> 2) + i] = i * size;
  return offsets;
}

/** Gathers the elements of rows that have the right number of them; other rows are null or an error. */
function toFixedSize(
  input: FlatVector,
  to: DataTypeOf<'FixedSizeList'>,
  options: CastOptions,
  arena: Arena,
): FlatVector {
  const { length } = input;
  const rows = arena.alloc(length * to.size * 4);
  const nulls = new ResultNulls(input, arena);
  for (let row = 0; row < length; row++) {
    const valid = input.validity === 0 || getBit(input.validity, row);
    const { start, end } = listRange(input, row);
    const fits = valid && end - start === to.size;
    if (valid && !fits) {
      if (!options.safe) {
        const message = `Cannot cast to FixedSizeList(${to.size}): value at index ${row} has length ${end - start}`;
        throw new ArrowError('Cast error', message);
      }
      nulls.markNull(row);
    }
    for (let k = 0; k < to.size; k++) mem.u32[(rows >>> 2) + row * to.size + k] = fits ? start + k : NO_ROW;
  }
  const children = [takeVectorOrNull(input.children[0]!, rows, length * to.size, arena)];
  return flatVector(to, length, { validity: nulls.validity, nullCount: nulls.nullCount, children });
}

/** Each value as a list of one; nulls become lists of one null. */
export function wrapInLists(
  input: FlatVector,
  to: DataType,
  options: CastOptions,
  arena: Arena,
  cast: CastFunction,
): FlatVector {
  const children = [flatten(cast(input, elementField(to)!.dataType, options, arena), arena)];
  if (to.kind === 'FixedSizeList') return flatVector(to, input.length, { children });
  return flatVector(to, input.length, { values: regularOffsets(input.length, 1, arena), width: 4, children });
}

/** Fixed lists of one as their elements; a null list is a null. */
export function unwrapLists(
  input: FlatVector,
  to: DataType,
  options: CastOptions,
  arena: Arena,
  cast: CastFunction,
): FlatVector {
  const elements = flatten(cast(input.children[0]!, to, options, arena), arena);
  const validity = andBitmaps(input.validity, elements.validity, input.length, arena);
  return { ...elements, length: input.length, validity, nullCount: countNulls(validity, input.length) };
}

/** A struct column as another struct type. */
export function castStructs(
  input: FlatVector,
  from: DataTypeOf<'Struct'>,
  to: DataTypeOf<'Struct'>,
  options: CastOptions,
  arena: Arena,
  cast: CastFunction,
): FlatVector {
  const children = to.fields.map((field) => {
    const index = from.fields.findIndex((f) => f.name === field.name);
    const child = index < 0 ? nullVector(field.dataType, input.length) : input.children[index]!;
    return flatten(cast(child, field.dataType, options, arena), arena);
  });
  return { ...input, type: to, children };
}

/** A map column as another map type: keys and values by position. */
export function castMaps(
  input: FlatVector,
  to: DataTypeOf<'Map'>,
  options: CastOptions,
  arena: Arena,
  cast: CastFunction,
): FlatVector {
  const entries = flatten(input.children[0]!, arena);
  const children = entryFields(to).map((field, i) =>
    flatten(cast(entries.children[i]!, field.dataType, options, arena), arena),
  );
  return { ...input, type: to, children: [{ ...entries, type: to.entries.dataType, children }] };
}
