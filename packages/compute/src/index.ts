export { mem, EngineMemory } from './memory/engine-memory.js';
export { allocator, SlabAllocator } from './memory/slab-allocator.js';
export { Arena } from './memory/arena.js';
export { uncharged, type MemoryCharge } from './memory/charge.js';
export type { ColumnVector, FlatVector, ConstantVector, DictionaryVector } from './vector/column-vector.js';
export { Values } from './vector/values.js';
export { Batch, type Selection } from './vector/batch.js';
