/** Synchronous instantiation of embedded kernel modules; other packages with kernels of their own use it too. */
import type { WasmMemory } from '../memory/engine-memory.js';

/**
 * The exports of a module that imports `env.memory`; undefined where it cannot run (no WebAssembly, no SIMD). The module
 * is compiled for a shared memory and adapted when the platform has none.
 */
export function instantiate<E extends object>(base64: string, memory: WasmMemory): E | undefined {
  if (typeof WebAssembly === 'undefined') return undefined;
  const bytes = decodeBase64(base64);
  const isShared = Object.prototype.toString.call(memory.buffer) === '[object SharedArrayBuffer]';
  try {
    const module = new WebAssembly.Module(isShared ? bytes : withUnsharedMemory(bytes));
    return new WebAssembly.Instance(module, { env: { memory: memory as WebAssembly.Memory } }).exports as E;
  } catch (error) {
    const { name } = error as Error; // by name, since the error may come from another realm
    if (name === 'CompileError' || name === 'LinkError') return undefined;
    throw error;
  }
}

/** Node's own decoder takes no time; the loop takes milliseconds, being cold code. */
function decodeBase64(text: string): Uint8Array<ArrayBuffer> {
  const { Buffer } = globalThis as { Buffer?: { from(text: string, encoding: 'base64'): Uint8Array<ArrayBuffer> } };
  if (Buffer !== undefined) return Buffer.from(text, 'base64');
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = binary.charCodeAt(i);
  return bytes;
}

const IMPORT_SECTION = 2;
const MEMORY_IMPORT = 2;
const SHARED_WITH_MAXIMUM = 3;
const UNSHARED_WITH_MAXIMUM = 1;

/** The same module with the `shared` flag of its memory import, the only import, cleared. */
function withUnsharedMemory(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  let at = 8;
  const number = (): number => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++]!;
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  };
  while (at < bytes.length) {
    const section = bytes[at++]!;
    const size = number();
    if (section !== IMPORT_SECTION) {
      at += size;
      continue;
    }
    number(); // imports
    at += number(); // module name
    at += number(); // field name
    if (bytes[at] === MEMORY_IMPORT && bytes[at + 1] === SHARED_WITH_MAXIMUM) bytes[at + 1] = UNSHARED_WITH_MAXIMUM;
    return bytes;
  }
  return bytes;
}
