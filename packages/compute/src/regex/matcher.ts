/** A compiled pattern at work on texts in the engine memory. */
import { kernels } from '../kernels/registry.js';
import type { Arena } from '../memory/arena.js';
import { mem } from '../memory/engine-memory.js';
import { bitmapBytes } from '../vector/bitmap.js';
import { encodeUtf8, utf8Bound } from '../vector/text.js';
import { DfaImage, QUIT, UNKNOWN } from './engine/dfa-image.js';
import { hasUnicodeWord } from './engine/lazy-dfa.js';
import { pikeMatch } from './engine/pike-vm.js';
import { writeProgram } from './engine/program-image.js';
import type { Regex } from './regex.js';
import { contains } from './unicode/code-point-set.js';
import { perlClass } from './unicode/classes.js';

/** Bits for the backtracking matcher, more are Pike's; and entries of its stack, more when it asks for them. */
const MOST_VISITED = 1 << 21;
const FIRST_STACK = 256;
const FIRST_VISITED = 1024;
/** Room for matches of one text, more when there are more. */
const FIRST_MATCHES = 64;

/**
 * Searches with one pattern. What it needs of the engine memory comes from an arena that must live as long as it does; several searches
 * may alternate, they only share what they have learned.
 */
export class RegexMatcher {
  readonly regex: Regex;
  /** The last match that was found, in bytes from the start of the text. */
  start = 0;
  end = 0;
  readonly #arena: Arena;
  readonly #forward: DfaImage;
  #backward: DfaImage | undefined;
  #program = 0;
  #slots = 0;
  #visited = 0;
  #visitedBytes = 0;
  #stack = 0;
  #stackDepth = 0;
  #matches = 0;
  #matchCapacity = 0;

  constructor(regex: Regex, arena: Arena) {
    this.regex = regex;
    this.#arena = arena;
    this.#forward = new DfaImage(regex.forward, regex.atStart, arena);
  }

  /** Whether the text has a match. */
  test(text: number, length: number): boolean {
    const image = this.#forward;
    image.begin(0, -1);
    const k = kernels();
    let result = k.regexTest(image.address, text, length);
    while (result === UNKNOWN) {
      image.supply();
      result = k.regexTest(image.address, text, length);
    }
    return result === QUIT ? this.#groupsFrom(text, length, 0, length, true) : result === 1;
  }

  /** Bitmap of the rows that match, among those with a bit in `rows`; `views` are of strings. */
  testViews(views: number, count: number, rows: number): number {
    const image = this.#forward;
    const to = this.#arena.allocZeroed(bitmapBytes(count));
    const candidates = this.#candidates(views, count, rows);
    const k = kernels();
    for (let row = 0; row < count;) {
      const start = image.begin(0, -1);
      row = k.regexTestViews(image.address, start, views, row, count, candidates, to);
      while (row < count && mem.i32[(image.address >>> 2) + 9] === UNKNOWN) {
        image.supply();
        const resumed = image.startAgain();
        row = k.regexTestViews(image.address, resumed, views, row, count, candidates, to);
      }
      if (row === count) break;
      const view = (views >>> 2) + row * 4;
      const length = mem.u32[view]!;
      const text = length <= 12 ? views + row * 16 + 4 : mem.u32[view + 2]!;
      if (this.#groupsFrom(text, length, 0, length, true)) mem.u8[to + (row >>> 3)]! |= 1 << (row & 7);
      row++;
    }
    return to;
  }

  /** Rows that contain what every match contains. */
  #candidates(views: number, count: number, rows: number): number {
    const { required } = this.regex;
    if (required === '') return rows;
    const needle = this.#arena.alloc(utf8Bound(required));
    const size = encodeUtf8(required, needle);
    const found = this.#arena.alloc(bitmapBytes(count));
    kernels().containsView(views, count, needle, size, 0, found);
    kernels().andBits(found, rows, count, found);
    return found;
  }

