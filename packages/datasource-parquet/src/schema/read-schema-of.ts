/** A file's columns as a table reads them: the session's choices about strings and old timestamps applied. */
import { DataTypes, Schema, type DataType, type Field, type TimeUnit } from '@datafusion-ts/common';
import { PhysicalKind, type FileMetadata } from '../metadata/file-metadata.js';
import type { ParquetReadOptions } from '../parquet-read-options.js';
import { columnsOf, type FileColumns } from './build-columns.js';
import type { ColumnNode } from './column-node.js';

const INT96_UNITS: Readonly<Record<string, TimeUnit>> = {
  s: 'Second',
  ms: 'Millisecond',
  us: 'Microsecond',
  ns: 'Nanosecond',
};

/** Columns of footers by the options that matter, as long as the footers are kept. */
const known = new WeakMap<FileMetadata, Map<string, FileColumns>>();

/** The columns of a file with the types that reading gives them: the same objects each time. */
export function readSchemaOf(metadata: FileMetadata, options: ParquetReadOptions): FileColumns {
  const { skipMetadata, coerceInt96, coerceInt96Tz, binaryAsString, forceViewTypes } = options;
  const key = JSON.stringify([skipMetadata, coerceInt96, coerceInt96Tz, binaryAsString, forceViewTypes]);
  const ofFile = known.get(metadata) ?? new Map<string, FileColumns>();
  known.set(metadata, ofFile);
  let columns = ofFile.get(key);
  if (columns === undefined) ofFile.set(key, (columns = makeColumns(metadata, options)));
  return columns;
}

function makeColumns(metadata: FileMetadata, options: ParquetReadOptions): FileColumns {
  const { nodes } = columnsOf(metadata);
  const changed = nodes.map((node) => retype(node, options, true));
  const keyValues = new Map([...metadata.keyValues].filter(([key]) => key !== 'ARROW:schema'));
  return {
    schema: new Schema(
      changed.map((node) => node.field),
      options.skipMetadata ? undefined : keyValues,
    ),
    nodes: changed,
  };
}

/** Views replace only the types of whole columns, as in the reference; strings inside lists keep theirs. */
function retype(node: ColumnNode, options: ParquetReadOptions, isColumn: boolean): ColumnNode {
  switch (node.kind) {
    case 'Leaf': {
      const type = leafTypeWith(node.type, node.physical, options, isColumn);
      return type === node.type ? node : { ...node, type, field: withType(node.field, type) };
    }
    case 'Struct': {
      const children = node.children.map((child) => retype(child, options, false));
      if (children.every((child, i) => child === node.children[i])) return node;
      const type = DataTypes.struct(children.map((child) => child.field));
      return { ...node, children, type, field: withType(node.field, type) };
    }
    case 'List': {
      const child = retype(node.child, options, false);
      if (child === node.child) return node;
      const type = relist(node.type, child.field);
      return { ...node, child, type, field: withType(node.field, type) };
    }
  }
}

const withType = (field: Field, dataType: DataType): Field => ({ ...field, dataType });

function relist(type: DataType, element: Field): DataType {
  switch (type.kind) {
    case 'Map':
      return { ...type, entries: { ...type.entries, dataType: element.dataType } };
    case 'List':
    case 'LargeList':
    case 'ListView':
    case 'LargeListView':
    case 'FixedSizeList':
      return { ...type, field: { ...type.field, dataType: element.dataType } };
    default:
      return type;
  }
}

function leafTypeWith(type: DataType, physical: number, options: ParquetReadOptions, isColumn: boolean): DataType {
  if (physical === PhysicalKind.Int96 && options.coerceInt96 !== undefined) {
    return DataTypes.timestamp(INT96_UNITS[options.coerceInt96] ?? 'Nanosecond', options.coerceInt96Tz);
  }
  if (!isColumn) return type;
  const text = options.binaryAsString ? binaryToText(type) : type;
  if (!options.forceViewTypes) return text;
  switch (text.kind) {
    case 'Utf8':
    case 'LargeUtf8':
      return DataTypes.Utf8View;
    case 'Binary':
    case 'LargeBinary':
      return DataTypes.BinaryView;
    default:
      return text;
  }
}

function binaryToText(type: DataType): DataType {
  switch (type.kind) {
    case 'Binary':
      return DataTypes.Utf8;
    case 'LargeBinary':
      return DataTypes.LargeUtf8;
    case 'BinaryView':
      return DataTypes.Utf8View;
    default:
      return type;
  }
}
