export { defaultFormatOptions, type FormatOptions, type DurationFormat } from './format-options.js';
export { formatValue, makeFormatter, formatBatch, textReader, type RowFormatter } from './format-value.js';
export { formatScalar, dataFormatter, formatHex, type DataFormatter } from './format-scalar.js';
export { formatFloat32, formatFloat64, formatFloat16 } from './format-number.js';
export { formatDecimal } from './format-decimal.js';
export { formatDuration, formatMonthDayNano } from './format-interval.js';
