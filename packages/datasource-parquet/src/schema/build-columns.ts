/**
 * Turns a file's schema into columns: Arrow fields, and for each how its leaves and levels make it.
 *
 * Lists come in several layouts: `optional group a (LIST) { repeated group list { optional int32 element } }`, older ones
 * where the repeated node is the element itself, and repeated fields without any annotation, which are lists of required
 * elements.
 */
import { DataTypes, field, Schema, type DataType, type Field } from '@datafusion-ts/common';
import type { FileMetadata, SchemaElement } from '../metadata/file-metadata.js';
import { parquetError } from '../parquet-error.js';
import { readArrowSchema } from './arrow-schema.js';
import type { ColumnNode, Levels } from './column-node.js';
import { leafType } from './leaf-type.js';

/** The columns of a file, in order, and their schema. */
export interface FileColumns {
  readonly schema: Schema;
  readonly nodes: readonly ColumnNode[];
}

const cache = new WeakMap<FileMetadata, FileColumns>();

/** The columns of a file; worked out once per footer. */
export function columnsOf(metadata: FileMetadata): FileColumns {
  let known = cache.get(metadata);
  if (known === undefined) {
    known = build(metadata);
    cache.set(metadata, known);
  }
  return known;
}

function build(metadata: FileMetadata): FileColumns {
  const embedded = metadata.keyValues.get('ARROW:schema');
  const hints = embedded === undefined ? undefined : readArrowSchema(embedded);
  const builder = new Builder();
  const nodes = metadata.root.children.flatMap((element) => {
    const node = builder.node(
      element,
      { definition: 0, repetition: 0 },
      hints?.find(({ name }) => name === element.name),
    );
    return node === undefined ? [] : [node];
  });
  return { schema: new Schema(nodes.map((node) => node.field)), nodes };
}

class Builder {
  #leaves = 0;

  /** The column of an element inside a parent with the given levels; undefined for groups without leaves. */
  node(element: SchemaElement, parent: Levels, hint: Field | undefined): ColumnNode | undefined {
    if (element.repetition !== 'Repeated')
      return this.#single(element, parent, hint, element.repetition === 'Optional');
    const inner: Levels = { definition: parent.definition + 1, repetition: parent.repetition + 1 };
    const itemHint = elementHint(hint?.dataType);
    const child = this.#single(element, inner, itemHint, false);
    if (child === undefined) return undefined;
    const type = listType(child.field, hint?.dataType);
    return {
      kind: 'List',
      field: field(element.name, type, false),
      type,
      levels: parent,
      elementDefinition: inner.definition,
      child,
    };
  }

