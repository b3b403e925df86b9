/**
 * Which window operator suits an input: rows may come in the window's order, in the opposite one (then reversed functions
 * give the same results), or, for unbounded inputs, with partitions mixed.
 */
import {
  constExpr,
  reverseSortExpr,
  reverseWindowExpr,
  type LexRequirement,
  type WindowExpr,
} from '@datafusion-ts/physical-expr';
import {
  BoundedWindowAggExec,
  longestPermutation,
  mayBeOrdered,
  usesBoundedMemory,
  WindowAggExec,
  type ExecutionPlan,
  type InputOrderMode,
} from '@datafusion-ts/physical-plan';

/** Either window operator. */
export type WindowExec = WindowAggExec | BoundedWindowAggExec;

export const isWindow = (plan: ExecutionPlan): plan is WindowExec =>
  plan instanceof WindowAggExec || plan instanceof BoundedWindowAggExec;

/** The expressions all partitions of the input may be split by: none when the window does not split them. */
export const windowIsPartitioned = (exprs: readonly WindowExpr[]): boolean => exprs[0]!.partitionBy.length > 0;

/** The window operator that can run over `input` without a sort; undefined when a sort is needed or pays. */
export function bestFittingWindow(
  exprs: readonly WindowExpr[],
  input: ExecutionPlan,
  canRepartition: boolean,
): WindowExec | undefined {
  // Bounded input can be sorted: cheaper than keeping all partitions open.
  const mustBeSorted = input.properties.boundedness.kind === 'Bounded';
  if (mustBeSorted && !mayBeSorted(exprs[0]!, input)) return undefined;
  const found = windowMode(exprs[0]!, input);
  if (found === undefined) return undefined;
  const { reverse, mode } = found;
  if (mustBeSorted && mode.kind !== 'Sorted') return undefined;
  const fitted = reverse ? reverseAll(exprs) : exprs;
  if (fitted === undefined) return undefined;
  if (fitted.every(usesBoundedMemory)) return new BoundedWindowAggExec(fitted, input, mode, canRepartition);
  return mode.kind === 'Sorted' ? new WindowAggExec(fitted, input, canRepartition) : undefined;
}

/** False when rows are certainly not ordered by all partition keys, and then by the ordering keys. */
function mayBeSorted({ partitionBy, orderBy }: WindowExpr, { properties }: ExecutionPlan): boolean {
  const keys = partitionBy.length > 0 ? partitionBy : orderBy.slice(0, 1).map(({ expr }) => expr);
  return keys.every((expr) => mayBeOrdered(properties, expr));
}

function reverseAll(exprs: readonly WindowExpr[]): readonly WindowExpr[] | undefined {
  const reversed = exprs.map(reverseWindowExpr);
  return reversed.every((expr) => expr !== undefined) ? (reversed as readonly WindowExpr[]) : undefined;
}

/** How the order of `input` suits a window's partitions, and whether its keys must be read backwards. */
function windowMode(
  { partitionBy, orderBy }: Pick<WindowExpr, 'partitionBy' | 'orderBy'>,
  input: ExecutionPlan,
): { readonly reverse: boolean; readonly mode: InputOrderMode } | undefined {
  const { indices } = longestPermutation(input.properties, partitionBy);
  const facts = input.properties.equivalence.addConstants(partitionBy.map((expr) => constExpr(expr)));
  const partitionKeys: LexRequirement = indices.map((i) => ({ expr: partitionBy[i]! }));
  for (const reverse of [false, true]) {
    const keys = reverse ? orderBy.map(reverseSortExpr) : orderBy;
    if (!facts.orderingSatisfyRequirement([...partitionKeys, ...keys])) continue;
    return { reverse, mode: modeOf(indices, partitionBy.length) };
  }
  return undefined;
}

function modeOf(indices: readonly number[], partitionKeys: number): InputOrderMode {
  if (indices.length === partitionKeys) return { kind: 'Sorted' };
  return indices.length === 0 ? { kind: 'Linear' } : { kind: 'PartiallySorted', indices };
}
