export { parseValue, parseTime, intervalAs } from './parse-value.js';
export { parseInterval, type IntervalTextUnit } from './parse-interval.js';
export { parseDecimal, parseDecimalLiteral } from './parse-decimal.js';
export { parseDate32, parseDate64 } from './parse-date.js';
export { parseTimeNanos } from './parse-time.js';
export { parseTimestampNanos, type ParsedTimestamp } from './parse-timestamp.js';
export { parseBoolean, parseFloat64, parseInteger, integerRange } from './parse-number.js';
