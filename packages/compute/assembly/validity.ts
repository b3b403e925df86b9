/** Rows by the bits of a validity bitmap; without one (address 0) all rows are valid. */

@inline
export function isValid(validity: usize, row: i32): bool {
  return validity == 0 || ((load<u8>(validity + (row >>> 3)) >>> (row & 7)) & 1) == 1;
}

@inline
export function isNull(validity: usize, row: i32): bool {
  return validity != 0 && ((load<u8>(validity + (row >>> 3)) >>> (row & 7)) & 1) == 0;
}
