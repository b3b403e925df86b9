/** The module has no declarations of its own. */
declare module 'snappyjs' {
  /** The bytes of a snappy block; throws for damaged ones and for those that say they are longer than `maxLength`. */
  export function uncompress(bytes: Uint8Array, maxLength?: number): Uint8Array;
}
