/**
 * SQL as a tree of text and typed pieces. The generator writes it, and the shrinker makes it smaller: a piece may give way
 * to a smaller piece of the same kind inside it, to a plain text, or to nothing.
 */

/** Kinds of pieces that can replace one another: a type's name for expressions, else a name of its own. */
export interface SqlNode {
  readonly kind: string;
  readonly parts: readonly (string | SqlNode)[];
}

/** A piece of SQL. */
export function node(kind: string, parts: SqlNode['parts']): SqlNode {
  return { kind, parts };
}

/** A piece that can be left out. */
export const optional = (...parts: SqlNode['parts']): SqlNode => node('optional', parts);

/** The shortest text of each kind that has one. */
const SHORTEST: Readonly<Record<string, string>> = {
  optional: '',
  int: '1',
  float: "arrow_cast(1, 'Float64')",
  decimal: "arrow_cast(1, 'Decimal128(10, 2)')",
  bool: 'true',
  text: "'a'",
  date: "DATE '2000-01-01'",
  timestamp: "TIMESTAMP '2000-01-01T00:00:00'",
  list: '[1]',
  aggregate: 'count(*)',
};

/** The text of a tree. */
export function render(tree: string | SqlNode): string {
  return typeof tree === 'string' ? tree : tree.parts.map(render).join('');
}

/** Every way to make a tree smaller by one step, the largest steps first. */
export function* smaller(tree: SqlNode): Generator<SqlNode, void, undefined> {
  const shortest = SHORTEST[tree.kind];
  if (shortest !== undefined && render(tree).length > shortest.length) yield node(tree.kind, [shortest]);
  for (const inner of descendants(tree)) if (inner.kind === tree.kind) yield inner;
  for (const [index, part] of tree.parts.entries()) {
    if (typeof part === 'string') continue;
    for (const less of smaller(part)) yield { ...tree, parts: tree.parts.with(index, less) };
  }
}

function* descendants(tree: SqlNode): Generator<SqlNode, void, undefined> {
  for (const part of tree.parts) {
    if (typeof part === 'string') continue;
    yield part;
    yield* descendants(part);
  }
}
