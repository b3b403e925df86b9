/** Twin of assembly/split.ts: finds records and fields of the common form. */
import { mem } from '@datafusion-ts/compute';

/** Where each part of the settings lies, in words. */
const DELIMITER = 0;
const QUOTE = 1;
const LINE_FEED = 2;
const CARRIAGE_RETURN = 3;
const COMMENT = 4;
const ESCAPES = 5;
const COLUMNS = 6;
const RECORDS = 7;

/**
 * Splits the bytes from `begin` to `end` into at most `capacity` records and gives their number. `slots` has for each
 * column where behind `spans` its pairs (begin and end, u32) lie one after the other, or -1. `state` receives where the next record
 * begins, and 1 when it needs the careful reader, 0 when it needs more bytes or more room.
 */
export function splitCsv(
  begin: number,
  end: number,
  settings: number,
  slots: number,
  spans: number,
  capacity: number,
  state: number,
): number {
  const { u8, i32, u32 } = mem;
  const setting = (part: number): number => i32[(settings >>> 2) + part]!;
  const quote = setting(QUOTE);
  const delimiter = setting(DELIMITER);
  const isLineEnd = (byte: number): boolean => byte === setting(LINE_FEED) || byte === setting(CARRIAGE_RETURN);
  const stop = (record: number, careful: number): void => {
    u32[state >>> 2] = record;
    u32[(state >>> 2) + 1] = careful;
  };
  let record = begin;
  for (let rows = 0; rows < capacity; rows++) {
    while (record < end && isLineEnd(u8[record]!)) record++;
    const reading = readRecord(record);
    if (reading.next === undefined) {
      stop(record, reading.careful ? 1 : 0);
      return rows;
    }
    for (const [field, [from, to]] of reading.fields.entries()) {
      const slot = i32[(slots >>> 2) + field]!;
      if (slot >= 0) u32.set([from, to], (spans + rows * 8 + slot) >>> 2);
    }
    u32[(spans + rows * 8 + setting(RECORDS)) >>> 2] = record;
    record = reading.next;
  }
  stop(record, 0);
  return capacity;

  function readRecord(from: number): {
    readonly fields: readonly (readonly [number, number])[];
    readonly next?: number;
    readonly careful: boolean;
  } {
    const fields: [number, number][] = [];
    const incomplete = { fields, careful: false };
    const careful = { fields, careful: true };
    let at = from;
    if (at < end && u8[at] === setting(COMMENT)) return careful;
    for (;;) {
      let start = at;
      let stopAt: number;
      if (at < end && u8[at] === quote) {
        if (setting(ESCAPES) !== 0) return careful;
        start = at + 1;
        stopAt = start;
        while (stopAt < end && u8[stopAt] !== quote) stopAt++;
        at = stopAt + 1;
        if (at >= end) return incomplete;
        if (u8[at] !== delimiter && !isLineEnd(u8[at]!)) return careful;
      } else {
        while (at < end && u8[at] !== delimiter && !isLineEnd(u8[at]!)) at++;
        if (at >= end) return incomplete;
        stopAt = at;
      }
      fields.push([start, stopAt]);
      const more = u8[at] === delimiter;
      if (more ? fields.length >= setting(COLUMNS) : fields.length !== setting(COLUMNS)) return careful;
      at++;
      if (!more) return { fields, next: at, careful: false };
    }
  }
}
