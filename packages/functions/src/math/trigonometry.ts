import { rising } from '../utils/ordering.js';
import { floatFunction } from './float-function.js';

/** Trigonometric and hyperbolic functions; angles are in radians. */

export const acos = floatFunction('acos', Math.acos, 'Gives the arc cosine of a number.');
export const acosh = floatFunction('acosh', Math.acosh, 'Gives the inverse hyperbolic cosine of a number.');
export const asin = floatFunction('asin', Math.asin, 'Gives the arc sine of a number.');
export const asinh = floatFunction('asinh', Math.asinh, 'Gives the inverse hyperbolic sine of a number.', rising);
export const atan = floatFunction('atan', Math.atan, 'Gives the arc tangent of a number.', rising);
export const atanh = floatFunction('atanh', Math.atanh, 'Gives the inverse hyperbolic tangent of a number.');
export const cos = floatFunction('cos', Math.cos, 'Gives the cosine of an angle.');
export const cosh = floatFunction('cosh', Math.cosh, 'Gives the hyperbolic cosine of a number.');
export const cot = floatFunction('cot', (x) => 1 / Math.tan(x), 'Gives the cotangent of an angle.');
export const sin = floatFunction('sin', Math.sin, 'Gives the sine of an angle.');
export const sinh = floatFunction('sinh', Math.sinh, 'Gives the hyperbolic sine of a number.', rising);
export const tan = floatFunction('tan', Math.tan, 'Gives the tangent of an angle.');
export const tanh = floatFunction('tanh', Math.tanh, 'Gives the hyperbolic tangent of a number.', rising);
export const degrees = floatFunction('degrees', (x) => x * (180 / Math.PI), 'Turns radians into degrees.', rising);
export const radians = floatFunction('radians', (x) => x * (Math.PI / 180), 'Turns degrees into radians.', rising);
