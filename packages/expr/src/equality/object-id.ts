const ids = new WeakMap<object, number>();
let nextId = 1;

/** A number for an object, the same for its lifetime: stands for identity inside keys. */
export function objectId(object: object): number {
  let id = ids.get(object);
  if (id === undefined) {
    id = nextId++;
    ids.set(object, id);
  }
  return id;
}
