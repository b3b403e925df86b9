import { clockPart } from './clock-parts.js';

/** `hour(timestamp)`. */
export const hour = clockPart('hour');
