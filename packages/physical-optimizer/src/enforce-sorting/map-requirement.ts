/** A requirement of a node's output, told in the columns of one of its inputs. */
import type { PhysicalExpr } from '@datafusion-ts/expr-common';
import { remapColumns, type Column, type LexRequirement } from '@datafusion-ts/physical-expr';

/** The requirement with columns moved; undefined when one has no place to go. */
export function mapRequirement(
  wanted: LexRequirement,
  place: (column: Column) => Column | undefined,
): LexRequirement | undefined {
  const moved = wanted.map((key) => ({ key, expr: remapColumns(key.expr, place) }));
  if (!moved.every((item): item is { key: LexRequirement[number]; expr: PhysicalExpr } => item.expr !== undefined))
    return undefined;
  return moved.map(({ key, expr }) => ({ ...key, expr }));
}