  /** The column of an element whose repetition is dealt with, except for being optional. */
  #single(element: SchemaElement, parent: Levels, hint: Field | undefined, optional: boolean): ColumnNode | undefined {
    const levels: Levels = optional ? { ...parent, definition: parent.definition + 1 } : parent;
    const annotation = element.annotation?.kind;
    if (element.physical !== undefined) return this.#leaf(element, levels, hint, optional);
    if (annotation === 'List') return this.#list(element, levels, hint, optional);
    if (annotation === 'Map' || annotation === 'MapKeyValue') return this.#map(element, levels, hint, optional);
    return this.#struct(element, levels, hint, optional, element.name);
  }

  #leaf(element: SchemaElement, levels: Levels, hint: Field | undefined, nullable: boolean): ColumnNode {
    const type = leafType(element, hint?.dataType);
    const leafIndex = this.#leaves++;
    const { physical, typeLength } = element;
    return {
      kind: 'Leaf',
      field: field(element.name, type, nullable),
      type,
      leafIndex,
      physical: physical!,
      typeLength,
      levels,
    };
  }

  #struct(
    element: SchemaElement,
    levels: Levels,
    hint: Field | undefined,
    nullable: boolean,
    name: string,
  ): ColumnNode | undefined {
    const hints = hint?.dataType.kind === 'Struct' ? hint.dataType.fields : undefined;
    const children = element.children.flatMap((child) => {
      const node = this.node(
        child,
        levels,
        hints?.find((candidate) => candidate.name === child.name),
      );
      return node === undefined ? [] : [node];
    });
    if (children.length === 0) return undefined;
    const type = DataTypes.struct(children.map((child) => child.field));
    return { kind: 'Struct', field: field(name, type, nullable), type, levels, children };
  }

  #list(element: SchemaElement, levels: Levels, hint: Field | undefined, nullable: boolean): ColumnNode | undefined {
    const repeated = element.children[0];
    if (element.children.length !== 1 || repeated === undefined) {
      throw parquetError(
        `Group element type of list can only contain one field, ${element.name} has ${element.children.length}`,
      );
    }
    if (repeated.repetition !== 'Repeated') throw parquetError(`List child must be repeated: ${element.name}`);
    const inner: Levels = { definition: levels.definition + 1, repetition: levels.repetition + 1 };
    const itemHint = elementHint(hint?.dataType);
    const child = isElementItself(repeated, element.name)
      ? this.#single(repeated, inner, itemHint, false)
      : this.node(repeated.children[0]!, inner, itemHint);
    if (child === undefined) return undefined;
    const type = listType(named(child.field, itemHint), hint?.dataType);
    return {
      kind: 'List',
      field: field(element.name, type, nullable),
      type,
      levels,
      elementDefinition: inner.definition,
      child,
    };
  }

  #map(element: SchemaElement, levels: Levels, hint: Field | undefined, nullable: boolean): ColumnNode | undefined {
    const entries = element.children[0];
    if (element.children.length !== 1 || entries === undefined) {
      throw parquetError(`Map field must have exactly one key_value child, found ${element.children.length}`);
    }
    if (entries.repetition !== 'Repeated') throw parquetError('Child of map field must be repeated');
    if (entries.children.length === 1) return this.#list(element, levels, hint, nullable);
    if (entries.children.length !== 2)
      throw parquetError(`Child of map field must have two children, found ${entries.children.length}`);
    const inner: Levels = { definition: levels.definition + 1, repetition: levels.repetition + 1 };
    const entriesHint = hint?.dataType.kind === 'Map' ? hint.dataType.entries : undefined;
    const key = asRequired(this.node(entries.children[0]!, inner, fieldAt(entriesHint, 0)));
    const value = this.node(entries.children[1]!, inner, fieldAt(entriesHint, 1));
    if (key === undefined || value === undefined) return undefined;
    const structType = DataTypes.struct([key.field, value.field]);
    const child: ColumnNode = {
      kind: 'Struct',
      field: field(entriesHint?.name ?? entries.name, structType, false),
      type: structType,
      levels: inner,
      children: [key, value],
    };
    const type = DataTypes.map(child.field, hint?.dataType.kind === 'Map' && hint.dataType.sorted);
    return {
      kind: 'List',
      field: field(element.name, type, nullable),
      type,
      levels,
      elementDefinition: inner.definition,
      child,
    };
  }
}

/** Keys are never null, whatever some writers declare. */
const asRequired = (node: ColumnNode | undefined): ColumnNode | undefined =>
  node === undefined ? undefined : { ...node, field: { ...node.field, nullable: false } };

const fieldAt = (entries: Field | undefined, index: number): Field | undefined =>
  entries?.dataType.kind === 'Struct' ? entries.dataType.fields[index] : undefined;

/** The rules for telling the element of an old list layout from a wrapper around it. */
function isElementItself(repeated: SchemaElement, listName: string): boolean {
  if (repeated.physical !== undefined) return true;
  if (repeated.children.length !== 1) return true;
  return (
    (repeated.name === 'array' || repeated.name === `${listName}_tuple`) &&
    repeated.children[0]!.repetition !== 'Repeated'
  );
}

const named = (element: Field, hint: Field | undefined): Field =>
  hint === undefined ? element : { ...element, name: hint.name };

function elementHint(hint: DataType | undefined): Field | undefined {
  switch (hint?.kind) {
    case 'List':
    case 'LargeList':
    case 'FixedSizeList':
      return hint.field;
    default:
      return undefined;
  }
}

function listType(element: Field, hint: DataType | undefined): DataType {
  if (hint?.kind === 'LargeList') return DataTypes.largeList(element);
  if (hint?.kind === 'FixedSizeList') return DataTypes.fixedSizeList(element, hint.size);
  return DataTypes.list(element);
}
