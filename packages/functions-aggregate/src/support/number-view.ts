import { mem, type PhysicalType } from '@datafusion-ts/compute';

/** Views of the engine memory by number type. */
export type NumberView =
  | Int8Array
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | Float32Array
  | Float64Array
  | BigInt64Array
  | BigUint64Array;

/** The view that reads a physical type; undefined when its values are not plain numbers. */
export function numberView(physical: PhysicalType): NumberView | undefined {
  switch (physical) {
    case 'int8':
      return mem.i8;
    case 'uint8':
      return mem.u8;
    case 'int16':
      return mem.i16;
    case 'uint16':
      return mem.u16;
    case 'int32':
      return mem.i32;
    case 'uint32':
      return mem.u32;
    case 'int64':
      return mem.i64;
    case 'uint64':
      return mem.u64;
    case 'float32':
      return mem.f32;
    case 'float64':
      return mem.f64;
    default:
      return undefined;
  }
}
