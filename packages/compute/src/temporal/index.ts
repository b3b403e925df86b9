export {
  civilFromDays,
  daysFromCivil,
  daysInMonth,
  isLeapYear,
  isValidDate,
  addMonthsToDays,
  dayOfWeek,
  dayOfYear,
  isoWeek,
  type CivilDate,
} from './civil.js';
export { timeZone, toLocal, formatOffset, type TimeZone, type LocalResult } from './time-zone.js';
export { strftime, FormatPatternError, monthNames, weekdayNames, type Moment } from './strftime.js';
export { unitsPerSecond, nanosPerUnit, fractionDigits, floorDiv, floorMod } from './units.js';
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
