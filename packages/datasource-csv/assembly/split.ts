/**
 * Finds records and fields, sixteen bytes at a time. The begin and end of each wanted field are stored as a pair of u32:
 * `slots` has, for each column, where in a record's spans its pair lies, or -1. The last pair is the record's begin.
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
/** Bytes of one record's spans. */
// @ts-ignore: decorator
@inline const STRIDE = 28;

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

export function splitCsv(
  begin: usize, end: usize, settings: usize, slots: usize, spans: usize, capacity: i32, state: usize,
): i32 {
  const delimiter = load<i32>(settings, DELIMITER);
  const quote = load<i32>(settings, QUOTE);
  const comment = load<i32>(settings, COMMENT);
  const columns = load<i32>(settings, COLUMNS);
  const stride = <usize>load<i32>(settings, STRIDE);
  const escapes = load<i32>(settings, ESCAPES) != 0;
  const delimiters = i8x16.splat(<i8>delimiter);
  const quotes = i8x16.splat(<i8>quote);
  const lineFeeds = i8x16.splat(<i8>load<i32>(settings, LINE_FEED));
  const returns = i8x16.splat(<i8>load<i32>(settings, CARRIAGE_RETURN));

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
    const bytes = v128.load(at);
    let mask: u32 = i8x16.bitmask(
      v128.or(
        v128.or(i8x16.eq(bytes, delimiters), i8x16.eq(bytes, quotes)),
        v128.or(i8x16.eq(bytes, lineFeeds), i8x16.eq(bytes, returns)),
      ),
    );
    if (end - at < 16) mask &= (1 << <u32>(end - at)) - 1;
    const block = at;
    at += 16;
    while (mask != 0) {
      const p = block + ctz(mask);
      mask &= mask - 1;
      const byte = <i32>load<u8>(p);
      if (byte == delimiter) {
        if (field + 1 >= columns) {
          stop(state, record, 1);
          return rows;
        }
        put(spans, slots, field, fieldStart, closing != 0 ? closing : p);
        closing = 0;
        field++;
        fieldStart = p + 1;
      } else if (byte == quote) {
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
      } else {
        if (p == record) {
          // An empty line, or the second half of a line break.
          record = p + 1;
          fieldStart = p + 1;
        } else {
          if (field + 1 != columns) {
            stop(state, record, 1);
            return rows;
          }
          put(spans, slots, field, fieldStart, closing != 0 ? closing : p);
          closing = 0;
          field = 0;
          store<u32>(spans + stride - 8, <u32>record);
          spans += stride;
          rows++;
          record = p + 1;
          fieldStart = p + 1;
          if (rows == capacity) break;
        }
        if (comment >= 0) {
          at = record;
          break;
        }
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
