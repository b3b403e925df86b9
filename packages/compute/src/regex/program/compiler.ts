/**
 * Patterns as programs (Thompson's construction): each node is compiled in front of what follows it. Repetitions are written
 * out, so sizes are limited as in Rust's crate, counted as its states take memory.
 */
import { EVERYTHING, type CodePointSet } from '../unicode/code-point-set.js';
import { literalOf, type Node } from '../syntax/node.js';
import { PROGRAM_LIMIT, RegexTooBigError } from '../syntax/regex-syntax-error.js';
import { Op, type Program } from './program.js';
import { utf8Automaton, type Utf8Automaton } from './utf8-automaton.js';

/** Bytes that the crate takes for a state, an alternative and a range of bytes. */
const STATE_BYTES = 32;
const ALTERNATIVE_BYTES = 4;
const RANGE_BYTES = 8;

/** A program for matching in the direction of the text, or against it (then without groups). */
export function compileProgram(node: Node, reverse: boolean): Program {
  return new Compiler(reverse).compile(node);
}

/** Fewest characters of a match. */
function minimumLength(node: Node): number {
  switch (node.kind) {
    case 'Set':
      return 1;
    case 'Repeat':
      return node.least === 0 ? 0 : node.least * minimumLength(node.node);
    case 'Capture':
      return minimumLength(node.node);
    case 'Concat':
      return node.nodes.reduce((sum, each) => sum + minimumLength(each), 0);
    case 'Alternate':
      return Math.min(...node.nodes.map(minimumLength));
    default:
      return 0;
  }
}

class Compiler {
  readonly #reverse: boolean;
  readonly #op: number[] = [];
  readonly #low: number[] = [];
  readonly #high: number[] = [];
  readonly #next: number[] = [];
  readonly #alt: number[] = [];
  readonly #rangeLow: number[] = [];
  readonly #rangeHigh: number[] = [];
  readonly #rangeNext: number[] = [];
  #bytes = 0;
  #backwardBytes = 0;
  #looks = 0;

  constructor(reverse: boolean) {
    this.#reverse = reverse;
  }

  compile(node: Node): Program {
    this.#charge(STATE_BYTES);
    const match = this.#add(Op.Match, 0, 0, 0, 0);
    const anchored = this.#reverse ? this.#node(node, match) : this.#capture(0, node, match);
    const search = this.#reverse ? anchored : this.#searchLoop(anchored, minimumLength(node) > 0);
    return {
      size: this.#op.length,
      op: Uint8Array.from(this.#op),
      low: Uint8Array.from(this.#low),
      high: Uint8Array.from(this.#high),
      next: Uint32Array.from(this.#next),
      alt: Uint32Array.from(this.#alt),
      rangeLow: Uint8Array.from(this.#rangeLow),
      rangeHigh: Uint8Array.from(this.#rangeHigh),
      rangeNext: Uint32Array.from(this.#rangeNext),
      anchored,
      search,
      looks: this.#looks,
    };
  }

  /** Counts what a part takes in the program and in the one against the text, each of which is limited. */
  #charge(bytes: number, backward = bytes): void {
    this.#bytes += bytes;
    this.#backwardBytes += backward;
    if (Math.max(this.#bytes, this.#backwardBytes) > PROGRAM_LIMIT) throw new RegexTooBigError();
  }

  #add(op: number, low: number, high: number, next: number, alt: number): number {
    this.#low.push(low);
    this.#high.push(high);
    this.#next.push(next);
    this.#alt.push(alt);
    return this.#op.push(op) - 1;
  }

  #split(first: number, second: number): number {
    this.#charge(STATE_BYTES + 2 * ALTERNATIVE_BYTES);
    return this.#add(Op.Split, 0, 0, first, second);
  }

  /** A lazy loop over what is skipped: bytes, or characters when a match may be empty, as it must not lie inside of one. */
  #searchLoop(start: number, bytes: boolean): number {
    const loop = this.#split(start, 0);
    this.#alt[loop] = bytes ? this.#add(Op.Byte, 0, 0xff, loop, 0) : this.#set(EVERYTHING, loop);
    return loop;
  }

  /** Compiles a node in front of an instruction; gives where to enter it. */
  #node(node: Node, next: number): number {
    switch (node.kind) {
      case 'Empty':
        return next;
      case 'Set':
        return this.#set(node.set, next);
      case 'Look':
        this.#looks |= 1 << node.look;
        this.#charge(STATE_BYTES);
        return this.#add(Op.Look, node.look, 0, next, 0);
      case 'Capture':
        return this.#reverse ? this.#node(node.node, next) : this.#capture(node.index, node.node, next);
      case 'Concat':
        return this.#concat(node.nodes, next);
      case 'Alternate':
        return this.#alternate(node.nodes, next);
      case 'Repeat':
        return this.#repeat(node, next);
    }
  }

  #capture(index: number, node: Node, next: number): number {
    this.#charge(2 * STATE_BYTES, 0);
    const end = this.#add(Op.Save, 0, 0, next, index * 2 + 1);
    return this.#add(Op.Save, 0, 0, this.#node(node, end), index * 2);
  }

  #concat(nodes: readonly Node[], next: number): number {
    let entry = next;
    const ordered = this.#reverse ? nodes : [...nodes].reverse();
    for (const node of ordered) entry = this.#node(node, entry);
    return entry;
  }

  #alternate(nodes: readonly Node[], next: number): number {
    let entry = this.#node(nodes.at(-1)!, next);
    for (let i = nodes.length - 2; i >= 0; i--) entry = this.#split(this.#node(nodes[i]!, next), entry);
    return entry;
  }

  #repeat({ node, least, most, greedy }: Extract<Node, { kind: 'Repeat' }>, next: number): number {
    let entry = next;
    if (most === Infinity) {
      entry = least === 0 ? this.#star(node, greedy, next) : this.#plus(node, greedy, next);
    } else {
      for (let i = least; i < most; i++) entry = this.#either(this.#node(node, entry), next, greedy);
    }
    for (let i = most === Infinity ? 1 : 0; i < least; i++) entry = this.#node(node, entry);
    return entry;
  }

  #either(body: number, out: number, greedy: boolean): number {
    return greedy ? this.#split(body, out) : this.#split(out, body);
  }

