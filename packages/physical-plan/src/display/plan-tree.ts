import type { ExecutionPlan } from '../execution-plan.js';

/** Width of a box in the tree format of EXPLAIN, borders included. */
const BOX_WIDTH = 29;
/** Lines of details a box may have before it is cut. */
const MAX_DETAIL_LINES = 30;

interface Box {
  readonly name: string;
  /** Details by key, sorted; a line without `=` is a key without value. */
  readonly details: ReadonlyMap<string, string>;
  readonly childCount: number;
}

/** Boxes by column and row: children stand below their parent, the first in its column, the others to the right. */
class Grid {
  readonly width: number;
  readonly height: number;
  readonly #boxes = new Map<string, Box>();

  constructor(plan: ExecutionPlan) {
    this.width = widthOf(plan);
    this.height = heightOf(plan);
    this.#place(plan, 0, 0);
  }

  at(x: number, y: number): Box | undefined {
    return this.#boxes.get(`${x},${y}`);
  }

  /** True when a box stands at or to the right of a place. */
  anyFrom(x: number, y: number): boolean {
    for (let i = x; i < this.width; i++) if (this.at(i, y) !== undefined) return true;
    return false;
  }

  #place(plan: ExecutionPlan, x: number, y: number): number {
    const children = plan.children();
    this.#boxes.set(`${x},${y}`, {
      name: plan.name,
      details: parseDetails(plan.fmtAs('tree')),
      childCount: children.length,
    });
    let width = 0;
    for (const child of children) width += this.#place(child, x + width, y + 1);
    return Math.max(width, 1);
  }
}

function widthOf(plan: ExecutionPlan): number {
  const children = plan.children();
  return children.length === 0 ? 1 : children.reduce((sum, child) => sum + widthOf(child), 0);
}

const heightOf = (plan: ExecutionPlan): number => 1 + Math.max(0, ...plan.children().map(heightOf));

function parseDetails(text: string): ReadonlyMap<string, string> {
  const details = new Map<string, string>();
  for (const line of text.split('\n')) {
    if (line === '') continue;
    const equals = line.indexOf('=');
    if (equals === -1) details.set(line, '');
    else details.set(line.slice(0, equals), line.slice(equals + 1));
  }
  return new Map([...details].sort(([a], [b]) => compareBytes(a, b)));
}

const compareBytes = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/**
 * A plan as boxes connected by lines: what `EXPLAIN` prints with `datafusion.explain.format = tree`.
 * `maxWidth` cuts boxes on the right (0: never).
 */
export function displayPlanTree(plan: ExecutionPlan, maxWidth = 240): string {
  const grid = new Grid(plan);
  const columns = maxWidth === 0 ? Infinity : Math.ceil(maxWidth / BOX_WIDTH);
  const lines: string[] = [];
  for (let y = 0; y < grid.height; y++) {
    lines.push(topLine(grid, y, columns));
    lines.push(...contentLines(grid, y, columns));
    lines.push(bottomLine(grid, y, columns));
  }
  return `${lines.join('\n')}\n`;
}

const HALF = Math.floor(BOX_WIDTH / 2);
const space = (count: number): string => ' '.repeat(count);
const dash = (count: number): string => '─'.repeat(count);

function topLine(grid: Grid, y: number, columns: number): string {
  let line = '';
  for (let x = 0; x < Math.min(grid.width, columns); x++) {
    if (grid.at(x, y) !== undefined) line += `┌${dash(HALF - 1)}${y === 0 ? '─' : '┴'}${dash(HALF - 1)}┐`;
    else if (grid.anyFrom(x, y)) line += space(BOX_WIDTH);
  }
  return line;
}

function bottomLine(grid: Grid, y: number, columns: number): string {
  let line = '';
  for (let x = 0; x < Math.min(grid.width, columns); x++) {
    const below = grid.at(x, y + 1) !== undefined;
    const more = grid.anyFrom(x, y) || grid.anyFrom(x + 1, y + 1);
    if (grid.at(x, y) !== undefined) line += `└${dash(HALF - 1)}${below ? '┬' : '─'}${dash(HALF - 1)}┘`;
    else if (below) line += `${space(HALF)}│${more ? space(HALF) : ''}`;
    else if (more) line += space(BOX_WIDTH);
  }
  return line;
}

