/**
 * Rows of `routines` and `parameters`: one a function name and example signature. Types are shown as logical ones, so that
 * `String` stands for all encodings of text and signatures that differ only in these are one.
 */
import { field, type DataType } from '@datafusion-ts/common';
import type { Documentation } from '@datafusion-ts/expr';
import { displayNativeType, exampleTypes, nativeTypeOf, type Signature } from '@datafusion-ts/expr-common';
import type { Session } from '@datafusion-ts/session';
import type { Cell } from './rows-table.js';

interface Routine {
  readonly name: string;
  readonly kind: 'SCALAR' | 'AGGREGATE' | 'WINDOW';
  readonly signature: Signature;
  readonly documentation: Documentation | undefined;
  returnType(argTypes: readonly DataType[]): DataType | undefined;
}

/** Names of the types of a function's arguments and of its result. */
interface Example {
  readonly args: readonly string[];
  readonly result: string | null;
}

/** Functions of all kinds by every name they have. */
function routines({ functions }: Session): readonly Routine[] {
  return [
    ...functions.udfNames().map((name): Routine => {
      const func = functions.udf(name);
      const { signature, documentation } = func;
      const returnType = (types: readonly DataType[]): DataType | undefined => {
        if (func.returnField === undefined) return func.returnType?.(types);
        const argFields = types.map((type, i) => field(`arg_${i}`, type));
        return func.returnField({ argFields, scalarArguments: types.map(() => undefined) }).dataType;
      };
      return {
        name,
        kind: 'SCALAR',
        signature,
        documentation,
        returnType: (types) => attempt(() => returnType(types)),
      };
    }),
    ...functions.udafNames().map((name): Routine => {
      const func = functions.udaf(name);
      const { signature, documentation } = func;
      return {
        name,
        kind: 'AGGREGATE',
        signature,
        documentation,
        returnType: (types) => attempt(() => func.returnType(types)),
      };
    }),
    ...functions.udwfNames().map((name): Routine => {
      const func = functions.udwf(name);
      const { signature, documentation } = func;
      const returnType = (types: readonly DataType[]): DataType =>
        func.field({ name, inputFields: types.map((type, i) => field(`arg_${i}`, type)) }).dataType;
      return {
        name,
        kind: 'WINDOW',
        signature,
        documentation,
        returnType: (types) => attempt(() => returnType(types)),
      };
    }),
  ];
}

/** Functions that cannot name a type for the example arguments show none. */
function attempt(type: () => DataType | undefined): DataType | undefined {
  try {
    return type();
  } catch {
    return undefined;
  }
}

const typeName = (type: DataType): string => displayNativeType(nativeTypeOf(type));

/** Distinct examples of a function's types, sorted by their names; one without arguments when there are none. */
function examplesOf(routine: Routine): readonly Example[] {
  const examples = new Map<string, Example>();
  for (const types of exampleTypes(routine.signature)) {
    const result = routine.returnType(types);
    const example = { args: types.map(typeName), result: result === undefined ? null : typeName(result) };
    examples.set(JSON.stringify(example), example);
  }
  if (examples.size === 0) return [{ args: [], result: null }];
  return [...examples.values()].sort(compareExamples);
}

function compareExamples(a: Example, b: Example): number {
  for (const [i, name] of a.args.entries()) {
    const other = b.args[i];
    if (other === undefined) return 1;
    if (name !== other) return name < other ? -1 : 1;
  }
  if (a.args.length !== b.args.length) return -1;
  if (a.result === b.result) return 0;
  return a.result === null || (b.result !== null && a.result < b.result) ? -1 : 1;
}

/** Rows of `information_schema.routines`. */
export function routineRows(session: Session): readonly (readonly Cell[])[] {
  const { defaultCatalog: catalog, defaultSchema: schema } = session.config.catalog;
  return routines(session).flatMap((routine) =>
    [...new Set(examplesOf(routine).map(({ result }) => result))].map((type): readonly Cell[] => [
      catalog,
      schema,
      routine.name,
      catalog,
      schema,
      routine.name,
      'FUNCTION',
      routine.signature.volatility === 'Immutable',
      type,
      routine.kind,
      routine.documentation?.description ?? null,
      routine.documentation?.syntax ?? null,
    ]),
  );
}

/** Rows of `information_schema.parameters`: the arguments of every example signature, then the result. */
export function parameterRows(session: Session): readonly (readonly Cell[])[] {
  const { defaultCatalog: catalog, defaultSchema: schema } = session.config.catalog;
  const rows: (readonly Cell[])[] = [];
  for (const routine of routines(session)) {
    const names = routine.documentation?.args ?? [];
    const { kind } = routine.signature.typeSignature;
    const variadic = kind === 'Variadic' || kind === 'VariadicAny';
    examplesOf(routine).forEach(({ args, result }, rid) => {
      const start: readonly Cell[] = [catalog, schema, routine.name];
      args.forEach((type, i) => {
        rows.push([...start, BigInt(i + 1), 'IN', names[i]?.name ?? null, type, null, variadic, rid]);
      });
      if (result !== null) rows.push([...start, 1n, 'OUT', null, result, null, false, rid]);
    });
  }
  return rows;
}
