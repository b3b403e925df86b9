import { ScalarValue, type DataType } from '@datafusion-ts/common';
import {
  Arena,
  constantVector,
  rowsOf,
  sliceVector,
  takeVector,
  Values,
  vectorFromScalars,
  writeBit,
  allocBitmap,
  physicalTypeOf,
  mem,
  type ColumnVector,
  type DictionaryVector,
} from '@datafusion-ts/compute';
import fc from 'fast-check';
import { arbitraryScalar } from './arbitrary-scalars.js';

/** Shapes that every operation must take. */
export type VectorShape =
  'flat' | 'sliced' | 'gathered' | 'no nulls' | 'all null' | 'empty' | 'constant' | 'dictionary';

/** A vector to be: its values, and how to lay them out in an arena. */
export interface VectorPlan {
  readonly type: DataType;
  readonly shape: VectorShape;
  readonly scalars: readonly ScalarValue[];
  build(arena: Arena): ColumnVector;
}

const SHAPES: readonly VectorShape[] = [
  'flat',
  'sliced',
  'gathered',
  'no nulls',
  'all null',
  'empty',
  'constant',
  'dictionary',
];

/** Vectors of a type in every shape; with `length`, of exactly that many rows (so never empty). */
export function arbitraryVector(type: DataType, length?: number): fc.Arbitrary<VectorPlan> {
  const shapes = length === undefined ? SHAPES : SHAPES.filter((shape) => shape !== 'empty');
  return fc.constantFrom(...shapes).chain((shape) => arbitraryShape(type, shape, length));
}

/** Columns of equal length. */
export function arbitraryColumns(types: readonly DataType[], maxLength = 40): fc.Arbitrary<readonly VectorPlan[]> {
  return fc
    .integer({ min: 1, max: maxLength })
    .chain((length) => fc.tuple(...types.map((t) => arbitraryVector(t, length))));
}

function arbitraryShape(type: DataType, shape: VectorShape, length: number | undefined): fc.Arbitrary<VectorPlan> {
  const size = length === undefined ? { maxLength: 70 } : { minLength: length, maxLength: length };
  const isUnion = physicalTypeOf(type) === 'union';
  switch (shape) {
    case 'empty':
      return fc.constant(plan(type, shape, [], (arena) => vectorFromScalars(type, [], arena)));
    case 'no nulls':
      return fc
        .array(arbitraryScalar(type, false), size)
        .map((scalars) => plan(type, shape, scalars, (arena) => vectorFromScalars(type, scalars, arena)));
    case 'all null': {
      if (isUnion) return arbitraryShape(type, 'flat', length);
      return fc
        .array(fc.constant(new ScalarValue(type, null)), size)
        .map((scalars) => plan(type, shape, scalars, (arena) => vectorFromScalars(type, scalars, arena)));
    }
    case 'constant':
      return fc
        .tuple(arbitraryScalar(type), fc.integer({ min: length ?? 0, max: length ?? 70 }))
        .map(([value, n]) => plan(type, shape, new Array<ScalarValue>(n).fill(value), () => constantVector(value, n)));
    case 'dictionary':
      return arbitraryDictionary(type, size);
    default:
      return fc
        .tuple(
          fc.array(arbitraryScalar(type), size),
          fc.array(arbitraryScalar(type), { maxLength: 11 }),
          fc.nat({ max: 5 }),
        )
        .map(([scalars, before, after]) =>
          plan(type, shape, scalars, (arena) => lay(type, shape, scalars, before, after, arena)),
        );
  }
}

function plan(
  type: DataType,
  shape: VectorShape,
  scalars: readonly ScalarValue[],
  build: (arena: Arena) => ColumnVector,
): VectorPlan {
  return { type, shape, scalars, build };
}

function lay(
  type: DataType,
  shape: VectorShape,
  scalars: readonly ScalarValue[],
  before: readonly ScalarValue[],
  after: number,
  arena: Arena,
): ColumnVector {
  if (shape === 'flat') return vectorFromScalars(type, scalars, arena);
  const tail = before.slice(0, after);
  const all = vectorFromScalars(type, [...before, ...scalars, ...tail], arena);
  if (shape === 'sliced') return sliceVector(all, before.length, scalars.length, arena);
  const rows = rowsOf(
    scalars.map((_, i) => before.length + i),
    arena,
  );
  return takeVector(all, rows, scalars.length, arena);
}

/** Codes into entries of which some are unused and some are null. */
function arbitraryDictionary(
  type: DataType,
  size: { readonly minLength?: number; readonly maxLength: number },
): fc.Arbitrary<VectorPlan> {
  const isUnion = physicalTypeOf(type) === 'union';
  return fc
    .tuple(
      fc.array(arbitraryScalar(type), { minLength: 1, maxLength: 9 }),
      fc.array(fc.option(fc.nat({ max: 8 }), { freq: isUnion ? 1000 : 6, nil: undefined }), size),
      fc.constantFrom(1 as const, 2 as const, 4 as const),
    )
    .map(([entries, raw, width]) => {
      const codes = raw.map((code) => (code === undefined ? (isUnion ? 0 : undefined) : code % entries.length));
      const scalars = codes.map((code) => (code === undefined ? new ScalarValue(type, null) : entries[code]!));
      return plan(type, 'dictionary', scalars, (arena) => {
        const own = new Arena();
        const values = new Values(vectorFromScalars(type, entries, own), () => own.release());
        arena.keep(values);
        return dictionaryOf(type, codes, width, values, arena);
      });
    });
}

/** A dictionary vector from codes, undefined for null. */
export function dictionaryOf(
  type: DataType,
  codes: readonly (number | undefined)[],
  width: 1 | 2 | 4,
  values: Values,
  arena: Arena,
): DictionaryVector {
  const address = arena.alloc(codes.length * width);
  const array = width === 1 ? mem.u8 : width === 2 ? mem.u16 : mem.u32;
  codes.forEach((code, i) => (array[address / width + i] = code ?? 0));
  const nullCount = codes.filter((code) => code === undefined).length;
  const validity = nullCount === 0 ? 0 : allocBitmap(codes.length, true, arena);
  if (nullCount > 0) codes.forEach((code, i) => writeBit(validity, i, code !== undefined));
  return { encoding: 'dictionary', type, length: codes.length, nullCount, validity, codes: address, width, values };
}
