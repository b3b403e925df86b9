import { kernels } from '../kernels/registry.js';
import type { FlatVector } from '../vector/column-vector.js';
import { physicalTypeOf } from '../vector/physical-type.js';

/** Gives the row of the largest (1) or least (0) value that is not null, -1 when there is none. */
export type FindBest = (values: number, validity: number, count: number, largest: number) => number;

/** The kernel that finds the best row; undefined for types whose values are no plain numbers or bytes. */
export function bestKernel(flat: FlatVector): FindBest | undefined {
  const all = kernels();
  switch (physicalTypeOf(flat.type)) {
    case 'int8':
      return all.bestI8;
    case 'int16':
      return all.bestI16;
    case 'int32':
      return all.bestI32;
    case 'int64':
      return all.bestI64;
    case 'uint8':
      return all.bestU8;
    case 'uint16':
      return all.bestU16;
    case 'uint32':
      return all.bestU32;
    case 'uint64':
      return all.bestU64;
    case 'float32':
      return all.bestF32;
    case 'float64':
      return all.bestF64;
    case 'decimal':
      // Decimals of 8 bytes are 64-bit integers.
      return flat.width === 8 ? all.bestI64 : undefined;
    case 'view':
      return all.bestView;
    default:
      return undefined;
  }
}
