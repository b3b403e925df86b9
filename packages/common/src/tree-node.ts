/**
 * Traversal of immutable trees. A tree type supplies one {@link TreeOps} table; every walk and rewrite derives from it
 * and keeps its own stack below a certain depth, so that trees may be arbitrarily deep.
 *
 * A visit answers where to go on: `Continue` visits everything; `Jump` skips the children of the node (on the way down)
 * or the visits of its ancestors up to the next sibling (on the way up); `Stop` ends the walk.
 */

/** How to take a node of a tree apart and put it together again. */
export interface TreeOps<T> {
  children(node: T): readonly T[];
  /** The node with as many other children. */
  withChildren(node: T, children: readonly T[]): T;
}

/** Where a traversal goes on. */
export type Recursion = 'Continue' | 'Jump' | 'Stop';

/** Outcome of a rewrite; `node` is the input itself when `changed` is false. */
export interface Transformed<T> {
  readonly node: T;
  readonly changed: boolean;
  readonly recursion: Recursion;
}

/** The node stays as it is. */
export const unchanged = <T>(node: T, recursion: Recursion = 'Continue'): Transformed<T> => ({
  node,
  changed: false,
  recursion,
});

/** The node was replaced. */
export const rewritten = <T>(node: T, recursion: Recursion = 'Continue'): Transformed<T> => ({
  node,
  changed: true,
  recursion,
});

/** Applies a second rewrite to the result of a first; changed when either changed. */
export function thenTransform<T>(first: Transformed<T>, next: (node: T) => Transformed<T>): Transformed<T> {
  if (first.recursion === 'Stop') return first;
  const second = next(first.node);
  return { node: second.node, changed: first.changed || second.changed, recursion: second.recursion };
}

/** A rewrite of one node. */
export type Rewrite<T> = (node: T) => Transformed<T>;

interface Frame<T> {
  node: T;
  changed: boolean;
  readonly children: readonly T[];
  next: number;
  replaced: T[] | undefined;
  /** What the last visited child answered. */
  recursion: Recursion;
}

/**
 * Visits every node before its children with `enter` and after them with `leave`. Returns `Stop` when a visit stopped
 * the walk.
 */
export function walk<T>(
  root: T,
  ops: TreeOps<T>,
  enter?: (node: T) => Recursion,
  leave?: (node: T) => Recursion,
): Recursion {
  if (leave === undefined) return enter === undefined ? 'Continue' : walkDown(root, ops, enter);
  return rewrite(root, ops, enter === undefined ? undefined : (node) => unchanged(node, enter(node)), (node) =>
    unchanged(node, leave(node)),
  ).recursion;
}

/** A walk without `leave` needs no more than the nodes that are still to be visited. */
function walkDown<T>(root: T, ops: TreeOps<T>, enter: (node: T) => Recursion): Recursion {
  const pending: T[] = [];
  for (let node: T | undefined = root; node !== undefined; node = pending.pop()) {
    const recursion = enter(node);
    if (recursion === 'Stop') return recursion;
    if (recursion === 'Jump') continue;
    const children = ops.children(node);
    for (let i = children.length - 1; i >= 0; i--) pending.push(children[i]!);
  }
  return 'Continue';
}

/** True when `test` holds for some node, searching from the root down. */
export function exists<T>(root: T, ops: TreeOps<T>, test: (node: T) => boolean): boolean {
  return find(root, ops, test) !== undefined;
}

/** The first node (parents before children) for which `test` holds. */
export function find<T>(root: T, ops: TreeOps<T>, test: (node: T) => boolean): T | undefined {
  const pending: T[] = [root];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (test(node)) return node;
    const children = ops.children(node);
    for (let i = children.length - 1; i >= 0; i--) pending.push(children[i]!);
  }
  return undefined;
}

/** Rewrites children first, then their parent. */
export function transformUp<T>(root: T, ops: TreeOps<T>, up: Rewrite<T>): Transformed<T> {
  return rewrite(root, ops, undefined, up);
}

/** Rewrites a node first, then the children of what it became. */
export function transformDown<T>(root: T, ops: TreeOps<T>, down: Rewrite<T>): Transformed<T> {
  return rewrite(root, ops, down, undefined);
}

/** Rewrites a node with `down`, then its children, then itself with `up`. */
export function transformDownUp<T>(root: T, ops: TreeOps<T>, down: Rewrite<T>, up: Rewrite<T>): Transformed<T> {
  return rewrite(root, ops, down, up);
}

/**
 * One answer for a whole tree: `direct` gives it for a node outright, or undefined to have it made by `combine` from the
 * answers of the children.
 */
