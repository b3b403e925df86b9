import {
  exists,
  find,
  mapChildren,
  rewrite,
  rewritten,
  transformDown,
  transformDownUp,
  transformUp,
  unchanged,
  walk,
  type TreeOps,
} from '@datafusion-ts/common';

interface Node {
  readonly name: string;
  readonly children: readonly Node[];
}
const ops: TreeOps<Node> = {
  children: (node) => node.children,
  withChildren: (node, children) => ({ ...node, children }),
};
const node = (name: string, ...children: readonly Node[]): Node => ({ name, children });
const show = ({ name, children }: Node): string =>
  children.length === 0 ? name : `${name}(${children.map(show).join(' ')})`;
const tree = node('a', node('b', node('c'), node('d')), node('e', node('f')));
const rename = (n: Node, suffix: string): Node => ({ ...n, name: n.name + suffix });

describe('walks', () => {
  it('visit parents before and after their children', () => {
    const seen: string[] = [];
    walk(
      tree,
      ops,
      (n) => (seen.push(n.name), 'Continue'),
      (n) => (seen.push(n.name.toUpperCase()), 'Continue'),
    );
    expect(seen.join('')).toBe('abcCdDBefFEA');
  });

  it('jump over children on the way down', () => {
    const seen: string[] = [];
    walk(tree, ops, (n) => (seen.push(n.name), n.name === 'b' ? 'Jump' : 'Continue'));
    expect(seen.join('')).toBe('abef');
  });

  it('jump over ancestors on the way up, until the next sibling', () => {
    const seen: string[] = [];
    walk(tree, ops, undefined, (n) => (seen.push(n.name), n.name === 'd' ? 'Jump' : 'Continue'));
    expect(seen.join('')).toBe('cdfea');
    const last: string[] = [];
    walk(tree, ops, undefined, (n) => (last.push(n.name), n.name === 'f' ? 'Jump' : 'Continue'));
    expect(last.join('')).toBe('cdbf');
  });

  it('stop', () => {
    const seen: string[] = [];
    expect(walk(tree, ops, (n) => (seen.push(n.name), n.name === 'c' ? 'Stop' : 'Continue'))).toBe('Stop');
    expect(seen.join('')).toBe('abc');
  });

  it('find the first node, parents first', () => {
    expect(find(tree, ops, (n) => n.children.length === 1)?.name).toBe('e');
    expect(exists(tree, ops, (n) => n.name === 'z')).toBe(false);
  });
});

describe('rewrites', () => {
  it('return the very tree when nothing changes', () => {
    const result = transformUp(tree, ops, (n) => unchanged(n));
    expect(result.changed).toBe(false);
    expect(result.node).toBe(tree);
  });

  it('keep untouched branches', () => {
    const result = transformUp(tree, ops, (n) => (n.name === 'f' ? rewritten(rename(n, '!')) : unchanged(n)));
    expect(show(result.node)).toBe('a(b(c d) e(f!))');
    expect(result.node.children[0]).toBe(tree.children[0]);
  });

  it('go down into what a node became', () => {
    const result = transformDown(tree, ops, (n) =>
      n.name === 'b' ? rewritten(node('x', node('y'))) : n.name === 'y' ? rewritten(rename(n, '!')) : unchanged(n),
    );
    expect(show(result.node)).toBe('a(x(y!) e(f))');
  });

  it('rewrite on both ways', () => {
    const result = transformDownUp(
      tree,
      ops,
      (n) => rewritten(rename(n, '1')),
      (n) => rewritten(rename(n, '2')),
    );
    expect(show(result.node)).toBe('a12(b12(c12 d12) e12(f12))');
  });

  it('keep what was done when stopped', () => {
    const result = transformDown(tree, ops, (n) => rewritten(rename(n, '!'), n.name === 'b' ? 'Stop' : 'Continue'));
    expect(show(result.node)).toBe('a!(b!(c d) e(f))');
    expect(result.recursion).toBe('Stop');
  });

  it('of children leave grandchildren alone', () => {
    expect(show(mapChildren(tree, ops, (n) => rewritten(rename(n, '!'))).node)).toBe('a(b!(c d) e!(f))');
  });

  it('reach the bottom of very deep trees', () => {
    let deep = node('leaf');
    for (let i = 0; i < 200_000; i++) deep = node('n', deep);
    const result = rewrite(deep, ops, undefined, (n) => (n.name === 'leaf' ? rewritten(rename(n, '!')) : unchanged(n)));
    expect(exists(result.node, ops, (n) => n.name === 'leaf!')).toBe(true);
  });
});
