let table: Uint32Array | undefined;

/** The CRC-32 (of ISO 3309, as in gzip) that follows blocks compressed with snappy. */
export function crc32(bytes: Uint8Array): number {
  const known = (table ??= makeTable());
  let crc = 0xffff_ffff;
  for (let i = 0; i < bytes.length; i++) crc = known[(crc ^ bytes[i]!) & 255]! ^ (crc >>> 8);
  return ~crc >>> 0;
}

function makeTable(): Uint32Array {
  return Uint32Array.from({ length: 256 }, (_, n) => {
    let value = n;
    for (let bit = 0; bit < 8; bit++) value = (value & 1) === 1 ? 0xedb8_8320 ^ (value >>> 1) : value >>> 1;
    return value;
  });
}