  /** Finds the match that is wanted most from byte `from` on: `start` and `end` tell where. */
  find(text: number, length: number, from: number): boolean {
    const { regex } = this;
    if (regex.atStart && from > 0) return false;
    const forward = this.#forward;
    const k = kernels();
    forward.begin(from, from === 0 ? -1 : mem.u8[text + from - 1]!);
    let end = k.regexEnd(forward.address, text, length);
    while (end === UNKNOWN) {
      forward.supply();
      end = k.regexEnd(forward.address, text, length);
    }
    if (end === -1) return false;
    let start = regex.atStart ? 0 : end - regex.fixedBytes;
    if (end !== QUIT && !regex.atStart && regex.fixedBytes < 0) start = this.#startOf(text, length, from, end);
    if (end === QUIT || start === QUIT) return this.#groupsFrom(text, length, from, length, true);
    [this.start, this.end] = [start, end];
    return true;
  }

  #startOf(text: number, length: number, from: number, end: number): number {
    const backward = this.#backwardImage();
    const k = kernels();
    backward.begin(end, end < length ? mem.u8[text + end]! : -1);
    let start = k.regexStart(backward.address, text, from);
    while (start === UNKNOWN) {
      backward.supply();
      start = k.regexStart(backward.address, text, from);
    }
    return start;
  }

  #backwardImage(): DfaImage {
    return (this.#backward ??= new DfaImage(this.regex.backward, true, this.#arena));
  }

  /** As `find`, and notes the groups: `groupStart`, `groupEnd`. */
  findGroups(text: number, length: number, from: number): boolean {
    if (!this.find(text, length, from)) return false;
    if (this.regex.groupCount === 1) {
      this.#writeSlots(Int32Array.of(this.start, this.end));
      return true;
    }
    return this.#groupsFrom(text, length, this.start, this.end, false);
  }

  /**
   * The next of the matches that do not overlap: `previousEnd` is where the last one ended, -1 at first. A match of no bytes may not
   * touch the match before it.
   */
  next(text: number, length: number, previousEnd: number, groups: boolean): boolean {
    let from = Math.max(previousEnd, 0);
    for (;;) {
      if (!(groups ? this.findGroups(text, length, from) : this.find(text, length, from))) return false;
      if (this.start < this.end || this.end !== previousEnd) return true;
      if (from++ >= length) return false;
      while (from < length && (mem.u8[text + from]! & 0xc0) === 0x80) from++;
    }
  }

  /**
   * Notes the first match, or all matches that do not overlap, with their groups when asked for; gives their number. `matchesAt` is
   * where they lie: start and end of each group (i32 each), `matchStride` bytes from match to match.
   */
  matches(text: number, length: number, all: boolean, groups: boolean): number {
    const { regex } = this;
    const twoWays = !regex.atStart && regex.fixedBytes < 0;
    const backward = twoWays ? this.#backwardImage().address : 0;
    for (;;) {
      if (this.#matchCapacity === 0) this.#growMatches();
      const most = all ? this.#matchCapacity : 1;
      let count = kernels().regexMatches(
        this.#forward.address,
        backward,
        text,
        length,
        regex.fixedBytes,
        regex.atStart ? 1 : 0,
        this.#matches,
        this.matchStride,
        most,
      );
      if (count < 0) count = this.#collect(text, length, most);
      if (all && count === most) {
        this.#growMatches();
        continue;
      }
      if (groups && regex.groupCount > 1) this.#addGroups(text, length, count);
      return count;
    }
  }

  /** The first words of what the kernel `regexReplaceViews` asks for; they change when a row is done without it. */
  settings(all: boolean, groups: boolean): readonly number[] {
    const { regex } = this;
    const twoWays = !regex.atStart && regex.fixedBytes < 0;
    if (this.#matchCapacity === 0) this.#growMatches();
    const withGroups = groups && regex.groupCount > 1;
    if (withGroups) this.#prepareBacktracking();
    return [
      this.#forward.address,
      twoWays ? this.#backwardImage().address : 0,
      regex.fixedBytes,
      regex.atStart ? 1 : 0,
      this.#matches,
      this.matchStride,
      all ? this.#matchCapacity : 1,
      all ? 1 : 0,
      withGroups ? this.#program : 0,
      withGroups ? regex.decisions.openCount : 0,
      this.#visited,
      this.#visitedBytes,
      this.#stack,
      this.#stackDepth,
    ];
  }

  /** The same without help of a kernel: learns on the way. */
  #collect(text: number, length: number, most: number): number {
    let count = 0;
    for (let end = -1; count < most && this.next(text, length, end, false); end = this.end) {
      mem.i32.set([this.start, this.end], (this.#matches + count++ * this.matchStride) >>> 2);
    }
    return count;
  }

  #addGroups(text: number, length: number, count: number): void {
    this.#prepareBacktracking();
    const { openCount } = this.regex.decisions;
    for (let done = 0; done < count; done++) {
      done = kernels().regexMatchGroups(
        this.#program,
        text,
        length,
        this.#matches,
        this.matchStride,
        done,
        count,
        openCount,
        this.#visited,
        this.#visitedBytes,
        this.#stack,
        this.#stackDepth,
      );
      if (done === count) return;
      const at = (this.#matches + done * this.matchStride) >>> 2;
      this.#groupsFrom(text, length, mem.i32[at]!, mem.i32[at + 1]!, false);
      const slots = this.#slots >>> 2;
      mem.i32.copyWithin(at, slots, slots + this.#slotCount);
    }
  }

  /** Where `matches` put them. */
  get matchesAt(): number {
    return this.#matches;
  }

  /** Bytes from match to match. */
  get matchStride(): number {
    return this.#slotCount * 4;
  }

  #growMatches(): void {
    this.#matchCapacity = Math.max(this.#matchCapacity * 4, FIRST_MATCHES);
    this.#matches = this.#arena.alloc(this.#matchCapacity * this.matchStride);
  }

  /** Where a group of the last `findGroups` starts; -1 when it took no part. */
  groupStart(index: number): number {
    return mem.i32[(this.#slots >>> 2) + index * 2]!;
  }

  /** Where a group of the last `findGroups` ends; -1 when it took no part. */
  groupEnd(index: number): number {
    return mem.i32[(this.#slots >>> 2) + index * 2 + 1]!;
  }

  get #slotCount(): number {
    return this.regex.groupCount * 2;
  }

  #writeSlots(values: Int32Array): void {
    if (this.#slots === 0) this.#slots = this.#arena.alloc(this.#slotCount * 4);
    mem.i32.set(values, this.#slots >>> 2);
  }

  /** Matches with groups: at `from`, or with `search` behind it; the match ends at `to` at most. */
  #groupsFrom(text: number, length: number, from: number, to: number, search: boolean): boolean {
    const bits = this.regex.decisions.openCount * (to - from + 1);
    const found =
      bits <= MOST_VISITED
        ? this.#backtrack(text, length, from, to, search, Math.ceil(bits / 8))
        : this.#pike(text, length, from, search);
    if (found) [this.start, this.end] = [this.groupStart(0), this.groupEnd(0)];
    return found;
  }

  #backtrack(text: number, length: number, from: number, to: number, search: boolean, bytes: number): boolean {
    this.#prepareBacktracking();
    if (bytes > this.#visitedBytes) this.#growVisited(bytes * 2);
    for (;;) {
      if (bytes > 0) mem.u8.fill(0, this.#visited, this.#visited + bytes);
      const result = kernels().regexGroups(
        this.#program,
        text,
        length,
        from,
        to,
        search ? 1 : 0,
        this.#slots,
        this.#slotCount,
        this.#visited,
        this.#stack,
        this.#stackDepth,
      );
      if (result >= 0) return result === 1;
      this.#growStack(this.#stackDepth * 4);
    }
  }

  #prepareBacktracking(): void {
    if (this.#program !== 0) return;
    this.#program = writeProgram(this.regex.program, this.regex.decisions, this.#words(), this.#arena);
    if (this.#slots === 0) this.#slots = this.#arena.alloc(this.#slotCount * 4);
    this.#growStack(FIRST_STACK);
    this.#growVisited(FIRST_VISITED);
  }

  #growVisited(bytes: number): void {
    this.#visitedBytes = bytes;
    this.#visited = this.#arena.alloc(bytes);
  }

  #growStack(depth: number): void {
    this.#stackDepth = depth;
    this.#stack = this.#arena.alloc(depth * 8);
  }

  #words(): readonly number[] {
    return hasUnicodeWord(this.regex.program.looks) ? perlClass('w', true) : [];
  }

  #pike(text: number, length: number, from: number, search: boolean): boolean {
    const words = this.#words();
    const isWord = (codePoint: number): boolean => contains(words, codePoint);
    const { program } = this.regex;
    const slots = pikeMatch(program, this.#slotCount, text, length, from, !search, isWord);
    if (slots !== undefined) this.#writeSlots(slots);
    return slots !== undefined;
  }
}
