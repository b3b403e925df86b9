import type { Arena } from '@datafusion-ts/compute';
import { kernels } from '../kernels.js';
import { parquetError } from '../parquet-error.js';
import type { LeafStore } from './leaf-store.js';

/** The address of `count` PLAIN values: in place for fixed widths and bits, views for byte arrays. */
export function plainValues(store: LeafStore, address: number, end: number, count: number, arena: Arena): number {
  if (store.storedWidth === 0 && store.node.physical === 6) {
    checkSpace(count * 4, address, end);
    const views = arena.alloc(count * 16);
    if (kernels().plainViews(address, end, count, views) < 0) throw parquetError('EOF: eof decoding byte array');
    return views;
  }
  checkSpace(store.storedWidth < 0 ? Math.ceil(count / 8) : count * store.storedWidth, address, end);
  return address;
}

/** Throws when fewer bytes are left than are needed. */
export function checkSpace(bytes: number, address: number, end: number): void {
  if (bytes > end - address) throw parquetError('EOF: not enough bytes to decode');
}