function contentLines(grid: Grid, y: number, columns: number): readonly string[] {
  const details = Array.from({ length: grid.width }, (_, x) => {
    const box = grid.at(x, y);
    return box === undefined ? [] : detailLines(box.details);
  });
  const height = Math.max(0, ...details.map((lines) => lines.length));
  const halfway = Math.ceil(height / 2);
  return Array.from({ length: height + 1 }, (_, row) => {
    let line = '';
    for (let x = 0; x < Math.min(grid.width, columns); x++) line += cell(grid, x, y, row, halfway, details[x]!);
    return line;
  });
}

/** What stands at one box's width of one text row: the box, a line towards a child on the right, or nothing. */
function cell(grid: Grid, x: number, y: number, row: number, halfway: number, details: readonly string[]): string {
  const box = grid.at(x, y);
  const more = grid.anyFrom(x, y);
  if (box !== undefined) {
    const text = row === 0 ? box.name : (details[row - 1] ?? '');
    return `│${centered(text)}${row === halfway && box.childCount > 1 ? '├' : '│'}`;
  }
  const child = grid.at(x, y + 1) !== undefined;
  const right = childToTheRight(grid, x, y);
  if (row === halfway) {
    if (child) return dash(HALF) + (right ? `┬${dash(HALF)}` : `┐${more ? space(HALF) : ''}`);
    if (right) return dash(BOX_WIDTH);
    return more ? space(BOX_WIDTH) : '';
  }
  if (row > halfway) {
    if (child) return `${space(HALF)}│${right || more ? space(HALF) : ''}`;
    return right || more ? space(BOX_WIDTH) : '';
  }
  return more ? space(BOX_WIDTH) : '';
}

/** True when the box that owns this stretch of line has further children to the right. */
function childToTheRight(grid: Grid, x: number, y: number): boolean {
  let found = 0;
  for (let i = x; i >= 0; i--) {
    if (grid.at(i, y + 1) !== undefined) found++;
    const box = grid.at(i, y);
    if (box !== undefined) return box.childCount > found;
  }
  return false;
}

function centered(text: string): string {
  const width = BOX_WIDTH - 2;
  const chars = [...text];
  if (chars.length > width) return `${chars.slice(0, width - 3).join('')}...`;
  const free = width - chars.length;
  return space(Math.ceil(free / 2)) + text + space(Math.floor(free / 2));
}

/** The text rows of a box's details: short ones on one row, long ones under their key, an empty row around those. */
function detailLines(details: ReadonlyMap<string, string>): string[] {
  if (details.size === 0) return [];
  const lines = ['-'.repeat(BOX_WIDTH - 9)];
  let pad = false;
  let wasInline = false;
  for (const [key, raw] of details) {
    const value = raw.trim();
    const inline = value !== '' && !value.includes('\n') && byteLength(key) + byteLength(value) + 2 < BOX_WIDTH - 7;
    const text = value === '' ? key : inline ? `${key}: ${value}` : `${key}:\n${value}`;
    if (inline && wasInline) pad = false;
    if (pad) lines.push('');
    for (const part of shortened(text.split('\n'))) splitText(part, lines);
    if (lines.length > MAX_DETAIL_LINES) {
      lines.length = MAX_DETAIL_LINES;
      lines.push('...');
    }
    pad = true;
    wasInline = inline;
  }
  return lines;
}

const byteLength = (text: string): number => new TextEncoder().encode(text).length;

/** The first and the last lines of a long value. */
function shortened(parts: readonly string[]): readonly string[] {
  if (parts.length <= MAX_DETAIL_LINES) return parts;
  const half = MAX_DETAIL_LINES / 2;
  return [...parts.slice(0, half), '...', ...parts.slice(parts.length - half)];
}

/** Breaks text at characters that are no letters, digits or underscores, not before the eighth of a row. */
function splitText(text: string, lines: string[]): void {
  const chars = [...text];
  let start = 0;
  let width = 0;
  let lastBreak = 0;
  for (let at = 0; at < chars.length;) {
    if (width + 1 > BOX_WIDTH - 2) {
      if (start + 8 > lastBreak) lastBreak = at;
      lines.push(chars.slice(start, lastBreak).join(''));
      // DataFusion counts what it takes back twice, so rows behind a break are shorter: keep its layout.
      width = at - lastBreak;
      start = lastBreak;
      at = lastBreak;
    }
    if (!/[A-Za-z0-9_]/.test(chars[at]!)) lastBreak = at;
    at++;
    width++;
  }
  if (chars.length > start) lines.push(chars.slice(start).join(''));
}
