import type { HigherOrderUDF, ScalarUDF } from '@datafusion-ts/expr';
import { arrayAnyValue } from './functions/array-any-value.js';
import { arrayAppend } from './functions/array-append.js';
import { arrayCompact } from './functions/array-compact.js';
import { arrayConcat } from './functions/array-concat.js';
import { arrayDims } from './functions/array-dims.js';
import { arrayDistance } from './functions/array-distance.js';
import { arrayDistinct } from './functions/array-distinct.js';
import { arrayElement } from './functions/array-element.js';
import { arrayExcept } from './functions/array-except.js';
import { arrayHasAll } from './functions/array-has-all.js';
import { arrayHasAny } from './functions/array-has-any.js';
import { arrayHas } from './functions/array-has.js';
import { arrayIntersect } from './functions/array-intersect.js';
import { arrayLength } from './functions/array-length.js';
import { arrayMax } from './functions/array-max.js';
import { arrayMin } from './functions/array-min.js';
import { arrayNdims } from './functions/array-ndims.js';
import { arrayNormalize } from './functions/array-normalize.js';
import { arrayPopBack } from './functions/array-pop-back.js';
import { arrayPopFront } from './functions/array-pop-front.js';
import { arrayPosition } from './functions/array-position.js';
import { arrayPositions } from './functions/array-positions.js';
import { arrayPrepend } from './functions/array-prepend.js';
import { arrayRemoveAll } from './functions/array-remove-all.js';
import { arrayRemoveN } from './functions/array-remove-n.js';
import { arrayRemove } from './functions/array-remove.js';
import { arrayRepeat } from './functions/array-repeat.js';
import { arrayReplaceAll } from './functions/array-replace-all.js';
import { arrayReplaceN } from './functions/array-replace-n.js';
import { arrayReplace } from './functions/array-replace.js';
import { arrayResize } from './functions/array-resize.js';
import { arrayReverse } from './functions/array-reverse.js';
import { arraySlice } from './functions/array-slice.js';
import { arraySort } from './functions/array-sort.js';
import { arrayToString } from './functions/array-to-string.js';
import { arrayUnion } from './functions/array-union.js';
import { arraysZip } from './functions/arrays-zip.js';
import { cardinality } from './functions/cardinality.js';
import { cosineDistance } from './functions/cosine-distance.js';
import { empty } from './functions/empty.js';
import { flatten } from './functions/flatten.js';
import { generateSeries } from './functions/generate-series.js';
import { innerProduct } from './functions/inner-product.js';
import { makeArray } from './functions/make-array.js';
import { mapEntries } from './functions/map-entries.js';
import { mapExtract } from './functions/map-extract.js';
import { mapKeys } from './functions/map-keys.js';
import { mapValues } from './functions/map-values.js';
import { map } from './functions/map.js';
import { range } from './functions/range.js';
import { stringToArray } from './functions/string-to-array.js';
import { arrayAnyMatch } from './higher-order/array-any-match.js';
import { arrayFilter } from './higher-order/array-filter.js';
import { arrayTransform } from './higher-order/array-transform.js';

/** Syntax of arrays and maps, for the SQL planner. */
export { fieldAccessPlanner, nestedFunctionPlanner } from './planner.js';

export {
  arrayAnyValue,
  arrayAppend,
  arrayCompact,
  arrayConcat,
  arrayDims,
  arrayDistance,
  arrayDistinct,
  arrayElement,
  arrayExcept,
  arrayHasAll,
  arrayHasAny,
  arrayHas,
  arrayIntersect,
  arrayLength,
  arrayMax,
  arrayMin,
  arrayNdims,
  arrayNormalize,
  arrayPopBack,
  arrayPopFront,
  arrayPosition,
  arrayPositions,
  arrayPrepend,
  arrayRemoveAll,
  arrayRemoveN,
  arrayRemove,
  arrayRepeat,
  arrayReplaceAll,
  arrayReplaceN,
  arrayReplace,
  arrayResize,
  arrayReverse,
  arraySlice,
  arraySort,
  arrayToString,
  arrayUnion,
  arraysZip,
  cardinality,
  cosineDistance,
  empty,
  flatten,
  generateSeries,
  innerProduct,
  makeArray,
  mapEntries,
  mapExtract,
  mapKeys,
  mapValues,
  map,
  range,
  stringToArray,
  arrayAnyMatch,
  arrayFilter,
  arrayTransform,
};

/** Every function over arrays and maps; registering one registers its aliases. */
export function allDefaultNestedFunctions(): readonly ScalarUDF[] {
  return [
    arrayAnyValue,
    arrayAppend,
    arrayCompact,
    arrayConcat,
    arrayDims,
    arrayDistance,
    arrayDistinct,
    arrayElement,
    arrayExcept,
    arrayHasAll,
    arrayHasAny,
    arrayHas,
    arrayIntersect,
    arrayLength,
    arrayMax,
    arrayMin,
    arrayNdims,
    arrayNormalize,
    arrayPopBack,
    arrayPopFront,
    arrayPosition,
    arrayPositions,
    arrayPrepend,
    arrayRemoveAll,
    arrayRemoveN,
    arrayRemove,
    arrayRepeat,
    arrayReplaceAll,
    arrayReplaceN,
    arrayReplace,
    arrayResize,
    arrayReverse,
    arraySlice,
    arraySort,
    arrayToString,
    arrayUnion,
    arraysZip,
    cardinality,
    cosineDistance,
    empty,
    flatten,
    generateSeries,
    innerProduct,
    makeArray,
    mapEntries,
    mapExtract,
    mapKeys,
    mapValues,
    map,
    range,
    stringToArray,
  ];
}

/** Every function that takes lambdas. */
export function allDefaultHigherOrderFunctions(): readonly HigherOrderUDF[] {
  return [arrayAnyMatch, arrayFilter, arrayTransform];
}

// Functions of users.
export { createHigherOrderUdf, type HigherOrderLiteral } from './higher-order-literal.js';

// For packs of further functions (functions-spark): what the functions of this package are written with.
export { arraySignature, arraySignatures, checkPlace, integerReader } from './support/arguments.js';
export { elementNumbers, matcher } from './support/elements.js';
export { ListGather } from './support/list-gather.js';
export { isListType, type Lists, listsOf, type ListType, listVector } from './support/lists.js';
export { mapOf } from './support/map-type.js';
