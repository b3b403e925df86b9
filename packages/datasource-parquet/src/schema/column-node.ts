import type { DataType, Field } from '@datafusion-ts/common';

/** Levels at which something of a nested column is present; a flat required column has 0 for both. */
export interface Levels {
  readonly definition: number;
  readonly repetition: number;
}

/** A leaf: the only nodes that have column chunks. */
export interface LeafNode {
  readonly kind: 'Leaf';
  readonly field: Field;
  readonly type: DataType;
  /** Position among the file's leaves, which is that of its chunk in a row group. */
  readonly leafIndex: number;
  readonly physical: number;
  readonly typeLength: number;
  /** The highest levels. */
  readonly levels: Levels;
}

/** A group that becomes a struct; `definition` is the level from which it is present itself. */
export interface StructNode {
  readonly kind: 'Struct';
  readonly field: Field;
  readonly type: DataType;
  readonly levels: Levels;
  readonly children: readonly ColumnNode[];
}

/**
 * A repeated node that becomes a list or map. `levels` are those of the list itself; an element exists from definition
 * level `elementDefinition` on, and continues the list at repetition level `levels.repetition + 1`.
 */
export interface ListNode {
  readonly kind: 'List';
  readonly field: Field;
  readonly type: DataType;
  readonly levels: Levels;
  readonly elementDefinition: number;
  readonly child: ColumnNode;
}

/** How a column of the file is put together from its leaves. */
export type ColumnNode = LeafNode | StructNode | ListNode;

/** The leaves below a node, in the order of the file. */
export function leavesOf(node: ColumnNode): readonly LeafNode[] {
  switch (node.kind) {
    case 'Leaf':
      return [node];
    case 'Struct':
      return node.children.flatMap(leavesOf);
    case 'List':
      return leavesOf(node.child);
  }
}
