/** The module has no declarations of its own. */
declare module 'bz2' {
  /** The bytes of a bzip2 file; throws for damaged ones. */
  export function decompress(bytes: Uint8Array): Uint8Array;
}
