import { clockPart } from './clock-parts.js';

/** `minute(timestamp)`. */
export const minute = clockPart('minute');
