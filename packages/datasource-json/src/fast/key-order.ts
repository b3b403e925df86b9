import { textAt } from '../scan/print-tape.js';
import { OBJECT, STRING, type Tape } from '../scan/tape.js';

/** Records beyond these tell nothing new. */
const RECORDS_LOOKED_AT = 64;
/** Objects with more keys are used as maps. */
const MOST_KEYS = 1000;

/** The keys of records in the order they come in; a key that only some records have is put behind its predecessor. */
export class KeyOrder {
  readonly #names: string[] = [];

  /** Keys without quotes. */
  get names(): readonly string[] {
    return this.#names;
  }

  /** Looks at records of a tape; true when there was something new. */
  look(tape: Tape, rows: readonly number[]): boolean {
    const before = this.#names.length;
    for (const object of rows.slice(0, RECORDS_LOOKED_AT)) {
      let place = 0;
      for (let key = object + 1; key < tape.first(object) && tape.kind(object) === OBJECT; key = tape.after(key + 1)) {
        if (tape.kind(key) !== STRING || this.#names.length >= MOST_KEYS) continue;
        const name = textAt(tape, key);
        const known = this.#names.indexOf(name);
        if (known >= 0) place = known + 1;
        else this.#names.splice(place++, 0, name);
      }
    }
    return this.#names.length > before;
  }
}
