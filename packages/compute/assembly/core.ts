/** Kernels of columns as such: bitmaps, gathering, text, hashing, grouping, rows, sorting. Twins: src/twin/core.ts. */
export * from './aggregate';
export {
  bestF32,
  bestF64,
  bestI16,
  bestI32,
  bestI64,
  bestI8,
  bestPerGroup,
  bestU16,
  bestU32,
  bestU64,
  bestU8,
  bestView,
  markCodes,
} from './best';
export * from './best-views';
export * from './bits';
export * from './bytes';
export * from './choose';
export * from './code-groups';
export { foldHashInts, foldHashViews } from './fold-hash';
export * from './frames';
export * from './gather';
export {
  bitsTo8,
  groupInsert16,
  groupInsert8,
  groupInsertViews,
  groupLookup16,
  groupLookup8,
  groupLookupViews,
  groupRehash,
  keyFillDirect,
  keyInsertDirect,
  keyLookupDirect,
  narrowFrom8,
  widenTo8,
} from './group';
export { hash4, hash8, hashBits, hashFixed, hashLists, hashRows, hashViews, hashWide } from './hash';
export * from './integers';
export * from './join';
export * from './masks';
export * from './missing-rows';
export * from './moments';
export * from './packed-keys';
export * from './radix';
export {
  addU32,
  compareBytes,
  prefixSum,
  rowBits,
  rowFixed,
  rowTextEqual,
  rowTextEqualLengths,
  rowTextOrdered,
  rowTextOrderedLengths,
} from './rows';
export * from './sort';
export { isAscii, parseDates, parseDecimals, parseFloats, parseInts, parseViews } from './parse';
export {
  arrowTextBytes,
  arrowViews,
  longTextBytes,
  moveText,
  offsetsFromViews,
  textFromViews,
  viewAddresses,
  viewsFromOffsets,
} from './text';
export { unrowFixed, unrowText } from './unrow';
