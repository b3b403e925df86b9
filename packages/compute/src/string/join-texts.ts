import { kernels } from '../kernels/registry.js';
import type { Arena } from '../memory/arena.js';
import { mem } from '../memory/engine-memory.js';
import { operandOf, type Plain } from '../operand/operand.js';

/** More bytes than this are left to the caller, who writes them row by row. */
const MOST_BYTES = 1 << 28;

/**
 * Address of views of the joined texts of each row; nulls count for nothing. Undefined when all of them together are very
 * long. Parts are strings or binaries of `length` rows, or constants that are not null.
 */
export function joinTexts(parts: readonly Plain[], length: number, arena: Arena): number | undefined {
  const operands = parts.map((part) => operandOf(part, arena));
  const list = arena.alloc(parts.length * 12);
  operands.forEach(({ address, step, validity }, i) => {
    mem.u32.set([address, step * 16, validity], (list >>> 2) + i * 3);
  });
  const k = kernels();
  const bytes = k.joinedBytes(list, parts.length, length);
  if (bytes > MOST_BYTES) return undefined;
  const to = arena.alloc(length * 16);
  k.joinViews(list, parts.length, length, arena.alloc(bytes + 64), to);
  return to;
}
