export { timeZone, toLocal, formatOffset, type TimeZone, type LocalResult } from './time-zone.js';
export { strftime, FormatPatternError, monthNames, weekdayNames, type Moment } from './strftime.js';
export { unitsPerSecond, fractionDigits, floorDiv, floorMod } from './units.js';
export { datePart, datePartType, parseDatePart, type DatePart } from './date-part.js';
export {
  dateTrunc,
  dateTruncType,
  floorToStep,
  parseGranularity,
  truncSeconds,
  type DateTruncGranularity,
} from './date-trunc.js';
export { dateBinNanos, dateBinMonths } from './date-bin.js';
