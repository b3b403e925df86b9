/** Steps over values of columns that nobody asked for. */
import { avroError } from '../avro-error.js';
import type { AvroType } from '../schema/avro-type.js';
import { eachItem, type Cursor } from './cursor.js';

/** Moves the cursor behind one value. */
export type Skip = (cursor: Cursor) => void;

const bytes: Skip = (cursor) => void cursor.take(cursor.length());
const fixed =
  (size: number): Skip =>
  (cursor) =>
    void cursor.take(size);

/** How values of the type are stepped over. */
export function skipper(type: AvroType): Skip {
  switch (type.kind) {
    case 'null':
      return () => undefined;
    case 'boolean':
      return fixed(1);
    case 'int':
    case 'long':
      return (cursor) => cursor.long();
    case 'enum':
      return (cursor) => void cursor.int();
    case 'float':
      return fixed(4);
    case 'double':
      return fixed(8);
    case 'duration':
      return fixed(12);
    case 'fixed':
      return fixed(type.size);
    case 'decimal':
      return type.size === undefined ? bytes : fixed(type.size);
    case 'bytes':
    case 'string':
    case 'uuid':
      return bytes;
    case 'array':
      return skipItems(skipper(type.items));
    case 'map': {
      const value = skipper(type.values);
      return skipItems((cursor) => {
        bytes(cursor);
        value(cursor);
      });
    }
    case 'record': {
      const members = type.fields.map((member) => skipper(member.type));
      return (cursor) => {
        for (const member of members) member(cursor);
      };
    }
    case 'nullable': {
      const inner = skipper(type.inner);
      return (cursor) => {
        if (cursor.int() !== type.nullBranch) inner(cursor);
      };
    }
    case 'union': {
      const branches = type.branches.map(skipper);
      return (cursor) => {
        const branch = branches[cursor.int()];
        if (branch === undefined) throw avroError('Parser error: union branch out of range');
        branch(cursor);
      };
    }
  }
}

/** Arrays and maps, element by element. */
function skipItems(item: Skip): Skip {
  return (cursor) => void eachItem(cursor, () => item(cursor));
}
