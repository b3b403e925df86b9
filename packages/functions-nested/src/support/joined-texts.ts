/**
 * Texts joined by a separator. Their length is counted while they come in, so that too many end in an error and not in a full
 * heap, which no caller could catch.
 */
import { ResourcesExhaustedError } from '@datafusion-ts/common';

/** Characters of the longest string of JavaScript. */
const LONGEST = 0x1fff_ffe8;

/** Collects texts and joins them at the end. */
export class JoinedTexts {
  readonly #separator: string;
  readonly #limit: number;
  readonly #texts: string[] = [];
  #length = 0;

  /** Texts with `separator` in between, of at most `limit` characters in all. */
  constructor(separator: string, limit = LONGEST) {
    this.#separator = separator;
    this.#limit = limit;
  }

  /** Adds a text; throws a ResourcesExhaustedError when all are too long together. */
  push(text: string): void {
    this.#length += text.length + (this.#texts.length > 0 ? this.#separator.length : 0);
    if (this.#length > this.#limit) {
      throw new ResourcesExhaustedError(`A text of more than ${this.#limit} characters cannot be put together`);
    }
    this.#texts.push(text);
  }

  /** All texts as one. */
  joined(): string {
    return this.#texts.join(this.#separator);
  }
}
