import { bool, lowerCase, optionalText, text } from '../option.js';

/** How values are printed. Keys `datafusion.format.*`. */
export const formatOptions = {
  dateFormat: optionalText('%Y-%m-%d'),
  datetimeFormat: optionalText('%Y-%m-%dT%H:%M:%S%.f'),
  durationFormat: text('pretty', lowerCase),
  null: text(''),
  safe: bool(true),
  timeFormat: optionalText('%H:%M:%S%.f'),
  timestampFormat: optionalText('%Y-%m-%dT%H:%M:%S%.f'),
  timestampTzFormat: optionalText(),
  typesInfo: bool(false),
} as const;
