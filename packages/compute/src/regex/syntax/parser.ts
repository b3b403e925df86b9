/**
 * Patterns of Rust's `regex` crate: recursive descent to {@link Node}, flags resolved on the way. What the crate refuses is
 * refused with its text and marks. Look-around and back-references are not part of the language: matching stays linear.
 */
import { complement, EVERYTHING, union, type CodePointSet } from '../unicode/code-point-set.js';
import { foldCase } from '../unicode/case-fold.js';
import { NESTED_TOO_DEEPLY, readBracketClass } from './bracket-class.js';
import { Cursor, INVALID_UTF8, type Flags } from './cursor.js';
import { readEscape } from './escapes.js';
import { tooDeep, type Nest } from './nest.js';
import { Look, type Node, type Parsed } from './node.js';

/** Parses a pattern; `flags` are the crate's letters that hold from the start. Throws RegexSyntaxError. */
export function parseRegex(pattern: string, flags = ''): Parsed {
  return new Parser(new Cursor(pattern, flags)).parse();
}

/** A node, the levels in it, and whether it can be repeated (flags can't). */
interface Part {
  readonly node: Node;
  readonly nests: readonly Nest[];
  readonly repeatable: boolean;
}

const EMPTY: Node = { kind: 'Empty' };
/** More open groups than the stack takes; they are refused anyway. */
const DEEPEST = 1000;
const REPEAT_WHAT = 'repetition operator missing expression';
const LOOK_AROUND = 'look-around, including look-ahead and look-behind, is not supported';

class Parser {
  readonly #cursor: Cursor;
  readonly #names: (string | undefined)[] = [undefined];
  readonly #places = new Map<string, number>();
  #open = 0;

  constructor(cursor: Cursor) {
    this.#cursor = cursor;
  }

