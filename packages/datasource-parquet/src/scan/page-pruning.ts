/**
 * Leaves out pages by their bounds. Each part of the predicate that speaks of one column is tested on that column's
 * pages; rows stay when they stay for every part. Pages of different columns need not begin at the same rows.
 */
import type { ScalarValue, Schema } from '@datafusion-ts/common';
import type { Arena, ColumnVector } from '@datafusion-ts/compute';
import type { PhysicalExpr } from '@datafusion-ts/expr-common';
import { collectColumns, DynamicFilterPhysicalExpr, splitConjunction, type Column } from '@datafusion-ts/physical-expr';
import { PruningPredicate, type PruningStatistics } from '@datafusion-ts/pruning';
import type { ByteRange } from '@datafusion-ts/execution';
import type { ColumnChunk, RawStatistics, RowGroup } from '../metadata/file-metadata.js';
import { pageIndexRanges, readPageIndex, type PageEntry } from '../metadata/page-index.js';
import type { FileColumns } from '../schema/build-columns.js';
import type { LeafNode } from '../schema/column-node.js';
import { boundsOf } from '../statistics/chunk-bounds.js';
import { integerBounds } from '../statistics/integer-bounds.js';
import type { OpenFile } from './row-group-reader.js';
import type { ScanMetrics } from './scan-metrics.js';

/** Rows `[start, end)` of a row group. */
export interface RowRange {
  readonly start: number;
  readonly end: number;
}

/** A row group with the rows of it that may be wanted. */
export interface SelectedGroup {
  readonly group: RowGroup;
  readonly ranges: readonly RowRange[];
}

/** All rows of a row group. */
export const wholeGroup = (group: RowGroup): SelectedGroup => ({ group, ranges: [{ start: 0, end: group.rowCount }] });

interface PagePredicate {
  readonly node: LeafNode;
  readonly pruning: PruningPredicate;
}

/**
 * The row groups with the rows that their page indexes do not exclude; groups without any are left out. Those in `full`
 * have nothing to exclude.
 */
export async function prunePages(
  file: OpenFile,
  all: readonly RowGroup[],
  full: ReadonlySet<RowGroup>,
  predicate: PhysicalExpr,
  tableSchema: Schema,
  fileColumns: FileColumns,
  metrics: ScanMetrics,
): Promise<readonly SelectedGroup[]> {
  const groups = full.size === 0 ? all : all.filter((group) => !full.has(group));
  metrics.skipPages(all.length - groups.length);
  const predicates = pagePredicates(predicate, tableSchema, fileColumns);
  await loadPages(file, groups, predicates);
  const stop = metrics.pageIndexTime.start();
  const kept = predicates.map((one) => keptRows(groups, one));
  stop();
  const position = new Map(groups.map((group, i) => [group, i]));
  return all.flatMap((group) => {
    const i = position.get(group);
    if (i === undefined) return [wholeGroup(group)];
    const selected = intersect(
      group,
      kept.flatMap((byGroup) => byGroup[i] ?? []),
      metrics,
    );
    return selected.ranges.length > 0 ? [selected] : [];
  });
}

function pagePredicates(
  predicate: PhysicalExpr,
  tableSchema: Schema,
  { schema, nodes }: FileColumns,
): readonly PagePredicate[] {
  return splitConjunction(predicate).flatMap((part): PagePredicate[] => {
    // A dynamic filter is one part: bounds of several columns are one condition of several columns.
    const columns = collectColumns(part instanceof DynamicFilterPhysicalExpr ? part.current() : part);
    const node = columns.length === 1 ? nodes[schema.indexOf(columns[0]!.name)] : undefined;
    if (node?.kind !== 'Leaf' || node.levels.repetition > 0) return [];
    const pruning = new PruningPredicate(part, tableSchema);
    return pruning.requiredColumns.length === 0 ? [] : [{ node, pruning }];
  });
}

/** Pages of a row group that a predicate was tested on. */
interface PageRows {
  readonly pages: readonly RowRange[];
  readonly kept: readonly RowRange[];
}

/** What one predicate leaves of each row group; undefined for groups without an index. All pages are tested at once. */
function keptRows(groups: readonly RowGroup[], { node, pruning }: PagePredicate): readonly (PageRows | undefined)[] {
  const entries = groups.map((group) => loaded.get(group.columns[node.leafIndex]!));
  const all = entries.flatMap((pages) => pages ?? []);
  if (all.length === 0) return entries.map(() => undefined);
  const keep = pruning.prune(new PageStatistics(all, node));
  let first = 0;
  return entries.map((pages) => {
    if (pages === undefined) return undefined;
    const start = first;
    first += pages.length;
    return { pages, kept: joined(pages.filter((_, k) => keep[start + k]!)) };
  });
}

