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
