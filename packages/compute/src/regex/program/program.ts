/** What an instruction does. */
export const Op = {
  Fail: 0,
  Match: 1,
  /** One byte between `low` and `high`, then `next`. */
  Byte: 2,
  /** One byte in one of `alt` ranges from range `next`. */
  Ranges: 3,
  /** Both ways, `next` first. */
  Split: 4,
  /** A place (`low` is the Look), then `next`. */
  Look: 5,
  /** Notes where we are in slot `alt`, then `next`. */
  Save: 6,
} as const;

/** Instructions over bytes, column by column. */
export interface Program {
  readonly size: number;
  readonly op: Uint8Array;
  readonly low: Uint8Array;
  readonly high: Uint8Array;
  readonly next: Uint32Array;
  readonly alt: Uint32Array;
  readonly rangeLow: Uint8Array;
  readonly rangeHigh: Uint8Array;
  readonly rangeNext: Uint32Array;
  /** Where a match starts that begins here. */
  readonly anchored: number;
  /** Where a search starts: a match here or, with less priority, later. */
  readonly search: number;
  /** Bits of the Looks that occur. */
  readonly looks: number;
}
