/**
 * Partial aggregation is only worth its hash table when groups have several rows each. After `rowsThreshold` rows the
 * probe compares groups with rows; when almost every row made a group, the rest of the input is passed on as states.
 */
export class SkipProbe {
  readonly #rowsThreshold: number;
  readonly #ratioThreshold: number;
  #rows = 0;
  #skip = false;
  #decided = false;

  constructor(rowsThreshold: number, ratioThreshold: number) {
    this.#rowsThreshold = rowsThreshold;
    this.#ratioThreshold = ratioThreshold;
  }

  /** Counts rows that were added, with the groups there are by now. */
  update(rows: number, groups: number): void {
    if (this.#decided) return;
    this.#rows += rows;
    if (this.#rows < this.#rowsThreshold) return;
    this.#skip = groups / this.#rows >= this.#ratioThreshold;
    this.#decided = true;
  }

  get shouldSkip(): boolean {
    return this.#skip;
  }

  /** Gives up: groups were removed meanwhile, so that counts say nothing any more. */
  forbid(): void {
    this.#decided = true;
    this.#skip = false;
  }
}
