import { loadArrow, loadArrowModule, type ArrowBridge, type ArrowModule } from '@datafusion-ts/compute';
import { loadZstd } from '@datafusion-ts/datasource';
import { decodeLz4Frame } from './lz4-frame.js';

/** The bridge and apache-arrow with its readers and writers. */
export interface Ipc {
  readonly bridge: ArrowBridge;
  readonly arrow: ArrowModule;
}

let loading: Promise<Ipc> | undefined;

/** apache-arrow with the codecs of compressed files; those a user registered stay. */
export function loadIpc(): Promise<Ipc> {
  return (loading ??= withCodecs());
}

async function withCodecs(): Promise<Ipc> {
  const [bridge, arrow] = await Promise.all([loadArrow(), loadArrowModule()]);
  const { compressionRegistry, CompressionType } = arrow;
  if (compressionRegistry.get(CompressionType.LZ4_FRAME) === null) {
    compressionRegistry.set(CompressionType.LZ4_FRAME, { decode: decodeLz4Frame });
  }
  if (compressionRegistry.get(CompressionType.ZSTD) === null) {
    compressionRegistry.set(CompressionType.ZSTD, { decode: await loadZstd() });
  }
  return { bridge, arrow };
}
