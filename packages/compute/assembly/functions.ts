/** Kernels of the functions on columns: arithmetic, comparison, conversion, search in text. */
export * from './arithmetic';
export * from './compare';
export * from './convert';
export * from './decimal';
export {
  regexEnd,
  regexGroups,
  regexMatches,
  regexMatchGroups,
  regexReplace,
  regexStart,
  regexTest,
  regexTestViews,
} from './regex';
export { regexReplaceViews } from './regex-replace';
export * from './calendar';
export * from './ascii-case';
export * from './text-parts';
export { absI128, absI64, divI128, modI128, rescaleDownI128 } from './wide-division';
