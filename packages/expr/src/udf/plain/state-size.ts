import type { PlainState } from './plain-aggregate.js';

/** Bytes of an object and of each of its members, about. */
const OBJECT_BYTES = 48;
const MEMBER_BYTES = 16;

/** Bytes a state takes, about: what grows (text, binaries, lists, maps) is counted by what it holds. */
export function stateSize(state: PlainState): number {
  let bytes = OBJECT_BYTES;
  for (const key in state) bytes += sizeOf(state[key]);
  return bytes;
}

function sizeOf(value: unknown): number {
  if (typeof value === 'string') return MEMBER_BYTES + value.length * 2;
  if (typeof value !== 'object' || value === null) return MEMBER_BYTES;
  if (ArrayBuffer.isView(value)) return OBJECT_BYTES + value.byteLength;
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + sizeOf(item), OBJECT_BYTES);
  if (value instanceof Map) {
    let bytes = OBJECT_BYTES;
    for (const [key, item] of value) bytes += sizeOf(key) + sizeOf(item);
    return bytes;
  }
  return stateSize(value as PlainState);
}
