import { unixTime } from './unix-times.js';

/** `unix_seconds(timestamp)`. */
export const unixSeconds = unixTime('unix_seconds', 'Second', 'seconds');
