/**
 * The heap that TopK keeps its rows in: the worst row on top. Which of several equal rows stay, and the order in which they
 * are given out, follow from the shape of the heap, so it moves rows exactly as the binary heap of Rust's standard
 * library does; rows come out in DataFusion's order then, ties included.
 */
export class RowHeap {
  /** Row numbers, a parent before its children. */
  rows: number[];
  readonly #capacity: number;
  readonly #ranks: Int32Array;

  /** `rows` are a heap already; `ranks` tells each row's place in the ordering, equal rows having equal ranks. */
  constructor(rows: number[], capacity: number, ranks: Int32Array) {
    this.rows = rows;
    this.#capacity = capacity;
    this.#ranks = ranks;
  }

  /** Takes a row if it is among the best so far; false when it is not. */
  offer(row: number): boolean {
    const { rows } = this;
    if (rows.length < this.#capacity) {
      rows.push(row);
      this.#up(rows.length - 1);
      return true;
    }
    if (this.#rank(row) >= this.#rank(rows[0]!)) return false;
    rows[0] = row;
    this.#down(0, rows.length);
    return true;
  }

  /** The rows in order; the heap is none afterwards. */
  sorted(): number[] {
    const { rows } = this;
    for (let end = rows.length - 1; end > 0; end--) {
      const top = rows[0]!;
      rows[0] = rows[end]!;
      rows[end] = top;
      this.#down(0, end);
    }
    return rows;
  }

  #rank(row: number): number {
    return this.#ranks[row]!;
  }

  #up(position: number): void {
    const { rows } = this;
    const row = rows[position]!;
    let at = position;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (this.#rank(row) <= this.#rank(rows[parent]!)) break;
      rows[at] = rows[parent]!;
      at = parent;
    }
    rows[at] = row;
  }

  #down(position: number, end: number): void {
    const { rows } = this;
    const row = rows[position]!;
    let at = position;
    for (let child = 2 * at + 1; child < end; child = 2 * at + 1) {
      // Of equal children the second one moves up.
      if (child + 1 < end && this.#rank(rows[child]!) <= this.#rank(rows[child + 1]!)) child++;
      if (this.#rank(row) >= this.#rank(rows[child]!)) break;
      rows[at] = rows[child]!;
      at = child;
    }
    rows[at] = row;
  }
}
