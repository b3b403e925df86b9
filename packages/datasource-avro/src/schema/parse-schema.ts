/**
 * From the schema in a file's header to {@link AvroType}s. `avsc` checks the schema and resolves names; what a logical type
 * says besides its base is kept by logical types of our own. A logical type that does not fit its base is the base.
 */
import type { Type, types } from 'avsc';
import { avroError, schemaError } from '../avro-error.js';
import type { AvroField, AvroType, LongLogical } from './avro-type.js';

type Avsc = typeof import('avsc');
type Attributes = Readonly<Record<string, unknown>>;

const LOGICAL_TYPES = [
  ...['decimal', 'uuid', 'date', 'duration', 'time-millis', 'time-micros'],
  ...['timestamp-millis', 'timestamp-micros', 'timestamp-nanos'],
  ...['local-timestamp-millis', 'local-timestamp-micros', 'local-timestamp-nanos'],
];
const MAX_PRECISION = 76;

/** The fields of the record that a file consists of. */
export async function parseSchema(text: string): Promise<readonly AvroField[]> {
  const module = await import('avsc');
  const avsc: Avsc = 'default' in module ? (module.default as Avsc) : module;
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw avroError(`Parser error: Failed to parse Avro schema: ${messageOf(error)}`, error);
  }
  const attributes = new WeakMap<Type, Attributes>();
  const root = read(avsc, json, attributes);
  const record = new Walk(attributes).type(root);
  if (record.kind !== 'record') {
    throw schemaError(`Expected a Record schema to build an AvroField, but got ${record.kind}`);
  }
  return record.fields;
}

function read(avsc: Avsc, json: unknown, attributes: WeakMap<Type, Attributes>): Type {
  class Logical extends avsc.types.LogicalType {
    constructor(schema: Parameters<typeof Type.forSchema>[0], options?: unknown) {
      super(schema, options);
      attributes.set(this, schema as unknown as Attributes);
    }
  }
  const logicalTypes = Object.fromEntries(LOGICAL_TYPES.map((name) => [name, Logical]));
  try {
    return avsc.Type.forSchema(json as Parameters<typeof Type.forSchema>[0], { logicalTypes, wrapUnions: 'always' });
  } catch (error) {
    throw schemaError(`Failed to parse Avro schema: ${messageOf(error)}`);
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Turns the types of `avsc` into ours. */
class Walk {
  readonly #attributes: WeakMap<Type, Attributes>;
  /** Records that are being walked: a record inside itself has no Arrow type. */
  readonly #open = new Set<Type>();

  constructor(attributes: WeakMap<Type, Attributes>) {
    this.#attributes = attributes;
  }

  type(type: Type): AvroType {
    const name = type.name ?? '';
    switch (type.typeName) {
      case 'null':
      case 'boolean':
      case 'float':
      case 'double':
      case 'bytes':
      case 'string':
      case 'int':
      case 'long':
        return { kind: type.typeName };
      case 'fixed':
        return { kind: 'fixed', size: (type as types.FixedType).size, name };
      case 'enum':
        return { kind: 'enum', symbols: (type as types.EnumType).symbols, name };
      case 'array':
        return { kind: 'array', items: this.type((type as types.ArrayType).itemsType) };
      case 'map':
        return { kind: 'map', values: this.type((type as types.MapType).valuesType as Type) };
      case 'record':
      case 'error':
        return this.#record(type as types.RecordType, name);
      case 'union:wrapped':
      case 'union:unwrapped':
        return this.#union((type as types.WrappedUnionType).types);
      default:
        if (type.typeName.startsWith('logical:')) return this.#logical(type as types.LogicalType);
        throw schemaError(`Unsupported Avro type ${type.typeName}`);
    }
  }

  #record(type: types.RecordType, name: string): AvroType {
    if (this.#open.has(type)) throw schemaError(`Failed to resolve ${name.includes('.') ? name : `.${name}`}`);
    this.#open.add(type);
    const fields = type.fields.map((field): AvroField => ({ name: field.name, type: this.type(field.type) }));
    this.#open.delete(type);
    return { kind: 'record', fields, name };
  }

  #union(members: readonly Type[]): AvroType {
    const branches = members.map((member) => this.type(member));
    const nullBranch = branches.findIndex((branch) => branch.kind === 'null');
    if (branches.length === 2 && nullBranch >= 0) {
      return { kind: 'nullable', inner: branches[1 - nullBranch]!, nullBranch: nullBranch === 0 ? 0 : 1 };
    }
    return { kind: 'union', branches };
  }

  #logical(type: types.LogicalType): AvroType {
    const base = this.type(type.underlyingType);
    const attributes = this.#attributes.get(type) ?? {};
    const logical = type.typeName.slice('logical:'.length);
    switch (logical) {
      case 'decimal':
        return decimalType(base, attributes) ?? base;
      case 'uuid':
        return base.kind === 'string' ? { kind: 'uuid' } : base;
      case 'duration':
        return base.kind === 'fixed' && base.size === 12 ? { kind: 'duration', name: base.name } : base;
      case 'date':
      case 'time-millis':
        return base.kind === 'int' ? { kind: 'int', logical } : base;
      default:
        return base.kind === 'long' ? { kind: 'long', logical: logical as LongLogical } : base;
    }
  }
}

/** A decimal over bytes or over a fixed number of them; undefined when precision and scale make no decimal. */
function decimalType(base: AvroType, attributes: Attributes): AvroType | undefined {
  if (base.kind !== 'bytes' && base.kind !== 'fixed') return undefined;
  const { precision, scale = 0 } = attributes;
  if (typeof precision !== 'number' || typeof scale !== 'number') return undefined;
  if (!Number.isInteger(precision) || precision < 1 || precision > MAX_PRECISION) return undefined;
  if (!Number.isInteger(scale) || scale < 0 || scale > precision) return undefined;
  return base.kind === 'fixed'
    ? { kind: 'decimal', precision, scale, size: base.size, name: base.name }
    : { kind: 'decimal', precision, scale, size: undefined };
}
