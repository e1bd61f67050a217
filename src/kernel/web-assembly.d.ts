/** The part of WebAssembly's own interface that the kernels use: neither the language's library nor Node's types have it. */
declare namespace WebAssembly {
  type Module = object;
  const Module: new (bytes: Uint8Array) => Module;
  class Instance {
    constructor(module: Module, imports: Readonly<Record<string, Readonly<Record<string, unknown>>>>);
    readonly exports: unknown;
  }
  class Memory {
    constructor(limits: { readonly initial: number; readonly maximum?: number; readonly shared?: boolean });
    readonly buffer: ArrayBuffer;
    /** Pages of 65,536 bytes; gives how many there were. Fails with a RangeError where there is no room. */
    grow(pages: number): number;
  }
}
