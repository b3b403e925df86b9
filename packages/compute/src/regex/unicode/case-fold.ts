/**
 * Case that does not matter: Unicode's simple case folding, by which `k`, `K` and the Kelvin sign are one. Characters are put
 * together when one is the other's upper or lower case; that gives the same groups as Unicode's table, but for the dotless i,
 * whose upper case is I although it folds to itself, and three pairs that only the table has.
 */
import { intersection, setOf, type CodePointSet } from './code-point-set.js';
import { scan } from './scan.js';

const DOTLESS_I = 0x131;
/** Precomposed letters with accents in two orders, and two ligatures of st. */
const TABLE_ONLY = [
  [0x390, 0x1fd3],
  [0x3b0, 0x1fe3],
  [0xfb05, 0xfb06],
] as const;

let groups: ReadonlyMap<number, readonly number[]> | undefined;

/** The set and everything that differs from it by case only; without Unicode, only ASCII letters have case. */
export function foldCase(set: CodePointSet, unicode: boolean): CodePointSet {
  const added = [...set, ...asciiCases(set, unicode)];
  if (unicode && set.at(-1)! >= 0x80) {
    const cased = intersection(set, scan('\\p{Changes_When_Casemapped}'));
    groups ??= caseGroups();
    for (let i = 0; i < cased.length; i += 2) {
      for (let code = cased[i]!; code <= cased[i + 1]!; code++) {
        for (const other of groups.get(code) ?? []) added.push(other, other);
      }
    }
  }
  return setOf(added);
}

function asciiCases(set: CodePointSet, unicode: boolean): number[] {
  const added: number[] = [];
  for (const [first, last, shift] of [
    [0x41, 0x5a, 32],
    [0x61, 0x7a, -32],
  ] as const) {
    const letters = intersection(set, [first, last]);
    for (let i = 0; i < letters.length; i += 2) {
      added.push(letters[i]! + shift, letters[i + 1]! + shift);
      for (let code = letters[i]!; unicode && code <= letters[i + 1]!; code++) {
        if ((code | 32) === 0x6b) added.push(0x212a, 0x212a);
        if ((code | 32) === 0x73) added.push(0x17f, 0x17f);
      }
    }
  }
  return added;
}

/** Characters that have case, each with all characters of its group. */
function caseGroups(): ReadonlyMap<number, readonly number[]> {
  const result = new Map<number, number[]>();
  const join = (a: number, b: number): void => {
    const [left, right] = [result.get(a) ?? [a], result.get(b) ?? [b]];
    if (left === right) return;
    const both = [...new Set([...left, ...right])];
    for (const code of both) result.set(code, both);
  };
  const cased = scan('\\p{Changes_When_Casemapped}');
  for (let i = 0; i < cased.length; i += 2) {
    for (let code = cased[i]!; code <= cased[i + 1]!; code++) {
      if (code === DOTLESS_I) continue;
      const char = String.fromCodePoint(code);
      for (const other of [char.toLowerCase(), char.toUpperCase()]) {
        const point = other.codePointAt(0)!;
        if (other.length === (point > 0xffff ? 2 : 1) && point !== code) join(code, point);
      }
    }
  }
  for (const [a, b] of TABLE_ONLY) join(a, b);
  return result;
}
