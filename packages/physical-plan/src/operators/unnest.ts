import type { Schema } from '@datafusion-ts/common';
import {
  Arena,
  Batch,
  flatten,
  isNull,
  listRange,
  mem,
  NO_ROW,
  nullVector,
  sliceBatch,
  takeVector,
  takeVectorOrNull,
  maskVector,
  type ColumnVector,
  type FlatVector,
} from '@datafusion-ts/compute';
import { checkCancelled, type TaskContext } from '@datafusion-ts/execution';
import type { UnnestOptions } from '@datafusion-ts/expr';
import {
  Column,
  EquivalenceProperties,
  projectExpr,
  projectPartitioning,
  ProjectionMapping,
  projectProperties,
} from '@datafusion-ts/physical-expr';
import type { DisplayFormat } from '../display/display-format.js';
import type { BatchStream, ExecutionPlan } from '../execution-plan.js';
import { BaselineMetrics } from '../metrics/baseline-metrics.js';
import { MetricsSet } from '../metrics/metrics-set.js';
import { lazily, withProperties, type PlanProperties } from '../plan-properties.js';
import { meteredStream } from '../stream/batch-stream.js';

/** A list column to unnest, `depth` levels deep. A column may be listed at several depths. */
export interface ListUnnest {
  readonly index: number;
  readonly depth: number;
}

/**
 * Turns elements of lists into rows, and fields of structs into columns.
 *
 * A row becomes as many rows as its longest list has elements, shorter lists padded with nulls, other columns repeated.
 * A null list counts as one null element with `preserveNulls` and as no element without. Deeper levels go first: a
 * column at depth 2 is unnested, together with the rows around it, before the columns at depth 1.
 *
 * Example: `UnnestExec` over (1, [10, 20]) gives (1, 10) and (1, 20).
 */
export class UnnestExec implements ExecutionPlan {
  readonly name = 'UnnestExec';
  readonly input: ExecutionPlan;
  readonly lists: readonly ListUnnest[];
  /** Input columns that are structs, or become ones by unnesting, to be spread. */
  readonly structs: readonly number[];
  readonly schema: Schema;
  readonly options: UnnestOptions;
  readonly properties: PlanProperties;
  readonly #metrics = new MetricsSet();

  constructor(
    input: ExecutionPlan,
    lists: readonly ListUnnest[],
    structs: readonly number[],
    schema: Schema,
    options: UnnestOptions,
  ) {
    this.input = input;
    this.lists = lists;
    this.structs = structs;
    this.schema = schema;
    this.options = options;
    this.properties = unnestProperties(input, lists, structs, schema);
  }

  children(): readonly ExecutionPlan[] {
    return [this.input];
  }

  withNewChildren(children: readonly ExecutionPlan[]): ExecutionPlan {
    return new UnnestExec(children[0]!, this.lists, this.structs, this.schema, this.options);
  }

  maintainsInputOrder(): readonly boolean[] {
    return [true];
  }

  metrics(): MetricsSet {
    return this.#metrics;
  }

