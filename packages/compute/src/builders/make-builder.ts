import type { DataType, ScalarValue } from '@datafusion-ts/common';
import type { Arena } from '../memory/arena.js';
import type { FlatVector } from '../vector/column-vector.js';
import { physicalTypeOf } from '../vector/physical-type.js';
import { BigIntBuilder, BooleanBuilder, BytesBuilder, DecimalBuilder, NullBuilder, NumberBuilder } from './fixed-builders.js';
import { FixedListBuilder, ListBuilder, StructBuilder, UnionBuilder } from './nested-builders.js';
import { BinaryBuilder } from './string-builder.js';
import type { VectorBuilder } from './vector-builder.js';

/** A builder for any type; dictionary types build their values, flat. `capacity` is a hint. */
export function makeBuilder(type: DataType, capacity: number, arena: Arena): VectorBuilder {
  switch (physicalTypeOf(type)) {
    case 'null':
      return new NullBuilder(type, arena, capacity);
    case 'boolean':
      return new BooleanBuilder(arena, capacity, type);
    case 'int64':
    case 'uint64':
      return new BigIntBuilder(type, arena, capacity);
    case 'decimal':
      return new DecimalBuilder(type, arena, capacity);
    case 'dayTime':
    case 'monthDayNano':
    case 'fixedBinary':
      return new BytesBuilder(type, arena, capacity);
    case 'view':
      return new BinaryBuilder(arena, capacity, type);
    case 'list':
      return new ListBuilder(type, arena, capacity);
    case 'fixedList':
      return new FixedListBuilder(type, arena, capacity);
    case 'struct':
      return new StructBuilder(type, arena, capacity);
    case 'union':
      return new UnionBuilder(type, arena, capacity);
    default:
      return new NumberBuilder(type, arena, capacity);
  }
}

/** A flat vector of the scalars, which must be of type `type` or null. */
export function vectorFromScalars(type: DataType, scalars: readonly ScalarValue[], arena: Arena): FlatVector {
  const builder = makeBuilder(type, scalars.length, arena);
  for (const scalar of scalars) builder.append(scalar);
  return builder.finish();
}
