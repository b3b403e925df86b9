import { kernels } from '../kernels/registry.js';
import type { Arena } from '../memory/arena.js';
import { mem } from '../memory/engine-memory.js';
import { widenDecimal } from '../structural/concat.js';
import type { FlatVector } from '../vector/column-vector.js';
import { decimalWidth, physicalTypeOf, valueTypeOf } from '../vector/physical-type.js';

/**
 * The vector in the layout that rows use at the top level and inside: decimals at the width of their type, intervals as
 * one big number, most significant part last (months, then days, then the rest).
 */
export function canonical(flat: FlatVector, arena: Arena): FlatVector {
  switch (physicalTypeOf(flat.type)) {
    case 'decimal':
      return canonicalDecimal(flat, arena);
    case 'dayTime':
      return swapWords(flat, [1, 0], arena);
    case 'monthDayNano':
      return swapWords(flat, [2, 3, 1, 0], arena);
    default: {
      if (flat.children.length === 0) return flat;
      const children = flat.children.map((child) => canonical(child as FlatVector, arena));
      return { ...flat, children };
    }
  }
}

function canonicalDecimal(flat: FlatVector, arena: Arena): FlatVector {
  const width = decimalWidth(valueTypeOf(flat.type));
  if (flat.width < width) return widenDecimal(flat, width, arena);
  if (flat.width === width) return flat;
  const values = arena.alloc(flat.length * width);
  kernels().cutInts(flat.values, flat.width, flat.length, values, width);
  return { ...flat, values, width };
}

/** Parts below the first are ordered as unsigned, so their sign bits are flipped; nanoseconds count as one number. */
function swapWords(flat: FlatVector, order: readonly number[], arena: Arena): FlatVector {
  const values = arena.alloc(flat.length * flat.width);
  const u32 = mem.u32;
  const words = order.length;
  for (let i = 0; i < flat.length; i++) {
    const from = (flat.values >>> 2) + i * words;
    const to = (values >>> 2) + i * words;
    for (let j = 0; j < words; j++) {
      const flip = j === words - 1 || (words === 4 && j === 0) ? 0 : 0x8000_0000;
      u32[to + j] = u32[from + order[j]!]! ^ flip;
    }
  }
  return { ...flat, values };
}

/** Undoes `canonical` for intervals that were decoded. */
export function fromCanonical(flat: FlatVector, arena: Arena): FlatVector {
  const physical = physicalTypeOf(flat.type);
  if (physical !== 'dayTime' && physical !== 'monthDayNano') return flat;
  const order = physical === 'dayTime' ? [1, 0] : [2, 3, 1, 0];
  const values = arena.alloc(flat.length * flat.width);
  const u32 = mem.u32;
  const words = order.length;
  for (let i = 0; i < flat.length; i++) {
    const from = (flat.values >>> 2) + i * words;
    const to = (values >>> 2) + i * words;
    for (let j = 0; j < words; j++) {
      const flip = j === words - 1 || (words === 4 && j === 0) ? 0 : 0x8000_0000;
      u32[to + order[j]!] = u32[from + j]! ^ flip;
    }
  }
  return { ...flat, values };
}
