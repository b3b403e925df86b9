import { mem } from '../memory/engine-memory.js';

/** True when a row's bit is not set; without a bitmap (0) no row is null. */
export const isNull = (validity: number, row: number): boolean =>
  validity !== 0 && ((mem.u8[validity + (row >>> 3)]! >>> (row & 7)) & 1) === 0;
