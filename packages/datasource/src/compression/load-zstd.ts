/** A decoder of zstd frames, for formats that compress parts of files. */
export async function loadZstd(): Promise<(bytes: Uint8Array) => Uint8Array> {
  const { decompress } = await import('fzstd');
  return (bytes) => decompress(bytes);
}
