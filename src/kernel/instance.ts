/** A compiled module, to be started on a memory of one's own in any thread. */
export function compileModule(base64: string): WebAssembly.Module {
  return new WebAssembly.Module(Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0)));
}

/** The exported functions of a module, started on a memory. */
export function startModule(module: WebAssembly.Module, memory: WebAssembly.Memory): unknown {
  return new WebAssembly.Instance(module, { env: { memory } }).exports;
}
