/** What all kinds of functions have in common. */
interface Named {
  readonly name: string;
  readonly aliases?: readonly string[];
}

/** Functions of one kind under all their names. */
export class FunctionTable<F extends Named> {
  readonly #byName = new Map<string, F>();
  #version = 0;

  /** Goes up with every function added or removed. */
  get version(): number {
    return this.#version;
  }

  /** Adds a function under its name and aliases and returns the one that had the name before. */
  add(func: F): F | undefined {
    const previous = this.#byName.get(func.name);
    this.#version++;
    for (const name of namesOf(func)) this.#byName.set(name, func);
    return previous;
  }

  /** Removes a function under all its names. */
  remove(name: string): F | undefined {
    const func = this.#byName.get(name);
    if (func === undefined) return undefined;
    this.#version++;
    for (const each of namesOf(func)) if (this.#byName.get(each) === func) this.#byName.delete(each);
    return func;
  }

  get(name: string): F | undefined {
    return this.#byName.get(name);
  }

  /** All names, aliases included, in order of registration. */
  names(): readonly string[] {
    return [...this.#byName.keys()];
  }

  /** Each function once. */
  values(): readonly F[] {
    return [...new Set(this.#byName.values())];
  }
}

const namesOf = (func: Named): readonly string[] => [func.name, ...(func.aliases ?? [])];
