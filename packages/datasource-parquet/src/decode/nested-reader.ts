import { NotImplementedError } from '@datafusion-ts/common';
import type { Arena, ColumnVector } from '@datafusion-ts/compute';
import type { ColumnNode } from '../schema/column-node.js';
import type { ChunkSource } from './chunk-source.js';
import type { ColumnReader } from './flat-reader.js';

/** Reads lists, maps and structs. */
export class NestedReader implements ColumnReader {
  constructor(node: ColumnNode, _source: (leafIndex: number) => ChunkSource) {
    throw new NotImplementedError(`Parquet: column ${node.field.name} of a nested type`);
  }

  read(_count: number, _arena: Arena): ColumnVector {
    throw new NotImplementedError('Parquet: nested types');
  }

  skip(_count: number): void {}

  release(): void {}
}
