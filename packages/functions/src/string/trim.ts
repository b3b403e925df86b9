import { kernels, mem, stringReader, type Arena, type FlatVector } from '@datafusion-ts/compute';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { Signature } from '@datafusion-ts/expr-common';
import { Args } from '../utils/arguments.js';
import { doc, Sections } from '../utils/documentation.js';
import { textRows, type Prepare } from '../utils/rows.js';
import { isTextCall, sliceAll } from '../utils/slice-rows.js';
import { textTypeOf } from '../utils/types.js';

/** `btrim`, `ltrim`, `rtrim`: characters of a set (blanks unless given) cut off at both ends or one. */

interface Sides {
  readonly start: boolean;
  readonly end: boolean;
}

function strip(text: string, set: ReadonlySet<string>, sides: Sides): string {
  let start = 0;
  let end = text.length;
  while (sides.start && start < end) {
    const char = String.fromCodePoint(text.codePointAt(start)!);
    if (!set.has(char)) break;
    start += char.length;
  }
  while (sides.end && end > start) {
    const low = text.charCodeAt(end - 1);
    const pair = low >= 0xdc00 && low <= 0xdfff && end - 2 >= start;
    const char = text.slice(end - (pair ? 2 : 1), end);
    if (!set.has(char)) break;
    end -= char.length;
  }
  return start === 0 && end === text.length ? text : text.slice(start, end);
}

const BLANKS: ReadonlySet<string> = new Set(' ');

const ASCII = /^[\0-\x7f]*$/;

/** Characters of ASCII are cut off by a kernel: their bytes are no part of other characters. */
function stripAscii(flat: FlatVector, set: string, sides: Sides, to: number, arena: Arena): void {
  const table = arena.allocZeroed(256);
  for (let i = 0; i < set.length; i++) mem.u8[table + set.charCodeAt(i)] = 1;
  kernels().trimViews(flat.values, flat.length, table, (sides.start ? 1 : 0) | (sides.end ? 2 : 0), to);
}

const stripEach =
  (sides: Sides): Prepare<string> =>
  ([text, set]) => {
    const read = stringReader(text!);
    const readSet = set === undefined ? undefined : stringReader(set);
    let known: string | undefined;
    let characters = BLANKS;
    return (row) => {
      const value = read(row);
      if (readSet !== undefined) {
        const wanted = readSet(row);
        if (wanted === null) return null;
        if (wanted !== known) [known, characters] = [wanted, new Set(wanted)];
      }
      return value === null ? null : strip(value, characters, sides);
    };
  };

function trimFunction(name: string, aliases: readonly string[], sides: Sides, where: string): ScalarUDF {
  return {
    name,
    aliases,
    signature: Signature.oneOf(
      [
        { kind: 'Coercible', coercions: [Args.string, Args.string] },
        { kind: 'Coercible', coercions: [Args.string] },
      ],
      'Immutable',
    ),
    returnType: ([type]) => textTypeOf(type!, name),
    invoke: (call) => {
      const [, set] = call.args;
      const constant = set === undefined ? ' ' : set.encoding === 'constant' ? set.value.value : undefined;
      if (typeof constant === 'string' && ASCII.test(constant) && isTextCall(call)) {
        return sliceAll(call, (flat, to, arena) => stripAscii(flat, constant, sides, to, arena));
      }
      return textRows(call, stripEach(sides));
    },
    documentation: doc(
      Sections.string,
      `Cuts characters off ${where} of a text: blanks, or those of a given set.`,
      `${name}(str[, trim_str])`,
      `SELECT ${name}('__datafusion__', '_')`,
      [
        ['str', 'Text to trim.'],
        ['trim_str', 'Characters to cut off; default a blank.'],
      ],
    ),
  };
}

/** `btrim`: both ends. */
export const btrim: ScalarUDF = trimFunction('btrim', ['trim'], { start: true, end: true }, 'both ends');
/** `ltrim`: the start. */
export const ltrim: ScalarUDF = trimFunction('ltrim', [], { start: true, end: false }, 'the start');
/** `rtrim`: the end. */
export const rtrim: ScalarUDF = trimFunction('rtrim', [], { start: false, end: true }, 'the end');