  parse(): Parsed {
    const cursor = this.#cursor;
    const part = this.#alternation();
    if (!cursor.done) throw cursor.error('unopened group');
    for (const nest of part.nests) {
      const deep = tooDeep(nest);
      if (deep !== undefined) throw cursor.error(NESTED_TOO_DEEPLY, deep.start, deep.end);
    }
    return { node: part.node, names: this.#names };
  }

  #alternation(): Part {
    const cursor = this.#cursor;
    const start = cursor.at;
    const branches = [this.#concatenation()];
    while (cursor.char === '|') {
      cursor.at++;
      branches.push(this.#concatenation());
    }
    if (branches.length === 1) return branches[0]!;
    const inner = branches.flatMap((branch) => branch.nests);
    const node = alternate(branches.map((branch) => branch.node));
    return { node, nests: [{ start, end: cursor.at, inner }], repeatable: true };
  }

  #concatenation(): Part {
    const cursor = this.#cursor;
    const start = cursor.at;
    const parts: Part[] = [];
    while (cursor.skipSpace() && cursor.char !== '|' && cursor.char !== ')') {
      if (/[?*+{]/.test(cursor.char)) {
        const last = parts.pop();
        if (last?.repeatable !== true) throw cursor.error(REPEAT_WHAT);
        parts.push(this.#repeated(last, last.nests[0]?.start ?? cursor.at - 1));
      } else parts.push(this.#atom());
    }
    const inner = parts.flatMap((part) => part.nests);
    const nests = parts.length > 1 ? [{ start, end: cursor.at, inner }] : inner;
    return { node: concat(parts.map((part) => part.node)), nests, repeatable: true };
  }

  #atom(): Part {
    const cursor = this.#cursor;
    const { char } = cursor;
    if (char === '(') return this.#group();
    if (char === '[') {
      const { set, nest } = readBracketClass(cursor);
      return { node: { kind: 'Set', set }, nests: [nest], repeatable: true };
    }
    if (char === '\\') return leaf(this.#escape());
    const start = cursor.at++;
    if (char === '.') return leaf({ kind: 'Set', set: this.#dot(start) });
    if (char === '^' || char === '$') return leaf({ kind: 'Look', look: this.#anchor(char === '^') });
    return leaf(this.#literal(char.codePointAt(0)!));
  }

  #dot(start: number): CodePointSet {
    const { flags } = this.#cursor;
    if (!flags.u) throw this.#cursor.error(INVALID_UTF8, start);
    if (flags.s) return EVERYTHING;
    return complement(flags.R ? union([10, 10], [13, 13]) : [10, 10]);
  }

  #anchor(start: boolean): Look {
    const { flags } = this.#cursor;
    if (!flags.m) return start ? Look.Start : Look.End;
    if (flags.R) return start ? Look.StartCrlf : Look.EndCrlf;
    return start ? Look.StartLine : Look.EndLine;
  }

  #literal(code: number): Node {
    const { flags } = this.#cursor;
    return { kind: 'Set', set: flags.i ? foldCase([code, code], flags.u) : [code, code] };
  }

  #escape(): Node {
    const escape = readEscape(this.#cursor);
    return escape.kind === 'Char' ? this.#literal(escape.code) : escape;
  }

  #repeated(part: Part, start: number): Part {
    const cursor = this.#cursor;
    const operator = cursor.at;
    const [least, most] = cursor.char === '{' ? this.#counts() : this.#simpleCounts();
    const lazy = cursor.char === '?';
    if (lazy) cursor.at++;
    if (least > most) {
      const why = 'invalid repetition count range, the start must be <= the end';
      throw cursor.error(why, operator, cursor.at);
    }
    const node = repeat(part.node, least, most, lazy === cursor.flags.U);
    return { node, nests: [{ start, end: cursor.at, inner: part.nests }], repeatable: true };
  }

  #simpleCounts(): readonly [number, number] {
    const { char } = this.#cursor;
    this.#cursor.at++;
    return [char === '+' ? 1 : 0, char === '?' ? 1 : Infinity];
  }

  /** Reads `{n}`, `{n,}` or `{n,m}`. */
  #counts(): readonly [number, number] {
    const cursor = this.#cursor;
    const start = cursor.at;
    const unclosed = (): Error => cursor.error('unclosed counted repetition', start, cursor.at);
    if (!cursor.advance()) throw unclosed();
    const least = this.#decimal();
    if (cursor.done) throw unclosed();
    let most = least;
    if (cursor.take(',')) {
      if (!cursor.skipSpace()) throw unclosed();
      most = cursor.char === '}' ? Infinity : this.#decimal();
    }
    if (!cursor.take('}')) throw unclosed();
    return [least, most];
  }

  #decimal(): number {
    const cursor = this.#cursor;
    const blank = (): boolean => /^\p{White_Space}$/u.test(cursor.char);
    while (blank()) cursor.at++;
    const start = cursor.at;
    let digits = '';
    while (/^[0-9]$/.test(cursor.char)) {
      digits += cursor.char;
      cursor.advance();
    }
    const end = cursor.at;
    while (blank()) cursor.at++;
    if (digits === '') throw cursor.error('repetition quantifier expects a valid decimal', start, end);
    const value = Number(digits);
    if (value > 0xffff_ffff) throw cursor.error('decimal literal invalid', start, end);
    return value;
  }

  #group(): Part {
    const cursor = this.#cursor;
    const start = cursor.at++;
    cursor.skipSpace();
    for (const text of ['?=', '?!', '?<=', '?<!']) {
      if (cursor.take(text)) throw cursor.error(LOOK_AROUND, start, cursor.at);
    }
    const before = cursor.flags;
    let index = 0;
    if (cursor.take('?P<') || cursor.take('?<')) index = this.#name();
    else if (cursor.char === '?') {
      const mark = cursor.at++;
      if (cursor.done) throw cursor.error('unclosed group', start);
      if (this.#flags(mark)) return { node: EMPTY, nests: [], repeatable: false };
    } else index = this.#names.push(undefined) - 1;
    if (++this.#open > DEEPEST) throw cursor.error(NESTED_TOO_DEEPLY, start);
    const body = this.#alternation();
    this.#open--;
    if (cursor.done) throw cursor.error('unclosed group', start);
    cursor.at++;
    cursor.flags = before;
    const node: Node = index === 0 ? body.node : { kind: 'Capture', index, node: body.node };
    return { node, nests: [{ start, end: cursor.at, inner: body.nests }], repeatable: true };
  }

  /** Reads `name>` and gives the index of the group. */
  #name(): number {
    const cursor = this.#cursor;
    const start = cursor.at;
    while (!cursor.done && cursor.char !== '>') {
      const allowed = cursor.at === start ? /[\p{Alphabetic}_]/u : /[\p{Alphabetic}\p{N}_.[\]]/u;
      if (!allowed.test(cursor.char)) throw cursor.error('invalid capture group character');
      cursor.at++;
    }
    if (cursor.done) throw cursor.error('unclosed capture group name');
    const name = cursor.chars.slice(start, cursor.at).join('');
    if (name === '') throw cursor.error('empty capture group name', start);
    const known = this.#places.get(name);
    if (known !== undefined) {
      const length = cursor.at - start;
      throw cursor.errorAt('duplicate capture group name', [known, known + length], [start, cursor.at]);
    }
    this.#places.set(name, start);
    cursor.at++;
    return this.#names.push(name) - 1;
  }

  /** Reads `flags)` (true: they hold from here) or `flags:` (false: a group follows); `mark` is the question mark. */
  #flags(mark: number): boolean {
    const cursor = this.#cursor;
    const seen = new Map<string, number>();
    let flags: Flags = cursor.flags;
    while (cursor.char !== ':' && cursor.char !== ')') {
      const flag = cursor.char;
      if (!/^[imsURux-]$/.test(flag)) throw cursor.error('unrecognized flag');
      const known = seen.get(flag);
      if (known !== undefined) {
        const why = flag === '-' ? 'flag negation operator repeated' : 'duplicate flag';
        throw cursor.errorAt(why, [known, known + 1], [cursor.at, cursor.at + 1]);
      }
      if (flag !== '-') flags = { ...flags, [flag]: !seen.has('-') };
      seen.set(flag, cursor.at++);
      if (cursor.done) throw cursor.error('expected flag but got end of regex');
    }
    const negation = seen.get('-');
    if (negation === cursor.at - 1) throw cursor.error('dangling flag negation operator', negation);
    const alone = cursor.char === ')';
    if (alone && seen.size === 0) throw cursor.error(REPEAT_WHAT, mark);
    cursor.at++;
    cursor.flags = flags;
    return alone;
  }
}

const leaf = (node: Node): Part => ({ node, nests: [], repeatable: true });

function concat(nodes: readonly Node[]): Node {
  const flat = nodes.flatMap((node) => (node.kind === 'Concat' ? node.nodes : node.kind === 'Empty' ? [] : [node]));
  if (flat.length === 0) return EMPTY;
  return flat.length === 1 ? flat[0]! : { kind: 'Concat', nodes: flat };
}

/** Alternatives of one character each are a class. */
function alternate(nodes: readonly Node[]): Node {
  const sets = nodes.flatMap((node) => (node.kind === 'Set' ? [node.set] : []));
  return sets.length === nodes.length ? { kind: 'Set', set: union(...sets) } : { kind: 'Alternate', nodes };
}

function repeat(node: Node, least: number, most: number, greedy: boolean): Node {
  if (most === 0 || node.kind === 'Empty') return node.kind === 'Empty' || !hasCapture(node) ? EMPTY : drop(node);
  if (least === 1 && most === 1) return node;
  if (node.kind === 'Look') return repeatLook(node, least, greedy);
  return { kind: 'Repeat', node, least, most, greedy };
}

/** A place is the same place any number of times. */
function repeatLook(node: Node, least: number, greedy: boolean): Node {
  return least > 0 ? node : { kind: 'Repeat', node, least: 0, most: 1, greedy };
}

/** `(x){0}` matches nothing, yet its groups exist: they never take part. */
const drop = (node: Node): Node => ({ kind: 'Repeat', node, least: 0, most: 0, greedy: true });

function hasCapture(node: Node): boolean {
  switch (node.kind) {
    case 'Capture':
      return true;
    case 'Repeat':
      return hasCapture(node.node);
    case 'Concat':
    case 'Alternate':
      return node.nodes.some(hasCapture);
    default:
      return false;
  }
}
