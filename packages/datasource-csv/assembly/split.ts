/**
 * Finds records and fields, 64 bytes at a time. The begin and end of each wanted field are stored as a pair of u32, all
 * pairs of a column one after the other: `slots` has, for each column, where behind `spans` its pairs lie, or -1. Behind
 * the last wanted field of a record delimiters are only counted.
 *
 * Records of the common form are read: fields without quotes, and quoted ones without a quote or an escape inside. The
 * result is the number of records; `state` receives where the next one begins, and whether it needs the careful reader
 * (1) rather than more bytes or more room (0).
 */

/** Parts of `settings`: i32 each. */
// @ts-ignore: decorator
@inline const DELIMITER = 0;
// @ts-ignore: decorator
@inline const QUOTE = 4;
// @ts-ignore: decorator
@inline const LINE_FEED = 8;
// @ts-ignore: decorator
@inline const CARRIAGE_RETURN = 12;
/** -1 when there are no comments. */
// @ts-ignore: decorator
@inline const COMMENT = 16;
/** 1 when a byte inside quotes can be an escape, so that quoted fields are for the careful reader. */
// @ts-ignore: decorator
@inline const ESCAPES = 20;
// @ts-ignore: decorator
@inline const COLUMNS = 24;
/** Where behind `spans` the begins of the records lie, in pairs. */
// @ts-ignore: decorator
@inline const RECORDS = 28;

// @ts-ignore: decorator
@inline function stop(state: usize, record: usize, careful: u32): void {
  store<u32>(state, <u32>record);
  store<u32>(state, careful, 4);
}

// @ts-ignore: decorator
@inline function put(spans: usize, slots: usize, field: i32, start: usize, end: usize): void {
  const slot = load<i32>(slots + (<usize>field << 2));
  if (slot < 0) return;
  store<u64>(spans + <usize>slot, <u64>start | (<u64>end << 32));
}

/** A bit for each of 64 bytes. */
// @ts-ignore: decorator
@inline function mask64(a: v128, b: v128, c: v128, d: v128): u64 {
  const low = <u32>i8x16.bitmask(a) | (<u32>i8x16.bitmask(b) << 16);
  const high = <u32>i8x16.bitmask(c) | (<u32>i8x16.bitmask(d) << 16);
  return <u64>low | (<u64>high << 32);
}

// @ts-ignore: decorator
@inline function isOneOf(bytes: v128, a: v128, b: v128, c: v128): v128 {
  return v128.or(v128.or(i8x16.eq(bytes, a), i8x16.eq(bytes, b)), i8x16.eq(bytes, c));
}

/** The column behind the last one that is wanted. */
// @ts-ignore: decorator
@inline function tailOf(slots: usize, columns: i32): i32 {
  let tail = columns;
  while (tail > 0 && load<i32>(slots + (<usize>(tail - 1) << 2)) < 0) tail--;
  return tail;
}

export function splitCsv(
  begin: usize, end: usize, settings: usize, slots: usize, spans: usize, capacity: i32, state: usize,
): i32 {
  const delimiter = load<i32>(settings, DELIMITER);
  const quote = load<i32>(settings, QUOTE);
  const comment = load<i32>(settings, COMMENT);
  const columns = load<i32>(settings, COLUMNS);
  const begins = <usize>load<i32>(settings, RECORDS);
  const escapes = load<i32>(settings, ESCAPES) != 0;
  const delimiters = i8x16.splat(<i8>delimiter);
  const quotes = i8x16.splat(<i8>quote);
  const lineFeeds = i8x16.splat(<i8>load<i32>(settings, LINE_FEED));
  const returns = i8x16.splat(<i8>load<i32>(settings, CARRIAGE_RETURN));
  const tail = tailOf(slots, columns);

  let rows = 0;
  let field = 0;
  let record = begin;
  let fieldStart = begin;
  /** Closing quote of the current field, 0 when it is not quoted. */
  let closing: usize = 0;
  let at = begin;
  while (at < end && rows < capacity) {
    if (at == record && field == 0 && <i32>load<u8>(at) == comment) {
      stop(state, record, 1);
      return rows;
    }
    const block = at;
    const a = v128.load(block), b = v128.load(block, 16), c = v128.load(block, 32), d = v128.load(block, 48);
    let commas = mask64(
      i8x16.eq(a, delimiters), i8x16.eq(b, delimiters), i8x16.eq(c, delimiters), i8x16.eq(d, delimiters),
    );
    let others = mask64(
      isOneOf(a, quotes, lineFeeds, returns), isOneOf(b, quotes, lineFeeds, returns),
      isOneOf(c, quotes, lineFeeds, returns), isOneOf(d, quotes, lineFeeds, returns),
    ) & ~commas;
    if (end - block < 64) {
      const inside = (<u64>1 << <u64>(end - block)) - 1;
      commas &= inside;
      others &= inside;
    }
    at += 64;
    while (true) {
      const before: u64 = others == 0 ? u64.MAX_VALUE : (others & (0 - others)) - 1;
      let passed = commas & before;
      if (passed != 0) {
        commas ^= passed;
        if (field + <i32>popcnt(passed) >= columns) {
          stop(state, record, 1);
          return rows;
        }
        while (field < tail) {
          const p = block + <usize>ctz(passed);
          put(spans, slots, field, fieldStart, closing != 0 ? closing : p);
          closing = 0;
          field++;
          fieldStart = p + 1;
          passed &= passed - 1;
          if (passed == 0) break;
        }
        if (passed != 0) {
          closing = 0;
          field += <i32>popcnt(passed);
          fieldStart = block + 64 - <usize>clz(passed);
        }
      }
      if (others == 0) break;
      const p = block + <usize>ctz(others);
      others &= others - 1;
      if (<i32>load<u8>(p) == quote) {
        // Inside a field a quote is a byte like any other.
        if (p != fieldStart || closing != 0) continue;
        const close: usize = escapes ? 0 : closingQuote(p + 1, end, quote);
        if (close == 0 || close + 1 >= end) {
          stop(state, record, escapes ? 1 : 0);
          return rows;
        }
        const next = <i32>load<u8>(close + 1);
        if (next != delimiter && next != load<i32>(settings, LINE_FEED) && next != load<i32>(settings, CARRIAGE_RETURN)) {
          stop(state, record, 1);
          return rows;
        }
        fieldStart = p + 1;
        closing = close;
        at = close + 1;
        break;
      }
      if (p != record) {
        if (field + 1 != columns) {
          stop(state, record, 1);
          return rows;
        }
        put(spans, slots, field, fieldStart, closing != 0 ? closing : p);
        closing = 0;
        field = 0;
        store<u32>(spans + begins, <u32>record);
        spans += 8;
        rows++;
      }
      // Otherwise an empty line, or the second half of a line break.
      record = p + 1;
      fieldStart = p + 1;
      if (rows == capacity) break;
      if (comment >= 0) {
        at = record;
        break;
      }
    }
  }
  stop(state, record, 0);
  return rows;
}

/** The next quote, or 0 when the bytes end before it. */
function closingQuote(from: usize, end: usize, quote: i32): usize {
  const quotes = i8x16.splat(<i8>quote);
  for (let at = from; at < end; at += 16) {
    const mask = i8x16.bitmask(i8x16.eq(v128.load(at), quotes));
    if (mask != 0) {
      const p = at + ctz(mask);
      return p < end ? p : 0;
    }
  }
  return 0;
}
