/**
 * Cheap fingerprints of expressions. The key of an expression (`exprKey`) is as long as its text, so the keys of all
 * parts of a chain of a thousand operators are a thousand times as long as the chain: they are made only for
 * expressions that share their fingerprint with another one.
 */
import type { Operator } from '@datafusion-ts/expr-common';
import { exprChildren, exprKey, exprOps, withExprChildren, type Expr } from '@datafusion-ts/expr';
import { walk } from '@datafusion-ts/common';

const COMMUTATIVE: ReadonlySet<Operator> = new Set<Operator>([
  'Plus',
  'Multiply',
  'BitwiseAnd',
  'BitwiseOr',
  'BitwiseXor',
  'Eq',
  'NotEq',
]);

const hashes = new WeakMap<Expr, number>();
const ordered = new WeakMap<Expr, Expr>();

/** A 32-bit number that equal expressions share, `a + b` and `b + a` included. */
export function shapeHash(expr: Expr): number {
  return remembered(expr, hashes, hashNode);
}

/** The key of the expression with the operands of commutative operators in a fixed order. */
export function commutativeKey(expr: Expr): string {
  return exprKey(remembered(expr, ordered, orderNode));
}

/** The answer for a node, computed from the bottom up without recursion; `compute` may ask for the children's answers. */
function remembered<T>(root: Expr, answers: WeakMap<Expr, T>, compute: (node: Expr) => T): T {
  const known = answers.get(root);
  if (known !== undefined) return known;
  walk(
    root,
    exprOps,
    (node) => (answers.has(node) ? 'Jump' : 'Continue'),
    (node) => {
      if (!answers.has(node)) answers.set(node, compute(node));
      return 'Continue';
    },
  );
  return answers.get(root)!;
}

function hashNode(node: Expr): number {
  const children = exprChildren(node);
  if (children.length === 0) return hashText(exprKey(node));
  let hash = hashText(node.kind === 'BinaryExpr' ? node.op : node.kind);
  const symmetric = isCommutative(node);
  for (const child of children) {
    const part = hashes.get(child)!;
    hash = symmetric ? (hash + Math.imul(part, 0x85ebca6b)) | 0 : mix(hash, part);
  }
  return mix(hash, children.length);
}

function orderNode(node: Expr): Expr {
  const children = exprChildren(node);
  if (children.length === 0) return node;
  const inner = children.map((child) => ordered.get(child)!);
  if (isCommutative(node) && comesAfter(inner[0]!, inner[1]!)) inner.reverse();
  return inner.every((child, i) => child === children[i]) ? node : withExprChildren(node, inner);
}

/** Any total order does; that of numbers is quicker than that of keys. */
function comesAfter(a: Expr, b: Expr): boolean {
  const left = shapeHash(a);
  const right = shapeHash(b);
  return left === right ? exprKey(a) > exprKey(b) : left > right;
}

const isCommutative = (expr: Expr): boolean => expr.kind === 'BinaryExpr' && COMMUTATIVE.has(expr.op);

function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash;
}

const mix = (hash: number, value: number): number => (Math.imul((hash << 13) | (hash >>> 19), 5) + value) | 0;
