/**
 * Digits of 32-bit floats: the fewest that read back as the same number, and of these the nearest to it. Programs agree but
 * for what is in the middle. Between two texts ryu takes the even one, Rust itself the larger one; lexical does as ryu for
 * powers of two, else as Rust. A text between two floats reads back as the one whose last bit is 0; lexical does not take it
 * for the larger of the two.
 */

/** Whose digits they are. */
export type FloatWriter = 'Rust' | 'Ryu' | 'Lexical';

/** A finite number in exponential form: `-2.5544062e+3`. */
export function shortestFloat32(value: number, writer: FloatWriter): string {
  return value < 0 || Object.is(value, -0) ? `-${shortest(-value, writer)}` : shortest(value, writer);
}

function shortest(value: number, writer: FloatWriter): string {
  const isPower = Number.isInteger(Math.log2(value));
  for (let places = 0; places < 8; places++) {
    const text = value.toExponential(places);
    if (readsBack(text, value, writer)) return writer === 'Ryu' || isPower ? evenOf(text, value, places, writer) : text;
    // Floats below a power of two are nearer to it than those above: the nearest text may be too far below.
    if (!isPower) continue;
    const next = moved(text, places, 1);
    if (readsBack(next, value, writer)) return next;
  }
  return value.toExponential(8);
}

/** The text below, where `value` is in the middle of both and that one is even. */
function evenOf(text: string, value: number, places: number, writer: FloatWriter): string {
  if (writer === 'Rust' || !isOdd(text) || !isMiddle(value, places)) return text;
  const even = moved(text, places, -1);
  return readsBack(even, value, writer) ? even : text;
}

const isOdd = (text: string): boolean => (text.charCodeAt(text.indexOf('e') - 1) & 1) === 1;

/** Whether a number lies in the middle of two texts with so many places, of which JavaScript takes the larger one. */
const isMiddle = (value: number, places: number): boolean =>
  value.toExponential(places + 1).includes('5e') && /^50*e/.test(value.toExponential(100).slice(places + 2));

/** The text some units of its last place away. */
function moved(text: string, places: number, units: number): string {
  const [mantissa, exponent] = text.split('e');
  const digits = Number(mantissa!.replace('.', '')) + units;
  return Number(`${digits}e${Number(exponent) - places}`).toExponential(places);
}

function readsBack(text: string, value: number, writer: FloatWriter): boolean {
  const read = Number(text);
  return Math.fround(read) === value && (writer !== 'Lexical' || read >= value || !isMirrored(read, value));
}

/** Whether `value` is as far from `read` as another float, on the other side of it. */
function isMirrored(read: number, value: number): boolean {
  const other = 2 * read - value;
  return Math.fround(other) === other;
}
