/** What every match of a pattern contains: texts without it need no automaton. */
import { Look, literalOf, type Node } from './syntax/node.js';

/** The longest text that every match contains; empty when none is known. */
export function requiredLiteral(node: Node): string {
  const runs: string[] = [];
  let run = '';
  const end = (): void => {
    runs.push(run);
    run = '';
  };
  const visit = (each: Node): void => {
    const literal = literalOf(each);
    if (literal !== undefined) run += String.fromCodePoint(literal);
    else if (each.kind === 'Concat') each.nodes.forEach(visit);
    else if (each.kind === 'Capture') visit(each.node);
    else if (each.kind === 'Repeat' && each.least > 0) {
      end();
      visit(each.node);
      end();
    } else if (each.kind !== 'Look' && each.kind !== 'Empty') end();
  };
  visit(node);
  end();
  return runs.reduce((longest, each) => (each.length > longest.length ? each : longest), '');
}

/** True when matches can start at the start of the text only. */
export function startsAtStart(node: Node): boolean {
  switch (node.kind) {
    case 'Look':
      return node.look === Look.Start;
    case 'Capture':
      return startsAtStart(node.node);
    case 'Repeat':
      return node.least > 0 && startsAtStart(node.node);
    case 'Concat':
      return startsAtStart(node.nodes[0]!);
    case 'Alternate':
      return node.nodes.every(startsAtStart);
    default:
      return false;
  }
}

/** Bytes of every match; -1 when they differ or are not known. */
export function fixedBytes(node: Node): number {
  switch (node.kind) {
    case 'Empty':
    case 'Look':
      return 0;
    case 'Set':
      return setBytes(node.set);
    case 'Capture':
      return fixedBytes(node.node);
    case 'Repeat': {
      const bytes = node.least === node.most ? fixedBytes(node.node) : -1;
      return bytes < 0 ? -1 : bytes * node.least;
    }
    case 'Concat':
      return node.nodes.reduce((sum, each) => addFixed(sum, fixedBytes(each)), 0);
    case 'Alternate': {
      const all = new Set(node.nodes.map(fixedBytes));
      return all.size === 1 ? fixedBytes(node.nodes[0]!) : -1;
    }
  }
}

const addFixed = (a: number, b: number): number => (a < 0 || b < 0 ? -1 : a + b);

function setBytes(set: readonly number[]): number {
  if (set.length === 0) return -1;
  const [least, most] = [utf8Bytes(set[0]!), utf8Bytes(set.at(-1)!)];
  return least === most ? least : -1;
}

const utf8Bytes = (code: number): number => (code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4);
