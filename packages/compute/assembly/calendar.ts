/** Calendar fields of days since 1970-01-01, 32 bits each. */

/** Days of 20000 times 400 years: added, every 32-bit day number becomes positive. */
const SHIFT: i64 = 2921940000;

/** Year, month and day of a day number, packed: year << 9 | month << 5 | day. */
// @ts-ignore: decorator
@inline
function civil(days: i32): i64 {
  const z = <u64>(<i64>days + 719468 + SHIFT);
  const era = z / 146097;
  const doe = z - era * 146097;
  const yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
  const doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
  const mp = (5 * doy + 2) / 153;
  const day = doy - (153 * mp + 2) / 5 + 1;
  const month = mp < 10 ? mp + 3 : mp - 9;
  const year = <i64>(yoe + era * 400) - 8000000 + <i64>(month <= 2);
  return (year << 9) | <i64>(month << 5) | <i64>day;
}

/** Day number of the first of a month; months run over into years. */
// @ts-ignore: decorator
@inline
function firstOfMonth(year: i64, month: i64): i32 {
  const total = year * 12 + month - 1 + 8000000 * 12;
  const y = <u64>total / 12;
  const m = <u64>total % 12 + 1;
  const shifted = y - <u64>(m <= 2);
  const era = shifted / 400;
  const yoe = shifted - era * 400;
  const doy = (153 * (m > 2 ? m - 3 : m + 9) + 2) / 5;
  const doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
  return <i32>(<i64>(era * 146097 + doe) - 719468 - SHIFT);
}

/** `part`: 0 year, 1 quarter, 2 month, 3 day of the month. */
export function civilPart(days: usize, count: i32, part: i32, to: usize): void {
  for (let i = 0; i < count; i++) {
    const packed = civil(load<i32>(days + (<usize>i << 2)));
    const month = <i32>(packed >> 5) & 15;
    let value = <i32>(packed >> 9);
    if (part == 1) value = (month + 2) / 3;
    else if (part == 2) value = month;
    else if (part == 3) value = <i32>packed & 31;
    store<i32>(to + (<usize>i << 2), value);
  }
}

/** First day of the month, quarter or year (`months` 1, 3, 12) that each day lies in. */
export function monthStart(days: usize, count: i32, months: i32, to: usize): void {
  for (let i = 0; i < count; i++) {
    const packed = civil(load<i32>(days + (<usize>i << 2)));
    const month = (<i64>(packed >> 5) & 15) - 1;
    store<i32>(to + (<usize>i << 2), firstOfMonth(packed >> 9, month - (month % months) + 1));
  }
}

/** The same day of a month `months` later, or that month's last; days and result lie within chrono's calendar. */
export function addMonths(days: usize, count: i32, months: i32, to: usize): void {
  for (let i = 0; i < count; i++) {
    const packed = civil(load<i32>(days + (<usize>i << 2)));
    const year = packed >> 9;
    const month = ((packed >> 5) & 15) + <i64>months;
    const first = firstOfMonth(year, month);
    const last = firstOfMonth(year, month + 1) - first;
    store<i32>(to + (<usize>i << 2), first + min(<i32>packed & 31, last) - 1);
  }
}
