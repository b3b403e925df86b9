import { mem } from '@datafusion-ts/compute';
import type { ByteEncoder } from '../utils/encode-rows.js';
import { writeBase64 } from './base64.js';
import { writeHex } from './hex.js';

/** Base 64 within the engine memory. */
export const base64Encoder =
  (padded: boolean): ByteEncoder =>
  (from, length, to) =>
    writeBase64(mem.u8, from, length, mem.u8, to, padded);

/** Hexadecimal digits within the engine memory. */
export const hexEncoder =
  (upper: boolean): ByteEncoder =>
  (from, length, to) =>
    writeHex(mem.u8, from, length, mem.u8, to, upper);

/** Length of the hexadecimal digits of so many bytes. */
export const hexBound = (length: number): number => 2 * length;