  execute(partition: number, context: TaskContext): BatchStream {
    const baseline = new BaselineMetrics(this.#metrics, partition);
    const inputBatches = this.#metrics.counter('input_batches', partition);
    const inputRows = this.#metrics.counter('input_rows', partition);
    const { input, lists, structs, schema, options } = this;
    return meteredStream(schema, baseline, async function* () {
      const arena = new Arena();
      const slices = new Arena();
      const { batchSize } = context.config.execution;
      try {
        for await (const batch of input.execute(partition, context)) {
          checkCancelled(context);
          inputBatches.add(1);
          inputRows.add(batch.rowCount);
          if (batch.rowCount === 0) continue;
          arena.reset();
          const result = baseline.elapsedCompute.measure(() =>
            unnestBatch(batch, lists, structs, schema, options.preserveNulls, arena),
          );
          for (let offset = 0; offset < result.rowCount; offset += batchSize) {
            slices.reset();
            yield sliceBatch(result, offset, Math.min(batchSize, result.rowCount - offset), slices);
          }
        }
      } finally {
        arena.release();
        slices.release();
      }
    });
  }

  fmtAs(format: DisplayFormat): string {
    return format === 'tree' ? '' : 'UnnestExec';
  }
}

const keyOf = (list: ListUnnest): string => `${list.index}/${list.depth}`;

function unnestBatch(
  batch: Batch,
  lists: readonly ListUnnest[],
  structs: readonly number[],
  schema: Schema,
  preserveNulls: boolean,
  arena: Arena,
): Batch {
  let columns: readonly ColumnVector[] = batch.columns.map((_, i) => batch.column(i, arena));
  let rowCount = batch.rowCount;
  const done = new Map<string, ColumnVector>();
  const deepest = Math.max(0, ...lists.map((list) => list.depth));
  for (let level = deepest; level >= 1; level--) {
    const active = lists.filter((list) => list.depth >= level);
    const sources = active.map((list) =>
      flatten(list.depth === level ? columns[list.index]! : done.get(keyOf(list))!, arena),
    );
    const lengths = longestLengths(sources, rowCount, preserveNulls);
    const total = lengths.reduce((sum, length) => sum + length, 0);
    active.forEach((list, i) => done.set(keyOf(list), elementsOf(sources[i]!, lengths, total, arena)));
    const repeated = repeatRows(lengths, total, arena);
    columns = columns.map((column, index) => {
      const involved = lists.filter((list) => list.index === index);
      const needed = involved.length === 0 || involved.some((list) => list.depth < level);
      return needed ? takeVector(column, repeated, total, arena) : nullVector(column.type, total);
    });
    rowCount = total;
  }
  const output = columns.flatMap((column, index) => {
    const own = lists.filter((list) => list.index === index);
    const values = own.length === 0 ? [column] : own.map((list) => done.get(keyOf(list))!);
    return structs.includes(index) ? values.flatMap((value) => fieldsOf(value, arena)) : values;
  });
  return new Batch(schema, output, rowCount);
}

/** For each row the number of elements of its longest list. */
function longestLengths(lists: readonly FlatVector[], rowCount: number, preserveNulls: boolean): readonly number[] {
  return Array.from({ length: rowCount }, (_, row) =>
    lists.reduce((longest, list) => Math.max(longest, lengthAt(list, row, preserveNulls)), 0),
  );
}

function lengthAt(list: FlatVector, row: number, preserveNulls: boolean): number {
  if (isNull(list, row)) return preserveNulls ? 1 : 0;
  const { start, end } = listRange(list, row);
  return end - start;
}

/** All elements of a list column, each row's padded with nulls to the given length. */
function elementsOf(list: FlatVector, lengths: readonly number[], total: number, arena: Arena): ColumnVector {
  const rows = arena.alloc(total * 4);
  let at = rows >>> 2;
  for (const [row, length] of lengths.entries()) {
    const { start, end } = isNull(list, row) ? { start: 0, end: 0 } : listRange(list, row);
    for (let i = 0; i < length; i++) mem.u32[at++] = start + i < end ? start + i : NO_ROW;
  }
  return takeVectorOrNull(list.children[0]!, rows, total, arena);
}

function repeatRows(lengths: readonly number[], total: number, arena: Arena): number {
  const rows = arena.alloc(total * 4);
  let at = rows >>> 2;
  for (const [row, length] of lengths.entries()) {
    mem.u32.fill(row, at, at + length);
    at += length;
  }
  return rows;
}

/** The fields of a struct column, null where the struct is. */
function fieldsOf(struct: ColumnVector, arena: Arena): readonly ColumnVector[] {
  const flat = flatten(struct, arena);
  if (flat.validity === 0) return flat.children;
  return flat.children.map((child) =>
    maskVector(child.encoding === 'constant' ? flatten(child, arena) : child, flat.validity, arena),
  );
}

/** Columns that are not unnested keep their equalities and partitioning; orderings hold, since rows stay in order. */
function unnestProperties(
  input: ExecutionPlan,
  lists: readonly ListUnnest[],
  structs: readonly number[],
  schema: Schema,
): PlanProperties {
  const changed = new Set([...lists.map((list) => list.index), ...structs]);
  const kept = input.schema.fields.map((_, i) => i).filter((i) => !changed.has(i));
  const items = kept.map((i) => ({
    expr: new Column(input.schema.field(i).name, i),
    alias: input.schema.field(i).name,
  }));
  const mapping = lazily(() => ProjectionMapping.fromProjection(items, input.schema));
  const places = kept.map((i) => schema.fields.findIndex((field) => field.name === input.schema.field(i).name));
  if (places.some((place, i) => place !== i)) {
    // Positions moved: only the number of partitions is certain.
    const count = input.properties.partitioning.count;
    return withProperties(input.properties, {
      equivalence: new EquivalenceProperties(schema),
      partitioning: { kind: 'UnknownPartitioning', count },
    });
  }
  return withProperties(input.properties, {
    equivalence: () => projectProperties(input.properties.equivalence, mapping(), schema),
    partitioning: projectPartitioning(input.properties.partitioning, (expr) =>
      projectExpr(input.properties.equivalence, expr, mapping()),
    ),
  });
}
