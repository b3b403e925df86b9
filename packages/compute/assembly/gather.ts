/** Values at u32 row numbers; codes to row numbers. */

export function gather1(from: usize, rows: usize, count: i32, to: usize): void {
  for (let i = 0; i < count; i++) store<u8>(to + i, load<u8>(from + load<u32>(rows + (<usize>i << 2))));
}

export function gather2(from: usize, rows: usize, count: i32, to: usize): void {
  for (let i = 0; i < count; i++) {
    store<u16>(to + (<usize>i << 1), load<u16>(from + (<usize>load<u32>(rows + (<usize>i << 2)) << 1)));
  }
}

export function gather4(from: usize, rows: usize, count: i32, to: usize): void {
  const end = to + (<usize>count << 2);
  for (; to < end; to += 4, rows += 4) store<u32>(to, load<u32>(from + (<usize>load<u32>(rows) << 2)));
}

export function gather8(from: usize, rows: usize, count: i32, to: usize): void {
  const end = to + (<usize>count << 3);
  for (; to < end; to += 8, rows += 4) store<u64>(to, load<u64>(from + (<usize>load<u32>(rows) << 3)));
}

export function gather16(from: usize, rows: usize, count: i32, to: usize): void {
  const end = to + (<usize>count << 4);
  for (; to < end; to += 16, rows += 4) v128.store(to, v128.load(from + (<usize>load<u32>(rows) << 4)));
}

@inline
function copyRow<T>(from: usize, row: u32, to: usize): void {
  store<T>(to, load<T>(from + <usize>row * sizeof<T>()));
}

/** Copies 8 neighbours, or 8 rows one by one. */
@inline
function copyEight<T>(from: usize, rows: usize, to: usize): void {
  const first = load<u32>(rows);
  if (load<u32>(rows, 28) - first == 7) {
    const source = from + <usize>first * sizeof<T>();
    if (sizeof<T>() == 1) store<u64>(to, load<u64>(source));
    else {
      for (let at: usize = 0; at < 8 * sizeof<T>(); at += 16) v128.store(to + at, v128.load(source + at));
    }
    return;
  }
  copyRow<T>(from, first, to);
  copyRow<T>(from, load<u32>(rows, 4), to + sizeof<T>());
  copyRow<T>(from, load<u32>(rows, 8), to + 2 * sizeof<T>());
  copyRow<T>(from, load<u32>(rows, 12), to + 3 * sizeof<T>());
  copyRow<T>(from, load<u32>(rows, 16), to + 4 * sizeof<T>());
  copyRow<T>(from, load<u32>(rows, 20), to + 5 * sizeof<T>());
  copyRow<T>(from, load<u32>(rows, 24), to + 6 * sizeof<T>());
  copyRow<T>(from, load<u32>(rows, 28), to + 7 * sizeof<T>());
}

@inline
function copyRuns<T>(from: usize, rows: usize, count: i32, to: usize): void {
  let i = 0;
  for (; i + 16 <= count; i += 16, rows += 64, to += 16 * sizeof<T>()) {
    const first = load<u32>(rows);
    if (load<u32>(rows, 60) - first == 15) {
      const source = from + <usize>first * sizeof<T>();
      for (let at: usize = 0; at < 16 * sizeof<T>(); at += 16) v128.store(to + at, v128.load(source + at));
    } else {
      copyEight<T>(from, rows, to);
      copyEight<T>(from, rows + 32, to + 8 * sizeof<T>());
    }
  }
  for (; i < count; i++, rows += 4, to += sizeof<T>()) copyRow<T>(from, load<u32>(rows), to);
}

export function gatherRuns(from: usize, width: i32, rows: usize, count: i32, to: usize): void {
  if (width == 1) copyRuns<u8>(from, rows, count, to);
  else if (width == 2) copyRuns<u16>(from, rows, count, to);
  else if (width == 4) copyRuns<u32>(from, rows, count, to);
  else if (width == 8) copyRuns<u64>(from, rows, count, to);
}

