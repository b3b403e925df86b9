import type { Count, Gauge, MetricsSet, PruningCount, Ratio, Time } from '@datafusion-ts/physical-plan';

/** What a Parquet scan measures of a partition, besides what every operator does. Names and order are DataFusion's. */
export class ScanMetrics {
  readonly filesPruned: PruningCount;
  readonly rowGroupsPrunedStatistics: PruningCount;
  readonly rowGroupsPrunedBloomFilter: PruningCount;
  readonly pagesPruned: PruningCount;
  readonly pageRowsPruned: PruningCount;
  readonly limitPrunedRowGroups: PruningCount;
  readonly bytesScanned: Count;
  readonly filesOpened: Count;
  readonly filesProcessed: Count;
  readonly rowsPruned: Count;
  readonly rowsMatched: Count;
  readonly cacheInnerRecords: Gauge;
  readonly cacheRecords: Gauge;
  readonly bloomFilterTime: Time;
  readonly metadataTime: Time;
  readonly pageIndexTime: Time;
  readonly filterTime: Time;
  readonly statisticsTime: Time;
  readonly efficiency: Ratio;

  readonly #metrics: MetricsSet;
  readonly #partition: number;

  constructor(metrics: MetricsSet, partition: number) {
    this.#metrics = metrics;
    this.#partition = partition;
    const summary = { type: 'summary' } as const;
    this.filesPruned = metrics.pruning('files_ranges_pruned_statistics', partition, summary);
    this.rowGroupsPrunedStatistics = metrics.pruning('row_groups_pruned_statistics', partition, summary);
    this.rowGroupsPrunedBloomFilter = metrics.pruning('row_groups_pruned_bloom_filter', partition, summary);
    this.pagesPruned = metrics.pruning('page_index_pages_pruned', partition, summary);
    this.pageRowsPruned = metrics.pruning('page_index_rows_pruned', partition);
    this.limitPrunedRowGroups = metrics.pruning('limit_pruned_row_groups', partition, summary);
    this.bytesScanned = metrics.counter('bytes_scanned', partition, { type: 'summary', category: 'bytes' });
    for (const name of [
      'batches_split',
      'file_open_errors',
      'file_scan_errors',
      'num_predicate_creation_errors',
      'predicate_evaluation_errors',
    ]) {
      metrics.counter(name, partition); // always zero here: failures end the query, batches are cut when decoded
    }
    this.filesOpened = metrics.counter('files_opened', partition);
    this.filesProcessed = metrics.counter('files_processed', partition);
    this.rowsMatched = metrics.counter('pushdown_rows_matched', partition);
    this.rowsPruned = metrics.counter('pushdown_rows_pruned', partition);
    this.cacheInnerRecords = metrics.gauge('predicate_cache_inner_records', partition, { category: 'rows' });
    this.cacheRecords = metrics.gauge('predicate_cache_records', partition, { category: 'rows' });
    this.bloomFilterTime = metrics.time('bloom_filter_eval_time', partition);
    this.metadataTime = metrics.time('metadata_load_time', partition, summary);
    this.pageIndexTime = metrics.time('page_index_eval_time', partition);
    this.filterTime = metrics.time('row_pushdown_eval_time', partition);
    this.statisticsTime = metrics.time('statistics_eval_time', partition);
    metrics.outputRowsSkew(partition);
    this.efficiency = metrics.ratio('scan_efficiency_ratio', partition, summary);
  }

  /** Row groups whose page index is not looked at, as all their rows are wanted; reported only where there are any. */
  skipPages(groups: number): void {
    if (groups > 0) this.#skipped('page_index_pages_skipped_by_fully_matched').add(groups);
  }

  /** Counts a file whose page index is not even read. */
  skipPageIndex(): void {
    this.#skipped('page_index_load_skipped').add(1);
  }

  #skipped(name: string): Count {
    return this.#metrics.counter(name, this.#partition, { type: 'summary' });
  }
}
