/** A run's header: length in the low half (0: damaged), the address behind it above. */
export function header(s: usize, end: usize): u64 {
  let value: u32 = 0;
  for (let i: u32 = 0; i < 5; i++) {
    if (s >= end) return 0;
    const byte = <u32>load<u8>(s++);
    value |= (byte & 127) << (7 * i);
    if (byte < 128) return (<u64>s << 32) | <u64>value;
  }
  return 0;
}

// @ts-ignore: decorator
@inline export function putCode<T>(to: usize, code: u32): void {
  if (sizeof<T>() == 1) store<u8>(to, <u8>code);
  else if (sizeof<T>() == 2) store<u16>(to, <u16>code);
  else store<u32>(to, code);
}
