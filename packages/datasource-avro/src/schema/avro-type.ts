/**
 * Types of an Avro schema as values are written: what the bytes mean, names resolved, logical types taken in.
 *
 * Everything that follows (the Arrow type, the decoder of a column, skipping) is one `switch` over these.
 */
export type AvroType =
  | { readonly kind: 'null' | 'boolean' | 'float' | 'double' | 'bytes' | 'string' | 'uuid' }
  /** Zigzag varints of 32 and of 64 bits. */
  | { readonly kind: 'int'; readonly logical?: 'date' | 'time-millis' | undefined }
  | { readonly kind: 'long'; readonly logical?: LongLogical | undefined }
  /** Two's complement, most significant byte first; `size` bytes, or as many as are written in front. */
  | {
      readonly kind: 'decimal';
      readonly precision: number;
      readonly scale: number;
      readonly size: number | undefined;
      readonly name?: string | undefined;
    }
  /** Months, days and milliseconds, 32 bits each, little-endian. */
  | { readonly kind: 'duration'; readonly name: string }
  | { readonly kind: 'fixed'; readonly size: number; readonly name: string }
  | { readonly kind: 'enum'; readonly symbols: readonly string[]; readonly name: string }
  | { readonly kind: 'array'; readonly items: AvroType }
  | { readonly kind: 'map'; readonly values: AvroType }
  | { readonly kind: 'record'; readonly fields: readonly AvroField[]; readonly name: string }
  /** A union of a type and `null`: the branch number says which. */
  | { readonly kind: 'nullable'; readonly inner: AvroType; readonly nullBranch: 0 | 1 }
  | { readonly kind: 'union'; readonly branches: readonly AvroType[] };

/** Logical types of `long`. */
export type LongLogical =
  | 'time-micros'
  | 'timestamp-millis'
  | 'timestamp-micros'
  | 'timestamp-nanos'
  | 'local-timestamp-millis'
  | 'local-timestamp-micros'
  | 'local-timestamp-nanos';

/** A member of a record. */
export interface AvroField {
  readonly name: string;
  readonly type: AvroType;
}
