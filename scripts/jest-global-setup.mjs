/** Before the tests: kernels are compiled from their present sources. */
import { buildKernels } from './build-kernels.mjs';

export default buildKernels;
