import type { DataType } from '@datafusion-ts/common';
import { physicalTypeOf } from '../vector/physical-type.js';
import { ROW_FLOAT, ROW_RAW, ROW_SIGNED, ROW_UNSIGNED } from '../twin/rows.js';

/** How one column is written. */
export interface RowStyle {
  readonly ordered: boolean;
  /** 0xff when descending: value bytes are complemented, markers are not. */
  readonly invert: number;
  /** 0 or 2: before or behind the marker of values, 1. */
  readonly nullMarker: number;
}

/** Class of a fixed-width type for the `rowFixed` kernel. */
export function valueKind(type: DataType, style: RowStyle): number {
  if (!style.ordered) return ROW_RAW;
  switch (physicalTypeOf(type)) {
    case 'uint8':
    case 'uint16':
    case 'uint32':
    case 'uint64':
      return ROW_UNSIGNED;
    case 'float16':
    case 'float32':
    case 'float64':
      return ROW_FLOAT;
    case 'fixedBinary':
      return ROW_RAW;
    default:
      return ROW_SIGNED;
  }
}
