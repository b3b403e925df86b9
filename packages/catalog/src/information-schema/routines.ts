/** Rows of `routines` and `parameters`: one a function name and example signature. */
import type { DataType } from '@datafusion-ts/common';
import { displayType } from '@datafusion-ts/common';
import type { Documentation } from '@datafusion-ts/expr';
import { exampleTypes, type Signature } from '@datafusion-ts/expr-common';
import type { Session } from '@datafusion-ts/session';
import type { Cell } from './rows-table.js';

interface Routine {
  readonly name: string;
  readonly kind: 'SCALAR' | 'AGGREGATE' | 'WINDOW';
  readonly signature: Signature;
  readonly documentation: Documentation | undefined;
  returnType(argTypes: readonly DataType[]): DataType | undefined;
}

/** Functions of all kinds by every name they have. */
function routines({ functions }: Session): readonly Routine[] {
  return [
    ...functions.udfNames().map((name): Routine => {
      const func = functions.udf(name);
      const { signature, documentation } = func;
      return {
        name,
        kind: 'SCALAR',
        signature,
        documentation,
        returnType: (types) => attempt(() => func.returnType?.(types)),
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
      const { signature, documentation } = functions.udwf(name);
      return { name, kind: 'WINDOW', signature, documentation, returnType: () => undefined };
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

/** Distinct return types over the example signatures; one undefined when there are none. */
function returnTypesOf(routine: Routine): readonly (DataType | undefined)[] {
  const types = new Map<string, DataType | undefined>();
  for (const args of exampleTypes(routine.signature)) {
    const type = routine.returnType(args);
    types.set(type === undefined ? '' : displayType(type), type);
  }
  return types.size === 0 ? [undefined] : [...types.values()];
}

/** Rows of `information_schema.routines`. */
export function routineRows(session: Session): readonly (readonly Cell[])[] {
  const { defaultCatalog: catalog, defaultSchema: schema } = session.config.catalog;
  return routines(session).flatMap((routine) =>
    returnTypesOf(routine).map((type): readonly Cell[] => [
      catalog,
      schema,
      routine.name,
      catalog,
      schema,
      routine.name,
      'FUNCTION',
      routine.signature.volatility === 'Immutable',
      type === undefined ? null : displayType(type),
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
    exampleTypes(routine.signature).forEach((types, rid) => {
      const start: readonly Cell[] = [catalog, schema, routine.name];
      types.forEach((type, i) => {
        rows.push([...start, BigInt(i + 1), 'IN', names[i]?.name ?? null, displayType(type), null, false, rid]);
      });
      const result = routine.returnType(types);
      if (result !== undefined) rows.push([...start, 1n, 'OUT', null, displayType(result), null, false, rid]);
    });
  }
  return rows;
}