@inline
function lookUp<C, T>(codes: usize, entries: usize, count: i32, to: usize): void {
  const end = to + <usize>count * sizeof<T>();
  for (; to < end; to += sizeof<T>(), codes += sizeof<C>()) {
    store<T>(to, load<T>(entries + <usize>load<C>(codes) * sizeof<T>()));
  }
}

export function lookUpCodes(codes: usize, codeWidth: i32, entries: usize, width: i32, count: i32, to: usize): void {
  if (codeWidth == 1) {
    if (width == 4) lookUp<u8, u32>(codes, entries, count, to);
    else if (width == 8) lookUp<u8, u64>(codes, entries, count, to);
  } else if (codeWidth == 2) {
    if (width == 4) lookUp<u16, u32>(codes, entries, count, to);
    else if (width == 8) lookUp<u16, u64>(codes, entries, count, to);
  }
}

export function gatherBytes(from: usize, width: i32, rows: usize, count: i32, to: usize): void {
  for (let i = 0; i < count; i++, rows += 4, to += width) {
    memory.copy(to, from + <usize>load<u32>(rows) * <usize>width, width);
  }
}

export function widenCodes(codes: usize, width: i32, count: i32, to: usize): void {
  if (width == 1) {
    let i = 0;
    for (; i + 8 <= count; i += 8) {
      const wide = v128.load_ext<u8>(codes + i);
      v128.store(to + (<usize>i << 2), i32x4.extend_low_i16x8_u(wide));
      v128.store(to + (<usize>i << 2) + 16, i32x4.extend_high_i16x8_u(wide));
    }
    for (; i < count; i++) store<u32>(to + (<usize>i << 2), load<u8>(codes + i));
  } else if (width == 2) {
    for (let i = 0; i < count; i++) store<u32>(to + (<usize>i << 2), load<u16>(codes + (<usize>i << 1)));
  } else {
    memory.copy(to, codes, <usize>count << 2);
  }
}

export function scatter4(values: usize, places: usize, count: i32, to: usize): void {
  const end = values + (<usize>count << 2);
  for (; values < end; values += 4, places += 4) store<u32>(to + (<usize>load<u32>(places) << 2), load<u32>(values));
}

export function spread4(values: usize, rows: usize, count: i32, length: i32, other: u32, to: usize): void {
  const all = i32x4.splat(other);
  for (let i = 0; i < length; i += 4) v128.store(to + (<usize>i << 2), all);
  let i = 0;
  for (; i + 16 <= count; i += 16, values += 64, rows += 64) {
    const first = load<u32>(rows);
    if (load<u32>(rows, 60) - first == 15) {
      const place = to + (<usize>first << 2);
      for (let at: usize = 0; at < 64; at += 16) v128.store(place + at, v128.load(values + at));
    } else {
      for (let at: usize = 0; at < 64; at += 4) store<u32>(to + (<usize>load<u32>(rows + at) << 2), load<u32>(values + at));
    }
  }
  for (; i < count; i++, values += 4, rows += 4) store<u32>(to + (<usize>load<u32>(rows) << 2), load<u32>(values));
}

export function iota(to: usize, count: i32, first: i32): void {
  for (let i = 0; i < count; i++) store<u32>(to + (<usize>i << 2), first + i);
}

export function scatterRows(rows: usize, count: i32, first: u32, step: u32, to: usize): void {
  for (const end = rows + (<usize>count << 2); rows < end; rows += 4, first += step) {
    store<u32>(to + (<usize>load<u32>(rows) << 2), first);
  }
}

export function scatterOwn(rows: usize, count: i32, first: u32, to: usize): void {
  for (const end = rows + (<usize>count << 2); rows < end; rows += 4) {
    const row = load<u32>(rows);
    store<u32>(to + (<usize>row << 2), first + row);
  }
}

export function firstRowAtLeast(rows: usize, from: i32, to: i32, row: u32): i32 {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (load<u32>(rows + (<usize>middle << 2)) < row) low = middle + 1;
    else high = middle;
  }
  return low;
}
