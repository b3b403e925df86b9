import { refuse } from './refusal.js';

/**
 * Looking into node-sql-parser's trees, whose nodes differ from dialect to dialect: every member is checked for what it is
 * before it is used, and a member that nobody asks about refuses the statement unless it says nothing.
 */
export type Raw = Readonly<Record<string, unknown>>;

/** Whether a value is a node. */
export const isRaw = (value: unknown): value is Raw =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The value as a node. */
export function rawOf(value: unknown, what: string): Raw {
  return isRaw(value) ? value : refuse(`${what} in an unknown form`);
}

/** The value as a text. */
export function textOf(value: unknown, what: string): string {
  return typeof value === 'string' ? value : refuse(`${what} in an unknown form`);
}

/** The value as a list; a member that is not there is an empty one. */
export function listOf(value: unknown, what: string): readonly unknown[] {
  if (value === null || value === undefined) return [];
  return Array.isArray(value) ? value : refuse(`${what} in an unknown form`);
}

/** Whether a member says nothing: absent, empty, or a node of such members. */
export function isBlank(value: unknown): boolean {
  if (value === null || value === undefined || value === '' || value === false) return true;
  if (Array.isArray(value)) return value.every(isBlank);
  return isRaw(value) && Object.values(value).every(isBlank);
}

/** Members that describe a node and mean nothing. */
const ABOUT = new Set(['loc', 'tableList', 'columnList', 'suffixSpace']);

/** Refuses a node with members other than the known ones. */
export function checkMembers(node: Raw, what: string, known: readonly string[]): void {
  for (const [key, value] of Object.entries(node)) {
    if (!known.includes(key) && !ABOUT.has(key) && !isBlank(value)) refuse(`${what} with ${key}`);
  }
}
