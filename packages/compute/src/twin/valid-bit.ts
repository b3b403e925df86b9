/** True when no bitmap says that the row is null. */
export function validBit(u8: Uint8Array, validity: number, row: number): boolean {
  return validity === 0 || ((u8[validity + (row >>> 3)]! >>> (row & 7)) & 1) === 1;
}
