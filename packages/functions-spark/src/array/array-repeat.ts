import type { ScalarUDF } from '@datafusion-ts/expr';
import { arrayRepeat as defaultArrayRepeat } from '@datafusion-ts/functions-nested';

/** `array_repeat(element, count)`: the default function without its other name; NULL only for a NULL count. */
export const arrayRepeat: ScalarUDF = { ...defaultArrayRepeat, aliases: [] };
