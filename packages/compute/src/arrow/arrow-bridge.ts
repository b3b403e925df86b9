/**
 * The one bridge between engine and apache-arrow. Loaded on demand, because importing apache-arrow costs more than most
 * queries: `const bridge = await loadArrow()`.
 */
import type { DataType, Field, Schema } from '@datafusion-ts/common';
import type * as arrowTypes from 'apache-arrow';
import { Arena } from '../memory/arena.js';
import { columnFromHost, fromHost, HostDictionaries } from '../host/from-host.js';
import type { HostBatch } from '../host/host-column.js';
import { columnToHost, toHost } from '../host/to-host.js';
import type { Batch } from '../vector/batch.js';
import type { ColumnVector } from '../vector/column-vector.js';
import type { ArrowModule } from './arrow-module.js';
import { ArrowColumns } from './data.js';
import { ArrowTypes } from './types.js';

/** Conversions to and from apache-arrow. 64-bit integers and decimals are exact both ways. */
export interface ArrowBridge {
  /** The module itself. */
  readonly arrow: ArrowModule;
  toArrowType(type: DataType): arrowTypes.DataType;
  fromArrowType(type: arrowTypes.DataType): DataType;
  toArrowField(field: Field): arrowTypes.Field;
  fromArrowField(field: arrowTypes.Field): Field;
  toArrowSchema(schema: Schema): arrowTypes.Schema;
  fromArrowSchema(schema: arrowTypes.Schema): Schema;
  /**
   * A record batch in garbage-collected memory. Pass the Arrow schema of the stream when it has dictionaries, so that all
   * batches name the same ones.
   */
  toArrowBatch(batch: Batch, schema?: arrowTypes.Schema): arrowTypes.RecordBatch;
  /** A batch in the arena; `schema` saves converting it again. */
  fromArrowBatch(batch: arrowTypes.RecordBatch, arena: Arena, schema?: Schema): Batch;
  /** The record batch as a host batch, sharing its buffers: for tables that are read more than once. */
  hostFromArrow(batch: arrowTypes.RecordBatch, schema?: Schema): HostBatch;
  /** A record batch that shares the buffers of a host batch made by `toHost` or `hostFromArrow` of unsliced data. */
  arrowFromHost(batch: HostBatch, schema?: arrowTypes.Schema): arrowTypes.RecordBatch;
  /** One column, copied out. */
  toArrowData(vector: ColumnVector): arrowTypes.Data;
  /** One column, copied in. */
  fromArrowData(data: arrowTypes.Data, arena: Arena, type?: DataType): ColumnVector;
}

let loading: Promise<ArrowBridge> | undefined;

/** The bridge, loading apache-arrow on first use. */
export function loadArrow(): Promise<ArrowBridge> {
  return (loading ??= import('apache-arrow').then(makeBridge));
}

function makeBridge(arrow: ArrowModule): ArrowBridge {
  const types = new ArrowTypes(arrow);
  const columns = new ArrowColumns(arrow);

  const hostFromArrow = (batch: arrowTypes.RecordBatch, known?: Schema): HostBatch => {
    const schema = known ?? types.fromSchema(batch.schema);
    const children = schema.fields.map((f, i) => columns.toHost(batch.data.children[i] as arrowTypes.Data, f.dataType));
    return { schema, rowCount: batch.numRows, columns: children };
  };

  const arrowFromHost = (batch: HostBatch, known?: arrowTypes.Schema): arrowTypes.RecordBatch => {
    const schema = known ?? types.toSchema(batch.schema);
    const children = schema.fields.map((f, i) => columns.fromHost(batch.columns[i]!, f.type as arrowTypes.DataType));
    const type = new arrow.Struct(schema.fields);
    const data = arrow.makeData({ type, length: batch.rowCount, nullCount: 0, children });
    return new arrow.RecordBatch(schema, data);
  };

  return {
    arrow,
    toArrowType: (type) => types.toType(type),
    fromArrowType: (type) => types.fromType(type),
    toArrowField: (field) => types.toField(field),
    fromArrowField: (field) => types.fromField(field),
    toArrowSchema: (schema) => types.toSchema(schema),
    fromArrowSchema: (schema) => types.fromSchema(schema),
    toArrowBatch: (batch, schema) => arrowFromHost(toHost(batch, 'views'), schema),
    fromArrowBatch: (batch, arena, schema) => fromHost(hostFromArrow(batch, schema), undefined, arena),
    hostFromArrow,
    arrowFromHost,
    toArrowData: (vector) => {
      const scratch = new Arena();
      try {
        return columns.fromHost(columnToHost(vector, scratch, 'views'), types.toType(vector.type));
      } finally {
        scratch.release();
      }
    },
    fromArrowData: (data, arena, known) => {
      const type = known ?? types.fromType(data.type as arrowTypes.DataType);
      const dictionaries = new HostDictionaries();
      arena.keep(dictionaries);
      return columnFromHost(columns.toHost(data, type), 0, data.length, arena, dictionaries);
    },
  };
}
