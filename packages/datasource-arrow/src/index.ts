export { ArrowFormat, arrowFormatFactory } from './arrow-format.js';
export { ArrowSource } from './arrow-source.js';
