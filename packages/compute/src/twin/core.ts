/** Every twin of this package's core kernels by name. */
import * as aggregate from './aggregate.js';
import * as best from './best.js';
import * as bestViews from './best-views.js';
import * as bits from './bits.js';
import * as bytes from './bytes.js';
import * as choose from './choose.js';
import * as codeGroups from './code-groups.js';
import * as foldHash from './fold-hash.js';
import * as frames from './frames.js';
import * as gather from './gather.js';
import * as group from './group.js';
import { hash4, hash8, hashBits, hashFixed, hashLists, hashRows, hashViews, hashWide } from './hash.js';
import * as integers from './integers.js';
import * as join from './join.js';
import * as masks from './masks.js';
import * as missingRows from './missing-rows.js';
import * as moments from './moments.js';
import * as packedKeys from './packed-keys.js';
import * as radix from './radix.js';
import {
  addU32,
  compareBytes,
  prefixSum,
  rowBits,
  rowFixed,
  rowTextEqual,
  rowTextEqualLengths,
  rowTextOrdered,
  rowTextOrderedLengths,
} from './rows.js';
import {
  bitKeys,
  commonPrefix,
  denseRanks,
  equalRuns,
  mergeSortRows,
  prefixKeys,
  radixSort,
  sortKeys,
  topRows,
} from './sort.js';
import * as parse from './parse.js';
import * as text from './text.js';
import * as unrow from './unrow.js';

/** Kernels in TypeScript: reference, oracle and fallback. */
export const coreTwins = {
  ...aggregate,
  ...best,
  ...bestViews,
  ...bits,
  ...bytes,
  ...choose,
  ...codeGroups,
  ...foldHash,
  ...frames,
  ...gather,
  ...group,
  hash4,
  hash8,
  hashBits,
  hashFixed,
  hashLists,
  hashRows,
  hashViews,
  hashWide,
  ...integers,
  ...join,
  ...masks,
  ...missingRows,
  ...moments,
  ...packedKeys,
  ...radix,
  addU32,
  compareBytes,
  prefixSum,
  rowBits,
  rowFixed,
  rowTextEqual,
  rowTextEqualLengths,
  rowTextOrdered,
  rowTextOrderedLengths,
  bitKeys,
  commonPrefix,
  denseRanks,
  equalRuns,
  mergeSortRows,
  prefixKeys,
  radixSort,
  sortKeys,
  topRows,
  ...parse,
  ...text,
  ...unrow,
};
