/** What each setting does, as `information_schema.df_settings` shows it; by key without `datafusion.`. */
export const OPTION_DESCRIPTIONS: Readonly<Record<string, string>> = {
  'catalog.create_default_catalog_and_schema':
    'Whether the default catalog and schema should be created automatically.',
  'catalog.default_catalog': 'The default catalog name - this impacts what SQL queries use if not specified',
  'catalog.default_schema': 'The default schema name - this impacts what SQL queries use if not specified',
  'catalog.format': 'Type of `TableProvider` to use when loading `default` schema',
  'catalog.has_header':
    'Default value for `format.has_header` for `CREATE EXTERNAL TABLE` if not specified explicitly in the statement.',
  'catalog.information_schema':
    'Should DataFusion provide access to `information_schema` virtual tables for displaying schema information',
  'catalog.location': 'Location scanned to load tables for `default` schema',
  'catalog.newlines_in_values':
    'Specifies whether newlines in (quoted) CSV values are supported. This is the default value for `format.newlines_in_values` for `CREATE EXTERNAL TABLE` if not specified explicitly in the statement. Parsing newlines in quoted values may be affected by execution behaviour such as parallel file scanning. Setting this to `true` ensures that newlines in values are parsed successfully, which may reduce performance.',
  'execution.batch_size':
    "Default batch size while creating new batches, it's especially useful for buffer-in-memory batches since creating tiny batches would result in too much metadata memory consumption",
  'execution.coalesce_batches':
    'When set to true, record batches will be examined between each operator and small batches will be coalesced into larger batches. This is helpful when there are highly selective filters or joins that could produce tiny output batches. The target batch size is determined by the configuration setting',
  'execution.collect_statistics':
    'Should DataFusion collect statistics when first creating a table. Has no effect after the table is created. Applies to the default `ListingTableProvider` in DataFusion. Defaults to true.',
  'execution.enable_ansi_mode':
    'Whether to enable ANSI SQL mode. The flag is experimental and relevant only for DataFusion Spark built-in functions When `enable_ansi_mode` is set to `true`, the query engine follows ANSI SQL semantics for expressions, casting, and error handling. This means: - **Strict type coercion rules:** implicit casts between incompatible types are disallowed. - **Standard SQL arithmetic behavior:** operations such as division by zero,   numeric overflow, or invalid casts raise runtime errors rather than returning   `NULL` or adjusted values. - **Consistent ANSI behavior** for string concatenation, comparisons, and `NULL` handling. When `enable_ansi_mode` is `false` (the default), the engine uses a more permissive, non-ANSI mode designed for user convenience and backward compatibility. In this mode: - Implicit casts between types are allowed (e.g., string to integer when possible). - Arithmetic operations are more lenient — for example, `abs()` on the minimum   representable integer value returns the input value instead of raising overflow. - Division by zero or invalid casts may return `NULL` instead of failing. # Default `false` — ANSI SQL mode is disabled by default.',
  'execution.enable_file_stream_work_stealing':
    "When `true` (the default), DataFusion's built-in file scans dynamically rebalance files across partitions at query execution time: a partition that goes idle reads files (or byte-range morsels) originally assigned to a sibling partition, which keeps all partitions busy in a single process. Executors that depend on the plan-time partition assignment — such as Ballista and datafusion-distributed, which run each partition as an isolated task and never poll the siblings — should set this to `false` so each partition reads only its own file group and no runtime reassignment occurs.",
  'execution.enable_recursive_ctes': 'Should DataFusion support recursive CTEs',
  'execution.enforce_batch_size_in_joins':
    'Should DataFusion enforce batch size in joins or not. By default, DataFusion will not enforce batch size in joins. Enforcing batch size in joins can reduce memory usage when joining large tables with a highly-selective join filter, but is also slightly slower.',
  'execution.hash_join_buffering_capacity':
    'How many bytes to buffer in the probe side of hash joins while the build side is concurrently being built. Without this, hash joins will wait until the full materialization of the build side before polling the probe side. This is useful in scenarios where the query is not completely CPU bounded, allowing to do some early work concurrently and reducing the latency of the query. Note that when hash join buffering is enabled, the probe side will start eagerly polling data, not giving time for the producer side of dynamic filters to produce any meaningful predicate. Queries with dynamic filters might see performance degradation. Disabled by default, set to a number greater than 0 for enabling it.',
  'execution.keep_partition_by_columns':
    'Should DataFusion keep the columns used for partition_by in the output RecordBatches',
  'execution.listing_table_factory_infer_partitions':
    'Should a `ListingTable` created through the `ListingTableFactory` infer table partitions from Hive compliant directories. Defaults to true (partition columns are inferred and will be represented in the table schema).',
  'execution.listing_table_ignore_subdirectory':
    'Should sub directories be ignored when scanning directories for data files. Defaults to true (ignores subdirectories), consistent with Hive. Note that this setting does not affect reading partitioned tables (e.g. `/table/year=2021/month=01/data.parquet`).',
  'execution.max_buffered_batches_per_output_file':
    'This is the maximum number of RecordBatches buffered for each output file being worked. Higher values can potentially give faster write performance at the cost of higher peak memory consumption',
  'execution.max_spill_file_size_bytes':
    'Maximum size in bytes for individual spill files before rotating to a new file. When operators spill data to disk (e.g., RepartitionExec), they write multiple batches to the same file until this size limit is reached, then rotate to a new file. This reduces syscall overhead compared to one-file-per-batch while preventing files from growing too large. A larger value reduces file creation overhead but may hold more disk space. A smaller value creates more files but allows finer-grained space reclamation as files can be deleted once fully consumed. Now only `RepartitionExec` supports this spill file rotation feature, other spilling operators may create spill files larger than the limit. Default: 128 MB',
  'execution.meta_fetch_concurrency': 'Number of files to read in parallel when inferring schema and statistics',
  'execution.minimum_parallel_output_files':
    'Guarantees a minimum level of output files running in parallel. RecordBatches will be distributed in round robin fashion to each parallel writer. Each writer is closed and a new file opened once soft_max_rows_per_output_file is reached.',
  'execution.objectstore_writer_buffer_size':
    'Size (bytes) of data buffer DataFusion uses when writing output files. This affects the size of the data chunks that are uploaded to remote object stores (e.g. AWS S3). If very large (>= 100 GiB) output files are being written, it may be necessary to increase this size to avoid errors from the remote end point.',
  'execution.parquet.allow_single_file_parallelism':
    '(writing) Controls whether DataFusion will attempt to speed up writing parquet files by serializing them in parallel. Each column in each row group in each output file are serialized in parallel leveraging a maximum possible core count of n_files*n_row_groups*n_columns.',
  'execution.parquet.binary_as_string':
    '(reading) If true, parquet reader will read columns of `Binary/LargeBinary` with `Utf8`, and `BinaryView` with `Utf8View`. Parquet files generated by some legacy writers do not correctly set the UTF8 flag for strings, causing string columns to be loaded as BLOB instead.',
  'execution.parquet.bloom_filter_fpp':
    '(writing) Sets bloom filter false positive probability. If NULL, uses default parquet writer setting',
  'execution.parquet.bloom_filter_ndv':
    '(writing) Sets bloom filter number of distinct values. If NULL, uses default parquet writer setting',
  'execution.parquet.bloom_filter_on_read': '(reading) Use any available bloom filters when reading parquet files',
  'execution.parquet.bloom_filter_on_write':
    '(writing) Write bloom filters for all columns when creating parquet files',
  'execution.parquet.coerce_int96':
    '(reading) If true, parquet reader will read columns of physical type int96 as originating from a different resolution than nanosecond. This is useful for reading data from systems like Spark which stores microsecond resolution timestamps in an int96 allowing it to write values with a larger date range than 64-bit timestamps with nanosecond resolution.',
  'execution.parquet.coerce_int96_tz':
    '(reading) Optional timezone applied to INT96 columns when `coerce_int96` is set. When `Some`, INT96 columns coerce to `Timestamp(<coerce_int96>, Some(<tz>))` instead of the default `Timestamp(<coerce_int96>, None)`. Spark and other systems write INT96 values as UTC-adjusted instants, so callers that need the resulting Arrow type to be timezone-aware (e.g. for Spark `TimestampType` semantics) should set this to `"UTC"`. No effect when `coerce_int96` is `None`.',
  'execution.parquet.column_index_truncate_length': '(writing) Sets column index truncate length',
  'execution.parquet.compression':
    '(writing) Sets default parquet compression codec. Valid values are: uncompressed, snappy, gzip(level), brotli(level), lz4, zstd(level), and lz4_raw. These values are not case sensitive. If NULL, uses default parquet writer setting Note that this default setting is not the same as the default parquet writer setting.',
  'execution.parquet.content_defined_chunking.enabled':
    '(writing) EXPERIMENTAL: Enable content-defined chunking (CDC) when writing parquet files. When enabled, parallel writing is automatically disabled since the chunker state must persist across row groups.',
  'execution.parquet.content_defined_chunking.max_chunk_size':
    'Maximum chunk size in bytes. A split is forced when the accumulated size exceeds this value. Default is 1 MiB.',
  'execution.parquet.content_defined_chunking.min_chunk_size':
    'Minimum chunk size in bytes. The rolling hash will not trigger a split until this many bytes have been accumulated. Default is 256 KiB.',
  'execution.parquet.content_defined_chunking.norm_level':
    'Normalization level. Increasing this improves deduplication ratio but increases fragmentation. Recommended range is [-3, 3], default is 0.',
  'execution.parquet.created_by': '(writing) Sets "created by" property',
  'execution.parquet.data_page_row_count_limit': '(writing) Sets best effort maximum number of rows in data page',
  'execution.parquet.data_pagesize_limit': '(writing) Sets best effort maximum size of data page in bytes',
  'execution.parquet.dictionary_enabled':
    '(writing) Sets if dictionary encoding is enabled. If NULL, uses default parquet writer setting',
  'execution.parquet.dictionary_page_size_limit': '(writing) Sets best effort maximum dictionary page size, in bytes',
  'execution.parquet.enable_page_index':
    '(reading) If true, reads the Parquet data page level metadata (the Page Index), if present, to reduce the I/O and number of rows decoded.',
  'execution.parquet.encoding':
    '(writing)  Sets default encoding for any column. Valid values are: plain, plain_dictionary, rle, bit_packed, delta_binary_packed, delta_length_byte_array, delta_byte_array, rle_dictionary, and byte_stream_split. These values are not case sensitive. If NULL, uses default parquet writer setting',
  'execution.parquet.force_filter_selections':
    '(reading) Force the use of RowSelections for filter results, when pushdown_filters is enabled. If false, the reader will automatically choose between a RowSelection and a Bitmap based on the number and pattern of selected rows.',
  'execution.parquet.max_predicate_cache_size':
    '(reading) The maximum predicate cache size, in bytes. When `pushdown_filters` is enabled, sets the maximum memory used to cache the results of predicate evaluation between filter evaluation and output generation. Decreasing this value will reduce memory usage, but may increase IO and CPU usage. None means use the default parquet reader setting. 0 means no caching.',
  'execution.parquet.max_row_group_size':
    '(writing) Target maximum number of rows in each row group (defaults to 1M rows). Writing larger row groups requires more memory to write, but can get better compression and be faster to read.',
  'execution.parquet.maximum_buffered_record_batches_per_stream':
    '(writing) By default parallel parquet writer is tuned for minimum memory usage in a streaming execution plan. You may see a performance benefit when writing large parquet files by increasing maximum_parallel_row_group_writers and maximum_buffered_record_batches_per_stream if your system has idle cores and can tolerate additional memory usage. Boosting these values is likely worthwhile when writing out already in-memory data, such as from a cached data frame.',
  'execution.parquet.maximum_parallel_row_group_writers':
    '(writing) By default parallel parquet writer is tuned for minimum memory usage in a streaming execution plan. You may see a performance benefit when writing large parquet files by increasing maximum_parallel_row_group_writers and maximum_buffered_record_batches_per_stream if your system has idle cores and can tolerate additional memory usage. Boosting these values is likely worthwhile when writing out already in-memory data, such as from a cached data frame.',
  'execution.parquet.metadata_size_hint':
    '(reading) If specified, the parquet reader will try and fetch the last `size_hint` bytes of the parquet file optimistically. If not specified, two reads are required: One read to fetch the 8-byte parquet footer and another to fetch the metadata length encoded in the footer Default setting to 512 KiB, which should be sufficient for most parquet files, it can reduce one I/O operation per parquet file. If the metadata is larger than the hint, two reads will still be performed.',
  'execution.parquet.pruning':
    '(reading) If true, the parquet reader attempts to skip entire row groups based on the predicate in the query and the metadata (min/max values) stored in the parquet file',
  'execution.parquet.pushdown_filters':
    '(reading) If true, filter expressions are be applied during the parquet decoding operation to reduce the number of rows decoded. This optimization is sometimes called "late materialization".',
  'execution.parquet.reorder_filters':
    '(reading) If true, filter expressions evaluated during the parquet decoding operation will be reordered heuristically to minimize the cost of evaluation. If false, the filters are applied in the same order as written in the query',
  'execution.parquet.schema_force_view_types':
    '(reading) If true, parquet reader will read columns of `Utf8/Utf8Large` with `Utf8View`, and `Binary/BinaryLarge` with `BinaryView`.',
  'execution.parquet.skip_arrow_metadata':
    '(writing) Skip encoding the embedded arrow metadata in the KV_meta This is analogous to the `ArrowWriterOptions::with_skip_arrow_metadata`. Refer to <https://docs.rs/parquet/53.3.0/parquet/arrow/arrow_writer/struct.ArrowWriterOptions.html#method.with_skip_arrow_metadata>',
  'execution.parquet.skip_metadata':
    '(reading) If true, the parquet reader skip the optional embedded metadata that may be in the file Schema. This setting can help avoid schema conflicts when querying multiple parquet files with schemas containing compatible types but different metadata',
  'execution.parquet.statistics_enabled':
    '(writing) Sets if statistics are enabled for any column Valid values are: "none", "chunk", and "page" These values are not case sensitive. If NULL, uses default parquet writer setting',
  'execution.parquet.statistics_truncate_length':
    '(writing) Sets statistics truncate length. If NULL, uses default parquet writer setting',
  'execution.parquet.write_batch_size': '(writing) Sets write_batch_size in rows',
  'execution.parquet.writer_version': '(writing) Sets parquet writer version valid values are "1.0" and "2.0"',
  'execution.perfect_hash_join_min_key_density':
    'The minimum required density of join keys on the build side to consider a perfect hash join (see `HashJoinExec` for more details). Density is calculated as: `(number of rows) / (max_key - min_key + 1)`. A perfect hash join may be used if the actual key density > this value. Currently only supports cases where build_side.num_rows() < u32::MAX. Support for build_side.num_rows() >= u32::MAX will be added in the future.',
  'execution.perfect_hash_join_small_build_threshold':
    'A perfect hash join (see `HashJoinExec` for more details) will be considered if the range of keys (max - min) on the build side is < this threshold. This provides a fast path for joins with very small key ranges, bypassing the density check. Currently only supports cases where build_side.num_rows() < u32::MAX. Support for build_side.num_rows() >= u32::MAX will be added in the future.',
  'execution.planning_concurrency':
    'Fan-out during initial physical planning. This is mostly use to plan `UNION` children in parallel. Defaults to the number of CPU cores on the system',
  'execution.skip_partial_aggregation_probe_ratio_threshold':
    'Aggregation ratio (number of distinct groups / number of input rows) threshold for skipping partial aggregation. If the value is greater then partial aggregation will skip aggregation for further input',
  'execution.skip_partial_aggregation_probe_rows_threshold':
    'Number of input rows partial aggregation partition should process, before aggregation ratio check and trying to switch to skipping aggregation mode',
  'execution.skip_physical_aggregate_schema_check':
    'When set to true, skips verifying that the schema produced by planning the input of `LogicalPlan::Aggregate` exactly matches the schema of the input plan. When set to false, if the schema does not match exactly (including nullability and metadata), a planning error will be raised. This is used to workaround bugs in the planner that are now caught by the new schema verification step.',
  'execution.soft_max_rows_per_output_file':
    'Target number of rows in output files when writing multiple. This is a soft max, so it can be exceeded slightly. There also will be one file smaller than the limit if the total number of rows written is not roughly divisible by the soft max',
  'execution.sort_in_place_threshold_bytes':
    'When sorting, below what size should data be concatenated and sorted in a single RecordBatch rather than sorted in batches and merged.',
  'execution.sort_pushdown_buffer_capacity':
    "Maximum buffer capacity (in bytes) per partition for BufferExec inserted during sort pushdown optimization. When PushdownSort eliminates a SortExec under SortPreservingMergeExec, a BufferExec is inserted to replace SortExec's buffering role. This prevents I/O stalls by allowing the scan to run ahead of the merge. This uses strictly less memory than the SortExec it replaces (which buffers the entire partition). The buffer respects the global memory pool limit. Setting this to a large value is safe — actual memory usage is bounded by partition size and global memory limits.",
  'execution.sort_spill_reservation_bytes':
    "Specifies the reserved memory for each spillable sort operation to facilitate an in-memory merge. When a sort operation spills to disk, the in-memory data must be sorted and merged before being written to a file. This setting reserves a specific amount of memory for that in-memory sort/merge process. Note: This setting is irrelevant if the sort operation cannot spill (i.e., if there's no `DiskManager` configured).",
  'execution.spill_compression':
    'Sets the compression codec used when spilling data to disk. Since datafusion writes spill files using the Arrow IPC Stream format, only codecs supported by the Arrow IPC Stream Writer are allowed. Valid values are: uncompressed, lz4_frame, zstd. Note: lz4_frame offers faster (de)compression, but typically results in larger spill files. In contrast, zstd achieves higher compression ratios at the cost of slower (de)compression speed.',
  'execution.split_file_groups_by_statistics':
    'Attempt to eliminate sorts by packing & sorting files with non-overlapping statistics into the same file groups. Currently experimental',
  'execution.target_partitions':
    'Number of partitions for query execution. Increasing partitions can increase concurrency. Defaults to the number of CPU cores on the system',
  'execution.time_zone': 'The default time zone Some functions, e.g. `now` return timestamps in this time zone',
  'execution.use_row_number_estimates_to_optimize_partitioning':
    'Should DataFusion use row number estimates at the input to decide whether increasing parallelism is beneficial or not. By default, only exact row numbers (not estimates) are used for this decision. Setting this flag to `true` will likely produce better plans. if the source of statistics is accurate. We plan to make this the default in the future.',
  'explain.analyze_categories':
    'Which metric categories to include in "EXPLAIN ANALYZE" output. Comma-separated list of: "rows", "bytes", "timing", "uncategorized". Use "none" to show plan structure only, or "all" (default) to show everything. Metrics without a declared category are treated as "uncategorized".',
  'explain.analyze_level':
    'Verbosity level for "EXPLAIN ANALYZE". Default is "dev" "summary" shows common metrics for high-level insights. "dev" provides deep operator-level introspection for developers.',
  'explain.format':
    'Display format of explain. Default is "indent". When set to "tree", it will print the plan in a tree-rendered format.',
  'explain.logical_plan_only': 'When set to true, the explain statement will only print logical plans',
  'explain.physical_plan_only': 'When set to true, the explain statement will only print physical plans',
  'explain.show_schema': 'When set to true, the explain statement will print schema information',
  'explain.show_sizes': 'When set to true, the explain statement will print the partition sizes',
  'explain.show_statistics':
    'When set to true, the explain statement will print operator statistics for physical plans',
  'explain.tree_maximum_render_width':
    '(format=tree only) Maximum total width of the rendered tree. When set to 0, the tree will have no width limit.',
  'format.date_format': 'Date format for date arrays',
  'format.datetime_format': 'Format for DateTime arrays',
  'format.duration_format': 'Duration format. Can be either `"pretty"` or `"ISO8601"`',
  'format.null': 'Format string for nulls',
  'format.safe':
    'If set to `true` any formatting errors will be written to the output instead of being converted into a [`std::fmt::Error`]',
  'format.time_format': 'Time format for time arrays',
  'format.timestamp_format': 'Timestamp format for timestamp arrays',
  'format.timestamp_tz_format':
    'Timestamp format for timestamp with timezone arrays. When `None`, ISO 8601 format is used.',
  'format.types_info': 'Show types in visual representation batches',
  'optimizer.allow_symmetric_joins_without_pruning':
    'Should DataFusion allow symmetric hash joins for unbounded data sources even when its inputs do not have any ordering or filtering If the flag is not enabled, the SymmetricHashJoin operator will be unable to prune its internal buffers, resulting in certain join types - such as Full, Left, LeftAnti, LeftSemi, Right, RightAnti, and RightSemi - being produced only at the end of the execution. This is not typical in stream processing. Additionally, without proper design for long runner execution, all types of joins may encounter out-of-memory errors.',
  'optimizer.default_filter_selectivity':
    'The default filter selectivity used by Filter Statistics when an exact selectivity cannot be determined. Valid values are between 0 (no selectivity) and 100 (all rows are selected).',
  'optimizer.enable_aggregate_dynamic_filter_pushdown':
    'When set to true, the optimizer will attempt to push down Aggregate dynamic filters into the file scan phase.',
  'optimizer.enable_distinct_aggregation_soft_limit':
    'When set to true, the optimizer will push a limit operation into grouped aggregations which have no aggregate expressions, as a soft limit, emitting groups once the limit is reached, before all rows in the group are read.',
  'optimizer.enable_dynamic_filter_pushdown':
    'When set to true attempts to push down dynamic filters generated by operators (TopK, Join & Aggregate) into the file scan phase. For example, for a query such as `SELECT * FROM t ORDER BY timestamp DESC LIMIT 10`, the optimizer will attempt to push down the current top 10 timestamps that the TopK operator references into the file scans. This means that if we already have 10 timestamps in the year 2025 any files that only have timestamps in the year 2024 can be skipped / pruned at various stages in the scan. The config will suppress `enable_join_dynamic_filter_pushdown`, `enable_topk_dynamic_filter_pushdown` & `enable_aggregate_dynamic_filter_pushdown` So if you disable `enable_topk_dynamic_filter_pushdown`, then enable `enable_dynamic_filter_pushdown`, the `enable_topk_dynamic_filter_pushdown` will be overridden.',
  'optimizer.enable_join_dynamic_filter_pushdown':
    'When set to true, the optimizer will attempt to push down Join dynamic filters into the file scan phase.',
  'optimizer.enable_leaf_expression_pushdown':
    'When set to true, the optimizer will extract leaf expressions (such as `get_field`) from filter/sort/join nodes into projections closer to the leaf table scans, and push those projections down towards the leaf nodes.',
  'optimizer.enable_physical_uncorrelated_scalar_subquery':
    'When set to true, uncorrelated scalar subqueries are left in the logical plan and executed by `ScalarSubqueryExec` during physical execution. When set to false, all scalar subqueries (including uncorrelated ones) are rewritten to left joins by the `ScalarSubqueryToJoin` optimizer rule. Note disabling this option is not recommended. It restores pre <https://github.com/apache/datafusion/pull/21240> behavior, which silently produces incorrect results for multi-row subqueries and does not support scalar subqueries in ORDER BY / JOIN ON / aggregate-function arguments. This option is intended as a temporary escape hatch for distributed execution frameworks and is planned to be removed in a future DataFusion release.',
  'optimizer.enable_piecewise_merge_join':
    'When set to true, piecewise merge join is enabled. PiecewiseMergeJoin is currently experimental. Physical planner will opt for PiecewiseMergeJoin when there is only one range filter.',
  'optimizer.enable_round_robin_repartition':
    'When set to true, the physical plan optimizer will try to add round robin repartitioning to increase parallelism to leverage more CPU cores',
  'optimizer.enable_sort_pushdown':
    'Enable sort pushdown optimization. When enabled, attempts to push sort requirements down to data sources that can natively handle them (e.g., by reversing file/row group read order). Returns **inexact ordering**: Sort operator is kept for correctness, but optimized input enables early termination for TopK queries (ORDER BY ... LIMIT N), providing significant speedup. Memory: No additional overhead (only changes read order). Future: Will add option to detect perfectly sorted data and eliminate Sort completely. Default: true',
  'optimizer.enable_topk_aggregation':
    'When set to true, the optimizer will attempt to perform limit operations during aggregations, if possible',
  'optimizer.enable_topk_dynamic_filter_pushdown':
    'When set to true, the optimizer will attempt to push down TopK dynamic filters into the file scan phase.',
  'optimizer.enable_topk_repartition':
    'When set to true, the optimizer will push TopK (Sort with fetch) below hash repartition when the partition key is a prefix of the sort key, reducing data volume before the shuffle.',
  'optimizer.enable_unions_to_filter':
    'When set to true, the logical optimizer will rewrite `UNION DISTINCT` branches that read from the same source and differ only by filter predicates into a single branch with a combined filter. This optimization is conservative and only applies when the branches share the same source and compatible wrapper nodes such as identical projections or aliases.',
  'optimizer.enable_window_limits':
    'When set to true, the optimizer will attempt to push limit operations past window functions, if possible',
  'optimizer.enable_window_topn':
    'When set to true, the optimizer will replace Filter(rn<=K) → Window(ROW_NUMBER) → Sort patterns with a PartitionedTopKExec that maintains per-partition heaps, avoiding a full sort of the input. When the window partition key has low cardinality, enabling this optimization can improve performance. However, for high cardinality keys, it may cause regressions in both memory usage and runtime.',
  'optimizer.expand_views_at_output':
    'When set to true, if the returned type is a view type then the output will be coerced to a non-view. Coerces `Utf8View` to `LargeUtf8`, and `BinaryView` to `LargeBinary`.',
  'optimizer.filter_null_join_keys':
    'When set to true, the optimizer will insert filters before a join between a nullable and non-nullable column to filter out nulls on the nullable side. This filter can add additional overhead when the file format does not fully support predicate push down.',
  'optimizer.hash_join_inlist_pushdown_max_distinct_values':
    "Maximum number of distinct values (rows) in the build side of a hash join to be pushed down as an InList expression for dynamic filtering. Build sides with more rows than this will use hash table lookups instead. Set to 0 to always use hash table lookups. This provides an additional limit beyond `hash_join_inlist_pushdown_max_size` to prevent very large IN lists that might not provide much benefit over hash table lookups. This uses the deduplicated row count once the build side has been evaluated. The default is 150 values per partition. This is inspired by Trino's `max-filter-keys-per-column` setting. See: <https://trino.io/docs/current/admin/dynamic-filtering.html#dynamic-filter-collection-thresholds>",
  'optimizer.hash_join_inlist_pushdown_max_size':
    'Maximum size in bytes for the build side of a hash join to be pushed down as an InList expression for dynamic filtering. Build sides larger than this will use hash table lookups instead. Set to 0 to always use hash table lookups. InList pushdown can be more efficient for small build sides because it can result in better statistics pruning as well as use any bloom filters present on the scan side. InList expressions are also more transparent and easier to serialize over the network in distributed uses of DataFusion. On the other hand InList pushdown requires making a copy of the data and thus adds some overhead to the build side and uses more memory. This setting is per-partition, so we may end up using `hash_join_inlist_pushdown_max_size` * `target_partitions` memory. The default is 128kB per partition. This should allow point lookup joins (e.g. joining on a unique primary key) to use InList pushdown in most cases but avoids excessive memory usage or overhead for larger joins.',
  'optimizer.hash_join_single_partition_threshold':
    'The maximum estimated size in bytes for one input side of a HashJoin will be collected into a single partition',
  'optimizer.hash_join_single_partition_threshold_rows':
    'The maximum estimated size in rows for one input side of a HashJoin will be collected into a single partition',
  'optimizer.join_reordering':
    'When set to true, the physical plan optimizer may swap join inputs based on statistics. When set to false, statistics-driven join input reordering is disabled and the original join order in the query is used.',
  'optimizer.max_passes': 'Number of times that the optimizer will attempt to optimize the plan',
  'optimizer.prefer_existing_sort':
    'When true, DataFusion will opportunistically remove sorts when the data is already sorted, (i.e. setting `preserve_order` to true on `RepartitionExec`  and using `SortPreservingMergeExec`) When false, DataFusion will maximize plan parallelism using `RepartitionExec` even if this requires subsequently resorting data using a `SortExec`.',
  'optimizer.prefer_existing_union': 'When set to true, the optimizer will not attempt to convert Union to Interleave',
  'optimizer.prefer_hash_join':
    'When set to true, the physical plan optimizer will prefer HashJoin over SortMergeJoin. HashJoin can work more efficiently than SortMergeJoin but consumes more memory',
  'optimizer.preserve_file_partitions':
    'Minimum number of distinct partition values required to group files by their Hive partition column values (enabling Hash partitioning declaration). How the option is used:     - preserve_file_partitions=0: Disable it.     - preserve_file_partitions=1: Always enable it.     - preserve_file_partitions=N, actual file partitions=M: Only enable when M >= N.     This threshold preserves I/O parallelism when file partitioning is below it. Note: This may reduce parallelism, rooting from the I/O level, if the number of distinct partitions is less than the target_partitions.',
  'optimizer.repartition_aggregations':
    'Should DataFusion repartition data using the aggregate keys to execute aggregates in parallel using the provided `target_partitions` level',
  'optimizer.repartition_file_min_size': 'Minimum total files size in bytes to perform file scan repartitioning.',
  'optimizer.repartition_file_scans':
    "When set to `true`, datasource partitions will be repartitioned to achieve maximum parallelism. This applies to both in-memory partitions and FileSource's file groups (1 group is 1 partition). For FileSources, only Parquet and CSV formats are currently supported. If set to `true` for a FileSource, all files will be repartitioned evenly (i.e., a single large file might be partitioned into smaller chunks) for parallel scanning. If set to `false` for a FileSource, different files will be read in parallel, but repartitioning won't happen within a single file. If set to `true` for an in-memory source, all memtable's partitions will have their batches repartitioned evenly to the desired number of `target_partitions`. Repartitioning can change the total number of partitions and batches per partition, but does not slice the initial record tables provided to the MemTable on creation.",
  'optimizer.repartition_joins':
    'Should DataFusion repartition data using the join keys to execute joins in parallel using the provided `target_partitions` level',
  'optimizer.repartition_sorts':
    'Should DataFusion execute sorts in a per-partition fashion and merge afterwards instead of coalescing first and sorting globally. With this flag is enabled, plans in the form below ```text      "SortExec: [a@0 ASC]",      "  CoalescePartitionsExec",      "    RepartitionExec: partitioning=RoundRobinBatch(8), input_partitions=1", ``` would turn into the plan below which performs better in multithreaded environments ```text      "SortPreservingMergeExec: [a@0 ASC]",      "  SortExec: [a@0 ASC]",      "    RepartitionExec: partitioning=RoundRobinBatch(8), input_partitions=1", ```',
  'optimizer.repartition_windows':
    'Should DataFusion repartition data using the partitions keys to execute window functions in parallel using the provided `target_partitions` level',
  'optimizer.skip_failed_rules':
    'When set to true, the logical plan optimizer will produce warning messages if any optimization rules produce errors and then proceed to the next rule. When set to false, any rules that produce errors will cause the query to fail',
  'optimizer.subset_repartition_threshold':
    'Partition count threshold for subset satisfaction optimization. When the current partition count is >= this threshold, DataFusion will skip repartitioning if the required partitioning expression is a subset of the current partition expression such as Hash(a) satisfies Hash(a, b). When the current partition count is < this threshold, DataFusion will repartition to increase parallelism even when subset satisfaction applies. Set to 0 to always repartition (disable subset satisfaction optimization). Set to a high value to always use subset satisfaction. Example (subset_repartition_threshold = 4): ```text     Hash([a]) satisfies Hash([a, b]) because (Hash([a, b]) is subset of Hash([a])     If current partitions (3) < threshold (4), repartition:     AggregateExec: mode=FinalPartitioned, gby=[a, b], aggr=[SUM(x)]       RepartitionExec: partitioning=Hash([a, b], 8), input_partitions=3         AggregateExec: mode=Partial, gby=[a, b], aggr=[SUM(x)]           DataSourceExec: file_groups={...}, output_partitioning=Hash([a], 3)     If current partitions (8) >= threshold (4), use subset satisfaction:     AggregateExec: mode=SinglePartitioned, gby=[a, b], aggr=[SUM(x)]       DataSourceExec: file_groups={...}, output_partitioning=Hash([a], 8) ```',
  'optimizer.top_down_join_key_reordering':
    'When set to true, the physical plan optimizer will run a top down process to reorder the join keys',
  'optimizer.use_statistics_registry':
    "When set to true, the physical plan optimizer uses the pluggable `StatisticsRegistry` for statistics propagation across operators. This enables more accurate cardinality estimates compared to each operator's built-in `partition_statistics`.",
  'sql_parser.collect_spans':
    'When set to true, the source locations relative to the original SQL query (i.e. [`Span`](https://docs.rs/sqlparser/latest/sqlparser/tokenizer/struct.Span.html)) will be collected and recorded in the logical plan nodes.',
  'sql_parser.default_null_ordering':
    "Specifies the default null ordering for query results. There are 4 options: - `nulls_max`: Nulls appear last in ascending order. - `nulls_min`: Nulls appear first in ascending order. - `nulls_first`: Nulls always be first in any order. - `nulls_last`: Nulls always be last in any order. By default, `nulls_max` is used to follow Postgres's behavior. postgres rule: <https://www.postgresql.org/docs/current/queries-order.html>",
  'sql_parser.dialect':
    "Configure the SQL dialect used by DataFusion's parser; supported values include: Generic, MySQL, PostgreSQL, Hive, SQLite, Snowflake, Redshift, MsSQL, ClickHouse, BigQuery, Ansi, DuckDB and Databricks.",
  'sql_parser.enable_ident_normalization':
    'When set to true, SQL parser will normalize ident (convert ident to lowercase when not quoted)',
  'sql_parser.enable_options_value_normalization':
    'When set to true, SQL parser will normalize options value (convert value to lowercase). Note that this option is ignored and will be removed in the future. All case-insensitive values are normalized automatically.',
  'sql_parser.enable_subquery_sort_elimination':
    'When set to true, DataFusion may remove `ORDER BY` clauses from subqueries or CTEs during SQL planning when their ordering cannot affect the result, such as when no `LIMIT` or other order-sensitive operator depends on them. Disable this option to preserve explicit subquery ordering in the planned query.',
  'sql_parser.map_string_types_to_utf8view':
    'If true, string types (VARCHAR, CHAR, Text, and String) are mapped to `Utf8View` during SQL planning. If false, they are mapped to `Utf8`. Default is true.',
  'sql_parser.parse_float_as_decimal': 'When set to true, SQL parser will parse float as decimal type',
  'sql_parser.recursion_limit': 'Specifies the recursion depth limit when parsing complex SQL Queries',
  'sql_parser.support_varchar_with_length':
    'If true, permit lengths for `VARCHAR` such as `VARCHAR(20)`, but ignore the length. If false, error if a `VARCHAR` with a length is specified. The Arrow type system does not have a notion of maximum string length and thus DataFusion can not enforce such limits.',
};
