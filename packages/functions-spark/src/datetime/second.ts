import { clockPart } from './clock-parts.js';

/** `second(timestamp)`. */
export const second = clockPart('second');
