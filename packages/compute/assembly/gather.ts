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

export function iota(to: usize, count: i32, first: i32): void {
  for (let i = 0; i < count; i++) store<u32>(to + (<usize>i << 2), first + i);
}
