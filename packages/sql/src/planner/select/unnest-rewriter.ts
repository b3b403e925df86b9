import { Column, InternalError, rewritten, type Transformed, unchanged } from '@datafusion-ts/common';
import {
  alias,
  columnExpr,
  type Expr,
  exprEquals,
  type ExprOf,
  type LogicalPlan,
  schemaName,
  schemaOf,
  toField,
  transformExprDownUp,
} from '@datafusion-ts/expr';

/**
 * Takes the UNNESTs out of select expressions. Each becomes a column that an Unnest node makes from a column of a projection
 * below it, so that
 *
 *   SELECT unnest(a) + 1        Projection: __unnest_placeholder(a,depth=1) AS UNNEST(a) + 1
 *                         ->      Unnest: lists[__unnest_placeholder(a)|depth=1]
 *                                   Projection: a AS __unnest_placeholder(a)
 *
 * UNNESTs of UNNESTs are one column of greater depth. An UNNEST of a struct gives several columns and may stand only at the
 * top of a select expression.
 */

const PLACEHOLDER = '__unnest_placeholder';

/** One way in which a list column is unnested. */
export interface ListUnnesting {
  readonly outputColumn: Column;
  readonly depth: number;
}

/** What the projection below and the Unnest node have to do, filled while expressions are rewritten. */
export class UnnestCollector {
  /** Expressions of the projection below. */
  readonly inner: Expr[] = [];
  /** Columns to unnest by key; lists with their depths, structs without. */
  readonly columns = new Map<string, { readonly column: Column; readonly lists: ListUnnesting[] | undefined }>();
  readonly #innerNames = new Set<string>();

  /** Adds an expression to the projection below unless one of that name is there. */
  project(expr: Expr): void {
    const name = schemaName(expr);
    if (this.#innerNames.has(name)) return;
    this.#innerNames.add(name);
    this.inner.push(expr);
  }

  addStruct(column: Column): void {
    this.columns.set(column.key, { column, lists: undefined });
  }

  addList(column: Column, unnesting: ListUnnesting): void {
    let entry = this.columns.get(column.key);
    if (entry === undefined) {
      entry = { column, lists: [] };
      this.columns.set(column.key, entry);
    }
    const lists = entry.lists ?? [];
    if (!lists.some((known) => known.depth === unnesting.depth && known.outputColumn.equals(unnesting.outputColumn)))
      lists.push(unnesting);
  }
}

/** Rewrites expressions over `input`; gives the expressions of the projection above. */
export function rewriteUnnests(
  input: LogicalPlan,
  collector: UnnestCollector,
  exprs: readonly Expr[],
): readonly Expr[] {
  return exprs.flatMap((expr) => rewriteOne(input, collector, expr));
}

function rewriteOne(input: LogicalPlan, collector: UnnestCollector, expr: Expr): readonly Expr[] {
  const state = new Rewriter(input, collector, expr);
  const result = transformExprDownUp(
    expr,
    (node) => state.down(node),
    (node) => state.up(node),
  );
  if (result.changed) return state.rootExprs ?? [result.node];
  if (result.node.kind === 'Column' || result.node.kind === 'Wildcard') {
    collector.project(result.node);
    return [result.node];
  }
  collector.project(result.node);
  return [columnExpr(Column.unqualified(schemaName(result.node)))];
}

type UnnestExpr = ExprOf<'Unnest'>;

class Rewriter {
  readonly #input: LogicalPlan;
  readonly #collector: UnnestCollector;
  readonly #root: Expr;
  #topMost: UnnestExpr | undefined;
  /** UNNESTs passed on the way down; undefined separates runs that cannot be one. */
  readonly #passed: (UnnestExpr | undefined)[] = [];
  /** Columns of a struct unnested at the root. */
  rootExprs: readonly Expr[] | undefined;

  constructor(input: LogicalPlan, collector: UnnestCollector, root: Expr) {
    this.#input = input;
    this.#collector = collector;
    this.#root = root;
  }

  down(expr: Expr): Transformed<Expr> {
    if (expr.kind !== 'Unnest') {
      this.#passed.push(undefined);
      return unchanged(expr);
    }
    this.#passed.push(expr);
    if (toField(expr.expr, schemaOf(this.#input)).dataType.kind === 'Struct') this.#passed.push(undefined);
    this.#topMost ??= expr;
    return unchanged(expr);
  }

  up(expr: Expr): Transformed<Expr> {
    if (expr.kind === 'Unnest') {
      if (this.#topMost !== undefined && exprEquals(expr, this.#topMost)) this.#topMost = undefined;
      const run = this.#latestRun();
      if (run.length > 0 && exprEquals(expr, run.at(-1)!)) return this.#replace(expr, run);
    } else {
      this.#passed.push(undefined);
    }
    if (expr.kind === 'Column' && this.#topMost === undefined) this.#collector.project(expr);
    return unchanged(expr);
  }

  /** The last uninterrupted run of UNNESTs, the innermost first. */
  #latestRun(): readonly UnnestExpr[] {
    const run: UnnestExpr[] = [];
    let i = this.#passed.length - 1;
    while (i >= 0 && this.#passed[i] === undefined) i--;
    for (; i >= 0 && this.#passed[i] !== undefined; i--) run.push(this.#passed[i]!);
    return run;
  }

  #replace(expr: UnnestExpr, run: readonly UnnestExpr[]): Transformed<Expr> {
    const structAllowed = run.length === 1 && exprEquals(expr, this.#root);
    const replaced = this.#columnsFor(run.length, schemaName(expr), run[0]!.expr, structAllowed);
    if (structAllowed) this.rootExprs = replaced;
    return rewritten(replaced[0]!);
  }

  #columnsFor(depth: number, name: string, inner: Expr, structAllowed: boolean): readonly Expr[] {
    const innerName = schemaName(inner);
    const placeholder = Column.unqualified(`${PLACEHOLDER}(${innerName})`);
    const type = toField(inner, schemaOf(this.#input)).dataType;
    switch (type.kind) {
      case 'Struct':
        if (!structAllowed)
          throw new InternalError(
            'Assertion failed: struct_allowed: unnest on struct can only be applied at the root level of select expression',
          );
        this.#collector.project(alias(inner, placeholder.name));
        this.#collector.addStruct(placeholder);
        return type.fields.map((field) =>
          alias(columnExpr(Column.unqualified(`${placeholder.name}.${field.name}`)), `${innerName}.${field.name}`),
        );
      case 'List':
      case 'LargeList':
      case 'FixedSizeList':
      case 'ListView':
      case 'LargeListView': {
        const outputColumn = Column.unqualified(`${PLACEHOLDER}(${innerName},depth=${depth})`);
        this.#collector.project(alias(inner, placeholder.name));
        this.#collector.addList(placeholder, { outputColumn, depth });
        return [alias(columnExpr(outputColumn), name)];
      }
      default:
        throw new InternalError('unnest on non-list or struct type is not supported');
    }
  }
}
