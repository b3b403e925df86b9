/** Kinds of values that a key may have, as the kernel knows them; null is always allowed. */
export const STRING_KIND = 1;
export const NUMBER_KIND = 2;
export const BOOLEAN_KIND = 4;
