import { compileModule, startModule } from "./instance.ts";
import { denseBytes } from "./wasm/dense.ts";

interface DenseExports {
  dot(left: number, right: number, count: number): number;
}

let started: { readonly memory: WebAssembly.Memory; readonly exports: DenseExports } | undefined;

function dense(bytes: number): { readonly memory: WebAssembly.Memory; readonly exports: DenseExports } {
  if (!started) {
    const memory = new WebAssembly.Memory({ initial: 16 });
    started = { memory, exports: startModule(compileModule(denseBytes), memory) as DenseExports };
  }
  const missing = bytes - started.memory.buffer.byteLength;
  if (missing > 0) started.memory.grow(Math.ceil(missing / 65_536));
  return started;
}

/** The sum of products of two vectors of equal length, in four partial sums. */
export function dot(left: Float64Array, right: Float64Array): number {
  const { memory, exports } = dense(left.byteLength * 2);
  new Float64Array(memory.buffer, 0, left.length).set(left);
  new Float64Array(memory.buffer, left.byteLength, left.length).set(right);
  return exports.dot(0, left.byteLength, left.length);
}
