const memoryImport = [3, 0x65, 0x6e, 0x76, 6, 0x6d, 0x65, 0x6d, 0x6f, 0x72, 0x79, 2];
const sharedLimits = 3;
const unsharedLimits = 1;

/**
 * A compiled module, to be started on a memory of one's own in any thread. A module that was compiled for shared memory
 * (`shared: true` in `assembly/build.ts`) is made to take an unshared one unless `shared` is true: the bytes differ in one
 * flag of the memory they ask for, and one thread needs no shared memory, which browsers give to isolated pages only.
 */
export function compileModule(base64: string, shared = false): WebAssembly.Module {
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  const flag = memoryFlag(bytes);
  if (!shared && bytes[flag] === sharedLimits) bytes[flag] = unsharedLimits;
  return new WebAssembly.Module(bytes);
}

/** Where the limits of the imported memory begin: imports stand near the beginning, so the first such bytes are they. */
function memoryFlag(bytes: Uint8Array): number {
  for (let at = 0; at + memoryImport.length < bytes.length; at++)
    if (memoryImport.every((byte, place) => bytes[at + place] === byte)) return at + memoryImport.length;
  return -1;
}

/** The exported functions of a module, started on a memory. */
export function startModule(module: WebAssembly.Module, memory: WebAssembly.Memory): unknown {
  return new WebAssembly.Instance(module, { env: { memory } }).exports;
}
