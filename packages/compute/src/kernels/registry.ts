import { coreTwins } from '../twin/core.js';
import { functionTwins } from '../twin/functions.js';

/** The kernels by name: address and count arguments, see specs/columns.md 3. */
export type Kernels = typeof coreTwins & typeof functionTwins;

let selected: Kernels | undefined;

/** The kernels of this thread, chosen on first use. */
export function kernels(): Kernels {
  return (selected ??= { ...coreTwins, ...functionTwins });
}
