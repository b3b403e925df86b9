import { Op, type Program } from '../program/program.js';
import { isWordByte } from './look.js';

/** Bytes that no instruction tells apart. */
export interface ByteClasses {
  /** Class of each byte. */
  readonly of: Uint8Array;
  readonly count: number;
  /** A byte of each class. */
  readonly example: Uint8Array;
}

/** The classes of a program; bytes beyond ASCII are never together with ASCII. */
export function byteClasses(program: Program): ByteClasses {
  const starts = new Uint8Array(257);
  const range = (low: number, high: number): void => {
    starts[low] = 1;
    starts[high + 1] = 1;
  };
  range(0, 0x7f);
  for (let i = 0; i < program.size; i++) if (program.op[i] === Op.Byte) range(program.low[i]!, program.high[i]!);
  for (let i = 0; i < program.rangeLow.length; i++) range(program.rangeLow[i]!, program.rangeHigh[i]!);
  if (program.looks !== 0) {
    range(10, 10);
    range(13, 13);
    for (let byte = 0; byte < 0x80; byte++) if (isWordByte(byte) !== isWordByte(byte + 1)) starts[byte + 1] = 1;
  }
  const of = new Uint8Array(256);
  const example = new Uint8Array(256);
  let count = 0;
  for (let byte = 0; byte < 256; byte++) {
    if (byte > 0 && starts[byte] === 1) count++;
    of[byte] = count;
    example[count] = byte;
  }
  return { of, count: count + 1, example };
}