/** The rows that every predicate with an index leaves; all when there is none. */
function intersect(group: RowGroup, tested: readonly PageRows[], metrics: ScanMetrics): SelectedGroup {
  const [first, ...others] = tested;
  if (first === undefined) return wholeGroup(group);
  const ranges = others.reduce((left, { kept }) => intersection(left, kept), first.kept);
  count(metrics, group, ranges, first.pages);
  return { group, ranges };
}

function count(metrics: ScanMetrics, group: RowGroup, ranges: readonly RowRange[], pages: readonly RowRange[]): void {
  const rows = ranges.reduce((sum, { start, end }) => sum + end - start, 0);
  const matched = pages.filter((page) =>
    ranges.some((range) => range.start < page.end && page.start < range.end),
  ).length;
  metrics.pagesPruned.matched += matched;
  metrics.pagesPruned.pruned += pages.length - matched;
  metrics.pageRowsPruned.matched += rows;
  metrics.pageRowsPruned.pruned += group.rowCount - rows;
}

/** Pages of chunks whose index was read; kept as long as the footer is. Undefined: there is no index that can be used. */
const loaded = new WeakMap<ColumnChunk, readonly PageEntry[] | undefined>();

/** Reads the page indexes that the predicates need and that are not known yet, with one request. */
async function loadPages(
  file: OpenFile,
  groups: readonly RowGroup[],
  predicates: readonly PagePredicate[],
): Promise<void> {
  const wanted = new Map<
    ColumnChunk,
    { readonly rowCount: number; readonly ranges: readonly [ByteRange, ByteRange] }
  >();
  for (const { columns, rowCount } of groups) {
    for (const { node } of predicates) {
      const chunk = columns[node.leafIndex]!;
      if (loaded.has(chunk)) continue;
      const ranges = pageIndexRanges(chunk);
      if (ranges === undefined || ranges.some(({ end }) => end > file.size)) loaded.set(chunk, undefined);
      else wanted.set(chunk, { rowCount, ranges });
    }
  }
  if (wanted.size === 0) return;
  const parts = await file.store.getRanges(
    file.location,
    [...wanted.values()].flatMap(({ ranges }) => ranges),
  );
  [...wanted].forEach(([chunk, { rowCount }], i) =>
    loaded.set(chunk, readPageIndex(parts[2 * i]!, parts[2 * i + 1]!, rowCount)),
  );
}

/** Bounds of the pages of one column, the only one that is asked about. */
class PageStatistics implements PruningStatistics {
  readonly #pages: readonly PageEntry[];
  readonly #node: LeafNode;

  constructor(pages: readonly PageEntry[], node: LeafNode) {
    this.#pages = pages;
    this.#node = node;
  }

  get containerCount(): number {
    return this.#pages.length;
  }

  minValues(): readonly (ScalarValue | undefined)[] {
    return this.#bounds(-1);
  }

  maxValues(): readonly (ScalarValue | undefined)[] {
    return this.#bounds(1);
  }

  boundColumn(_column: Column, sign: 1 | -1, arena: Arena): ColumnVector | undefined {
    return integerBounds(this.#node, this.#statistics(), sign, arena);
  }

  #bounds(sign: 1 | -1): readonly (ScalarValue | undefined)[] {
    return boundsOf(this.#node, this.#statistics(), sign).map((bound) => bound?.value);
  }

  #statistics(): readonly (RawStatistics | undefined)[] {
    return this.#pages.map((page) => (page.isAllNull ? undefined : page.statistics));
  }

  nullCounts(): readonly (number | undefined)[] {
    return this.#pages.map(({ start, end, statistics, isAllNull }) => (isAllNull ? end - start : statistics.nullCount));
  }

  rowCounts(): readonly number[] {
    return this.#pages.map(({ start, end }) => end - start);
  }
}

function joined(ranges: readonly RowRange[]): readonly RowRange[] {
  const result: { start: number; end: number }[] = [];
  for (const { start, end } of ranges) {
    const last = result.at(-1);
    if (start === end) continue;
    if (last?.end === start) last.end = end;
    else result.push({ start, end });
  }
  return result;
}

function intersection(a: readonly RowRange[], b: readonly RowRange[]): readonly RowRange[] {
  const result: RowRange[] = [];
  for (let i = 0, k = 0; i < a.length && k < b.length;) {
    const start = Math.max(a[i]!.start, b[k]!.start);
    const end = Math.min(a[i]!.end, b[k]!.end);
    if (start < end) result.push({ start, end });
    if (a[i]!.end < b[k]!.end) i++;
    else k++;
  }
  return result;
}