export function fold<T, R>(
  root: T,
  children: (node: T) => readonly T[],
  direct: (node: T) => R | undefined,
  combine: (node: T, answers: readonly R[]) => R,
): R {
  const stack: { readonly node: T; readonly children: readonly T[]; readonly answers: R[] }[] = [];
  let node = root;
  for (;;) {
    let answer = direct(node);
    if (answer === undefined) stack.push({ node, children: children(node), answers: [] });
    for (;;) {
      const frame = stack.at(-1);
      if (answer !== undefined) {
        if (frame === undefined) return answer;
        frame.answers.push(answer);
      }
      const open = stack.at(-1)!;
      if (open.answers.length < open.children.length) {
        node = open.children[open.answers.length]!;
        break;
      }
      stack.pop();
      answer = combine(open.node, open.answers);
    }
  }
}

/** Rewrites only the direct children of a node. */
export function mapChildren<T>(node: T, ops: TreeOps<T>, change: Rewrite<T>): Transformed<T> {
  const children = ops.children(node);
  let replaced: T[] | undefined;
  let recursion: Recursion = 'Continue';
  for (let i = 0; i < children.length && recursion !== 'Stop'; i++) {
    const result = change(children[i]!);
    recursion = result.recursion;
    if (result.changed) (replaced ??= children.slice())[i] = result.node;
  }
  if (replaced === undefined) return unchanged(node, recursion);
  return rewritten(ops.withChildren(node, replaced), recursion);
}

/** Trees up to this height are followed by recursion, which is several times quicker than a stack of one's own. */
const SHALLOW = 128;

/** The engine of all traversals: `down` before, `up` after the children of a node. */
export function rewrite<T>(root: T, ops: TreeOps<T>, down?: Rewrite<T>, up?: Rewrite<T>): Transformed<T> {
  return rewriteShallow(root, ops, down, up, SHALLOW);
}

function rewriteShallow<T>(
  root: T,
  ops: TreeOps<T>,
  down: Rewrite<T> | undefined,
  up: Rewrite<T> | undefined,
  height: number,
): Transformed<T> {
  if (height === 0) return rewriteDeep(root, ops, down, up);
  const first = down === undefined ? undefined : down(root);
  if (first !== undefined && first.recursion === 'Stop') return first;
  let node = first === undefined ? root : first.node;
  let changed = first !== undefined && first.changed;
  if (first === undefined || first.recursion !== 'Jump') {
    const children = ops.children(node);
    let replaced: T[] | undefined;
    let recursion: Recursion = 'Continue';
    for (let i = 0; i < children.length && recursion !== 'Stop'; i++) {
      const child = rewriteShallow(children[i]!, ops, down, up, height - 1);
      recursion = child.recursion;
      if (child.changed) (replaced ??= children.slice())[i] = child.node;
    }
    if (replaced !== undefined) {
      node = ops.withChildren(node, replaced);
      changed = true;
    }
    if (recursion !== 'Continue') return { node, changed, recursion };
  }
  if (up === undefined) return { node, changed, recursion: 'Continue' };
  const last = up(node);
  return changed && !last.changed ? { node: last.node, changed, recursion: last.recursion } : last;
}

/** The same for trees of any height. */
function rewriteDeep<T>(root: T, ops: TreeOps<T>, down?: Rewrite<T>, up?: Rewrite<T>): Transformed<T> {
  const stack: Frame<T>[] = [];
  let done = enter(root, ops, down, stack);
  for (let frame = stack.at(-1); frame !== undefined; frame = stack.at(-1)) {
    if (done !== undefined) takeChild(frame, done);
    if (frame.recursion !== 'Stop' && frame.next < frame.children.length) {
      done = enter(frame.children[frame.next++]!, ops, down, stack);
      continue;
    }
    stack.pop();
    done = leave(frame, ops, up);
  }
  return done!;
}

/** Starts a node: a frame on the stack when its children are to be visited, else its outcome. */
function enter<T>(
  node: T,
  ops: TreeOps<T>,
  down: Rewrite<T> | undefined,
  stack: Frame<T>[],
): Transformed<T> | undefined {
  const first = down === undefined ? unchanged(node) : down(node);
  if (first.recursion === 'Stop') return first;
  const children = first.recursion === 'Jump' ? [] : ops.children(first.node);
  stack.push({
    node: first.node,
    changed: first.changed,
    children,
    next: 0,
    replaced: undefined,
    recursion: 'Continue',
  });
  return undefined;
}

/** Records what became of the child visited last. */
function takeChild<T>(frame: Frame<T>, child: Transformed<T>): void {
  frame.recursion = child.recursion;
  if (child.changed) (frame.replaced ??= frame.children.slice())[frame.next - 1] = child.node;
}

function leave<T>(frame: Frame<T>, ops: TreeOps<T>, up: Rewrite<T> | undefined): Transformed<T> {
  const node = frame.replaced === undefined ? frame.node : ops.withChildren(frame.node, frame.replaced);
  const changed = frame.changed || frame.replaced !== undefined;
  if (up === undefined || frame.recursion !== 'Continue') return { node, changed, recursion: frame.recursion };
  const last = up(node);
  return { node: last.node, changed: changed || last.changed, recursion: last.recursion };
}
