/**
 * A tournament of `size` competitors that keeps its losers: after the winner changed, finding the next one takes one
 * comparison a level. Ties go to the lower number, which makes merges stable.
 */
export class LoserTree {
  readonly #size: number;
  readonly #losers: Int32Array;
  readonly #less: (a: number, b: number) => boolean;
  #winner = 0;

  /** `less(a, b)` must put exhausted competitors last. */
  constructor(size: number, less: (a: number, b: number) => boolean) {
    this.#size = size;
    this.#losers = new Int32Array(Math.max(1, size)).fill(-1);
    this.#less = less;
    for (let i = 0; i < size; i++) this.#enter(i);
  }

  /** The competitor whose turn it is. */
  get winner(): number {
    return this.#winner;
  }

  #before(a: number, b: number): boolean {
    if (this.#less(a, b)) return true;
    return !this.#less(b, a) && a < b;
  }

  /** Plays a new competitor up to the first empty place, or to the top. */
  #enter(competitor: number): void {
    let winner = competitor;
    for (let node = (this.#size + competitor) >> 1; node > 0; node >>= 1) {
      const other = this.#losers[node]!;
      if (other === -1) {
        this.#losers[node] = winner;
        return;
      }
      if (this.#before(other, winner)) {
        this.#losers[node] = winner;
        winner = other;
      }
    }
    this.#winner = winner;
  }

  /** Plays again after the winner moved on. */
  replay(): void {
    let winner = this.#winner;
    for (let node = (this.#size + winner) >> 1; node > 0; node >>= 1) {
      const other = this.#losers[node]!;
      if (this.#before(other, winner)) {
        this.#losers[node] = winner;
        winner = other;
      }
    }
    this.#winner = winner;
  }
}
