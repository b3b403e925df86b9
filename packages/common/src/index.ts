// Types of columns.
export * from './data-type.js';
export { debugField, debugType } from './debug-field.js';
export { displayField, displayTimeUnit, displayType } from './data-type-display.js';
export { parseDataType } from './data-type-parser.js';
export { logicallyEqualTypes, semanticallyEqualTypes } from './data-type-equality.js';
export { fixedWidthOf } from './statistics/fixed-width.js';

// Names, fields and schemas.
export { parseIdentifiers, quoteIdentifier } from './identifier.js';
export { TableReference, type ResolvedTableReference } from './table-reference.js';
export { Column } from './column.js';
export * from './schema.js';
export { DFSchema, type QualifiedField } from './df-schema.js';
export {
  ambiguousQualifiedField,
  ambiguousReference,
  duplicateQualifiedField,
  duplicateUnqualifiedField,
  fieldNotFound,
} from './field-errors.js';
export { Constraints, type Constraint } from './constraints.js';
export {
  FunctionalDependencies,
  type DependencyMode,
  type FunctionalDependence,
} from './dependencies/functional-dependencies.js';
export {
  aggregateFunctionalDependencies,
  requiredGroupByIndices,
  requiredSortIndices,
  targetFunctionalDependencies,
} from './dependencies/aggregate-dependencies.js';

// Errors and hints.
export * from './errors.js';
export { isExactly } from './is-exactly.js';
export { platformLimit } from './platform-limit.js';
export { Diagnostic, type DiagnosticNote } from './diagnostic.js';
export { closestMatch, levenshtein, normalizedLevenshtein } from './edit-distance.js';
export { debugString } from './debug-string.js';

// Scalar values and their texts.
export * from './scalar-value.js';
export { debugScalar, displayScalar } from './scalar/format.js';
export {
  compareBytes,
  compareFloats,
  compareScalars,
  compareText,
  scalarsEqual,
  tryCompareScalars,
} from './scalar/compare.js';
export { scalarKey } from './scalar/hash.js';
export {
  defaultOf,
  isOneScalar,
  isZeroScalar,
  listScalar,
  maxOf,
  minOf,
  negativeOneOf,
  oneOf,
  scalarFromInteger,
  structScalar,
  tenOf,
  zeroOf,
} from './scalar/construct.js';
export {
  addScalars,
  divideScalars,
  multiplyScalars,
  negateScalar,
  scalarArithmetic,
  subtractScalars,
  type ScalarOperator,
} from './scalar/arithmetic.js';
export { addInterval, intervalParts } from './scalar/add-interval.js';
export {
  addMonthsToDays,
  civilFromDays,
  dayOfWeek,
  dayOfYear,
  daysFromCivil,
  daysInMonth,
  isLeapYear,
  isoWeek,
  isValidDate,
  MAX_DAYS,
  MIN_DAYS,
  type CivilDate,
} from './scalar/civil.js';
export { nanosPerUnit } from './scalar/time-unit.js';
export { scalarDistance } from './scalar/distance.js';
export { decimalStorageRange, integerRange } from './scalar/integer-range.js';
export { elementText, hexText } from './scalar/element-text.js';
export { arrowFloat, plainFloat } from './scalar/float-text.js';
export { shortestFloat32, type FloatWriter } from './scalar/shortest-float32.js';
export { decimalText } from './scalar/decimal-text.js';
export {
  dateText,
  dayTimeText,
  durationText,
  monthDayNanoText,
  timestampText,
  timeText,
  yearMonthText,
} from './scalar/temporal-text.js';
export { zonedTimestampText, zoneOffsetSeconds } from './scalar/zoned-text.js';

// Joins.
export {
  displayJoinType,
  isJoinType,
  isOuterJoin,
  JOIN_TYPES,
  negateJoinSide,
  onPreservedSides,
  preservedSides,
  supportsSwap,
  swapJoinType,
  type JoinConstraint,
  type JoinSide,
  type JoinType,
  type NullEquality,
} from './join-type.js';

// Statistics.
export {
  ABSENT,
  addPrecision,
  combinePrecision,
  displayPrecision,
  exact,
  inexact,
  isExact,
  mapPrecision,
  maxPrecision,
  minPrecision,
  multiplyPrecision,
  precisionValue,
  subtractPrecision,
  toInexact,
  withEstimatedSelectivity,
  type Precision,
} from './statistics/precision.js';
export { mergeStatistics } from './statistics/merge.js';
export {
  calculateTotalByteSize,
  columnToInexact,
  displayStatistics,
  projectStatistics,
  statisticsToInexact,
  statisticsWithFetch,
  UNKNOWN_COLUMN,
  unknownStatistics,
  type ColumnStatistics,
  type Statistics,
} from './statistics/statistics.js';

// Trees.
export {
  exists,
  find,
  fold,
  mapChildren,
  rewrite,
  rewritten,
  thenTransform,
  transformDown,
  transformDownUp,
  transformUp,
  unchanged,
  walk,
  type Recursion,
  type Rewrite,
  type Transformed,
  type TreeOps,
} from './tree-node.js';

// Settings.
export {
  ConfigOptions,
  type CatalogOptions,
  type ConfigExtension,
  type ExecutionOptions,
  type ExplainOptions,
  type FormatConfig,
  type OptimizerOptions,
  type ParquetCdcOptions,
  type ParquetOptions,
  type SqlParserOptions,
} from './config/config-options.js';
export type { ConfigEntry } from './config/section.js';
export type { MetricCategory } from './config/options/choices.js';
export { availableParallelism } from './config/option.js';
export { RUNTIME_OPTIONS, type RuntimeOption } from './config/runtime-options.js';

// Options of tables.
export { compressionExtension, parseFileCompression, type FileCompression } from './table-options/compression.js';
export type { CsvOptions, CsvQuoteStyle } from './table-options/csv-options.js';
export type { JsonOptions } from './table-options/json-options.js';
export { ParquetTableOptions, type ParquetColumnOptions } from './table-options/parquet-table-options.js';
export { TableOptions, tableOptionsFor, type ConfigFileType } from './table-options/table-options.js';
