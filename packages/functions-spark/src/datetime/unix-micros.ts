import { unixTime } from './unix-times.js';

/** `unix_micros(timestamp)`. */
export const unixMicros = unixTime('unix_micros', 'Microsecond', 'microseconds');
