import type { Count, MetricsSet, PruningCount, Time } from '@datafusion-ts/physical-plan';

/** What a Parquet scan measures of a partition, besides what every operator does. */
export class ScanMetrics {
  readonly bytesScanned: Count;
  readonly rowsPruned: Count;
  readonly rowsMatched: Count;
  readonly filesOpened: Count;
  readonly rowGroupsPrunedStatistics: PruningCount;
  readonly rowGroupsPrunedBloomFilter: PruningCount;
  readonly filterTime: Time;
  readonly statisticsTime: Time;
  readonly metadataTime: Time;

  constructor(metrics: MetricsSet, partition: number) {
    this.rowGroupsPrunedStatistics = metrics.pruning('row_groups_pruned_statistics', partition, { type: 'summary' });
    this.rowGroupsPrunedBloomFilter = metrics.pruning('row_groups_pruned_bloom_filter', partition, { type: 'summary' });
    this.bytesScanned = metrics.counter('bytes_scanned', partition, { type: 'summary' });
    this.filesOpened = metrics.counter('files_opened', partition);
    this.rowsMatched = metrics.counter('pushdown_rows_matched', partition);
    this.rowsPruned = metrics.counter('pushdown_rows_pruned', partition);
    this.metadataTime = metrics.time('metadata_load_time', partition, { type: 'summary' });
    this.filterTime = metrics.time('row_pushdown_eval_time', partition);
    this.statisticsTime = metrics.time('statistics_eval_time', partition);
  }
}