  #plus(node: Node, greedy: boolean, next: number): number {
    const loop = this.#split(next, next);
    const body = this.#node(node, loop);
    if (greedy) this.#next[loop] = body;
    else this.#alt[loop] = body;
    return body;
  }

  /** What may be empty is `(x+)?`: an empty round then ends the loop but keeps its groups. */
  #star(node: Node, greedy: boolean, next: number): number {
    if (minimumLength(node) === 0) return this.#either(this.#plus(node, greedy, next), next, greedy);
    const loop = this.#split(next, next);
    const body = this.#node(node, loop);
    if (greedy) this.#next[loop] = body;
    else this.#alt[loop] = body;
    return loop;
  }

  #set(set: CodePointSet, next: number): number {
    if (set.length === 0) return this.#add(Op.Fail, 0, 0, 0, 0);
    const literal = literalOf({ kind: 'Set', set });
    if (literal !== undefined && literal < 0x80) {
      this.#charge(STATE_BYTES);
      return this.#add(Op.Byte, literal, literal, next, 0);
    }
    this.#chargeSet(set);
    return this.#automaton(utf8Automaton(set, this.#reverse), next);
  }

  /** The crate shares more among the states of a class with the text than against it. */
  #chargeSet(set: CodePointSet): void {
    const forward = utf8Automaton(set, false);
    const ranges = forward.reduce((sum, each) => sum + each.length / 3, 0);
    const bytes = STATE_BYTES * (forward.length + 1) + RANGE_BYTES * ranges;
    if (set.at(-1)! < 0x80) {
      this.#charge(set.length === 2 ? STATE_BYTES : bytes);
      return;
    }
    const backward = utf8Automaton(set, true);
    const entries = backward.at(-1)!.length / 3;
    this.#charge(bytes, STATE_BYTES * (backward.length + entries + 1) + ALTERNATIVE_BYTES * entries);
  }

  #automaton(nodes: Utf8Automaton, next: number): number {
    const places: number[] = [];
    for (const ranges of nodes) {
      const first = this.#rangeLow.length;
      if (ranges.length === 3) {
        const target = ranges[2] === -1 ? next : places[ranges[2]!]!;
        places.push(this.#add(Op.Byte, ranges[0]!, ranges[1]!, target, 0));
        continue;
      }
      for (let i = 0; i < ranges.length; i += 3) {
        this.#rangeLow.push(ranges[i]!);
        this.#rangeHigh.push(ranges[i + 1]!);
        this.#rangeNext.push(ranges[i + 2] === -1 ? next : places[ranges[i + 2]!]!);
      }
      places.push(this.#add(Op.Ranges, 0, 0, first, ranges.length / 3));
    }
    return places.at(-1)!;
  }
}
