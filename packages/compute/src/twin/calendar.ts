/** Twins of assembly/calendar.ts: calendar fields of days since 1970-01-01. */
import { addMonthsToDays, civilFromDays, daysFromCivil } from '@datafusion-ts/common';
import { mem } from '../memory/engine-memory.js';

/** `part`: 0 year, 1 quarter, 2 month, 3 day of the month. */
export function civilPart(days: number, count: number, part: number, to: number): void {
  const { i32 } = mem;
  for (let i = 0; i < count; i++) {
    const { year, month, day } = civilFromDays(i32[(days >>> 2) + i]!);
    i32[(to >>> 2) + i] = part === 0 ? year : part === 1 ? Math.ceil(month / 3) : part === 2 ? month : day;
  }
}

/** First day of the month, quarter or year (`months` 1, 3, 12) that each day lies in. */
export function monthStart(days: number, count: number, months: number, to: number): void {
  const { i32 } = mem;
  for (let i = 0; i < count; i++) {
    const { year, month } = civilFromDays(i32[(days >>> 2) + i]!);
    i32[(to >>> 2) + i] = daysFromCivil(year, month - ((month - 1) % months), 1);
  }
}

/** The same day of a month `months` later, or that month's last; days and result lie within chrono's calendar. */
export function addMonths(days: number, count: number, months: number, to: number): void {
  const { i32 } = mem;
  for (let i = 0; i < count; i++) i32[(to >>> 2) + i] = addMonthsToDays(i32[(days >>> 2) + i]!, months);
}
