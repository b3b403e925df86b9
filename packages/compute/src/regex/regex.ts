/**
 * Regular expressions with the syntax, the matches and the errors of Rust's `regex` crate, matched on the bytes of UTF-8 in
 * time linear in the text. A pattern is parsed, compiled to a program, and run by (fastest first) a lazy DFA that tells
 * whether and where it matches, a backtracking matcher that never repeats itself for groups, and Pike's virtual machine for groups
 * in long texts. Programs and automata stay in JavaScript's memory: a {@link RegexMatcher} takes them into the engine's.
 */
import { LazyDfa } from './engine/lazy-dfa.js';
import { fixedBytes, requiredLiteral, startsAtStart } from './literals.js';
import { compileProgram } from './program/compiler.js';
import { decisionsOf, type Decisions } from './program/decisions.js';
import type { Program } from './program/program.js';
import { parseRegex } from './syntax/parser.js';
import type { Node } from './syntax/node.js';

export class Regex {
  readonly program: Program;
  /** Names of the groups by index; the whole match, at 0, has none. */
  readonly names: readonly (string | undefined)[];
  /** Text that every match contains; may be empty. */
  readonly required: string;
  /** True when matches start at the start of the text only. */
  readonly atStart: boolean;
  /** Bytes of every match; -1 when that differs. */
  readonly fixedBytes: number;
  /** Finds ends of matches. */
  readonly forward: LazyDfa;
  readonly #node: Node;
  #backward: LazyDfa | undefined;
  #decisions: Decisions | undefined;

  /** `flags` are the crate's letters that hold from the start. Throws RegexSyntaxError and RegexTooBigError. */
  constructor(pattern: string, flags = '') {
    const { node, names } = parseRegex(pattern, flags);
    this.#node = node;
    this.names = names;
    this.program = compileProgram(node, false);
    this.required = requiredLiteral(node);
    this.atStart = startsAtStart(node);
    this.fixedBytes = fixedBytes(node);
    this.forward = new LazyDfa(this.program, 'forward');
  }

  /** Finds the start of a match whose end is known. */
  get backward(): LazyDfa {
    return (this.#backward ??= new LazyDfa(compileProgram(this.#node, true), 'backward'));
  }

  /** What the next byte tells the backtracking matcher. */
  get decisions(): Decisions {
    return (this.#decisions ??= decisionsOf(this.program));
  }

  /** Groups, the whole match included. */
  get groupCount(): number {
    return this.names.length;
  }
}

const cache = new Map<string, Regex>();
const CACHE_SIZE = 256;

/** The compiled pattern, from a cache when it was used lately. Throws RegexSyntaxError and RegexTooBigError. */
export function compileRegex(pattern: string, flags = ''): Regex {
  const key = `${flags}/${pattern}`;
  let regex = cache.get(key);
  if (regex !== undefined) cache.delete(key);
  else {
    regex = new Regex(pattern, flags);
    if (cache.size >= CACHE_SIZE) cache.delete(cache.keys().next().value!);
  }
  cache.set(key, regex);
  return regex;
}

/** The pattern that matches a text as it is. */
export const escapeRegex = (text: string): string => text.replace(/[\\.+*?()|[\]{}^$#&~-]/g, '\\$&');
