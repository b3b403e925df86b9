import { unixTime } from './unix-times.js';

/** `unix_millis(timestamp)`. */
export const unixMillis = unixTime('unix_millis', 'Millisecond', 'milliseconds');
