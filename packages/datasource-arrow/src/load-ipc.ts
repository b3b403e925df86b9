import { loadArrow, type ArrowBridge } from '@datafusion-ts/compute';
import { loadZstd } from '@datafusion-ts/datasource';
import { decodeLz4Frame } from './lz4-frame.js';

let loading: Promise<ArrowBridge> | undefined;

/** apache-arrow with the codecs of compressed files; those a user registered stay. */
export function loadIpc(): Promise<ArrowBridge> {
  return (loading ??= withCodecs());
}

async function withCodecs(): Promise<ArrowBridge> {
  const bridge = await loadArrow();
  const { compressionRegistry, CompressionType } = bridge.arrow;
  if (compressionRegistry.get(CompressionType.LZ4_FRAME) === null) {
    compressionRegistry.set(CompressionType.LZ4_FRAME, { decode: decodeLz4Frame });
  }
  if (compressionRegistry.get(CompressionType.ZSTD) === null) {
    compressionRegistry.set(CompressionType.ZSTD, { decode: await loadZstd() });
  }
  return bridge;
}
