/** Carries out the registrations of a file's environment that are not SQL. */
import { field, InternalError, parseDataType, ScalarValue, Schema, type DataType } from '@datafusion-ts/common';
import {
  Arena,
  Batch,
  getScalar,
  toHost,
  vectorFromScalars,
  type ColumnVector,
  type HostBatch,
} from '@datafusion-ts/compute';
import type { AsyncScalarUDF, SessionStateBuilder } from 'datafusion-ts';
import type { ContextRegistration, ContextTable, ContextValue } from '../../contexts/file-context.js';
import { loadFacade, type Session } from './facade.js';

/** A builder of sessions that know the SQL types of the environment. */
export function withSqlTypes(
  builder: SessionStateBuilder,
  registrations: readonly ContextRegistration[],
): SessionStateBuilder {
  const types = registrations.filter((registration) => registration.kind === 'sql-type');
  if (types.length === 0) return builder;
  return builder.withTypePlanner({
    name: 'sqllogictest',
    planTypeField: ({ kind }) => {
      const found = types.find(({ sqlType }) => sqlType === kind);
      if (found === undefined) return undefined;
      return field('', parseDataType(found.type), true, new Map(Object.entries(found.metadata)));
    },
  });
}

/** Registers the tables and functions that SQL cannot make. */
export async function registerContext(session: Session, registrations: readonly ContextRegistration[]): Promise<void> {
  for (const registration of registrations) {
    if (registration.kind === 'table') session.registerHostBatches(registration.name, [hostBatch(registration)]);
    else if (registration.kind === 'async-abs') await registerAsyncAbs(session, registration.name);
  }
}

function hostBatch({ columns }: ContextTable): HostBatch {
  const schema = new Schema(columns.map(({ name, type, nullable }) => field(name, parseDataType(type), nullable)));
  const arena = new Arena();
  try {
    const vectors = columns.map(({ values }, i): ColumnVector => {
      const { dataType } = schema.field(i);
      return vectorFromScalars(
        dataType,
        values.map((value) => scalar(dataType, value)),
        arena,
      );
    });
    return toHost(new Batch(schema, vectors, columns[0]?.values.length ?? 0));
  } finally {
    arena.release();
  }
}

/** A value as the engine has it. */
function scalar(type: DataType, value: ContextValue): ScalarValue {
  if (value === null || typeof value !== 'object') return new ScalarValue(type, value);
  if (type.kind === 'Dictionary') return scalar(type.valueType, value);
  if ('fields' in value) {
    if (type.kind !== 'Struct') throw new TypeError(`${type.kind} has no fields`);
    const members = type.fields.map(({ name, dataType }) => scalar(dataType, value.fields[name] ?? null));
    return new ScalarValue(type, members);
  }
  if (type.kind !== 'Union') throw new TypeError(`${type.kind} has no members`);
  const member = type.fields.find((candidate) => candidate.field.name === value.member);
  if (member === undefined) throw new TypeError(`no member ${value.member}`);
  return new ScalarValue(type, { typeId: member.typeId, value: scalar(member.field.dataType, value.value) });
}

/** An asynchronous function that gives the absolute value of an Int32 or Int64. */
async function registerAsyncAbs(session: Session, name: string): Promise<void> {
  const { DataTypes, Signature } = await loadFacade();
  const func: AsyncScalarUDF = {
    name,
    signature: Signature.uniform(1, [DataTypes.Int32, DataTypes.Int64], 'Immutable'),
    returnType: ([type]) => type!,
    invoke: () => {
      throw new InternalError('async functions should not be called directly');
    },
    invokeAsync: ({ args, rowCount, returnField, arena }) => {
      const [values] = args as readonly [ColumnVector];
      const results = Array.from({ length: rowCount }, (_, row) => absolute(getScalar(values, row)));
      return Promise.resolve(vectorFromScalars(returnField.dataType, results, arena));
    },
  };
  session.registerUdf(func);
}

function absolute(scalar: ScalarValue): ScalarValue {
  const { dataType, value } = scalar;
  if (typeof value === 'bigint') return new ScalarValue(dataType, value < 0n ? -value : value);
  return typeof value === 'number' ? new ScalarValue(dataType, Math.abs(value)) : scalar;
}
