/**
 * Unicode's tables as the JavaScript engine has them: the code points that match a class of a JavaScript expression. The text that
 * is looked at is built piece by piece. Planes 4 to 13 and 15 to 16 hold nothing but unassigned or private code points and
 * non-characters, so that a few of them stand for all.
 */
import { EVERYTHING, intersection, type CodePointSet } from './code-point-set.js';

const PIECE = 0x8000;
const PLANE = 0x10000;
const known = new Map<string, CodePointSet>();

/** The set of what an item of a JavaScript class in `u` mode (say `\p{Script=Greek}`) matches. */
export function scan(item: string): CodePointSet {
  let set = known.get(item);
  if (set === undefined) {
    const ranges: number[] = [];
    for (let plane = 0; plane <= 16; plane++) {
      if (plane < 4 || plane === 14) scanPlane(plane * PLANE, item, ranges);
      else samplePlane(plane * PLANE, item, ranges);
    }
    set = intersection(ranges, EVERYTHING);
    known.set(item, set);
  }
  return set;
}

function append(ranges: number[], low: number, high: number): void {
  if (ranges.length > 0 && ranges.at(-1) === low - 1) ranges[ranges.length - 1] = high;
  else ranges.push(low, high);
}

function scanPlane(plane: number, item: string, ranges: number[]): void {
  const runs = new RegExp(`[${item}]+`, 'gu');
  const shift = plane === 0 ? 0 : 1;
  for (let start = plane; start < plane + PLANE; start += PIECE) {
    const text = textFrom(start);
    runs.lastIndex = 0;
    for (let match = runs.exec(text); match !== null; match = runs.exec(text)) {
      const low = start + (match.index >>> shift);
      append(ranges, low, low + (match[0].length >>> shift) - 1);
    }
  }
}

/** The text of the code points of a piece, each in two units beyond the first plane. */
function textFrom(start: number): string {
  const wide = start >= PLANE;
  const units = new Uint16Array(wide ? PIECE * 2 : PIECE);
  for (let i = 0; i < PIECE; i++) {
    const code = start + i;
    if (wide) {
      units[i * 2] = 0xd7c0 + (code >>> 10);
      units[i * 2 + 1] = 0xdc00 | (code & 0x3ff);
    } else units[i] = code;
  }
  let text = '';
  for (let i = 0; i < units.length; i += 8192) text += String.fromCharCode(...units.subarray(i, i + 8192));
  return text;
}

/** All but the last two code points of the plane are alike. */
function samplePlane(plane: number, item: string, ranges: number[]): void {
  const one = new RegExp(`^[${item}]$`, 'u');
  if (one.test(String.fromCodePoint(plane))) append(ranges, plane, plane + PLANE - 3);
  if (one.test(String.fromCodePoint(plane + PLANE - 2))) append(ranges, plane + PLANE - 2, plane + PLANE - 1);
}
