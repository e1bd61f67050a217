import { leftSteps, rightSteps, runLength, type Product } from "./product.ts";

/** `gemm` in plain TypeScript, with the same bits: for small products, and where WebAssembly cannot run. */
export function gemmPlain(product: Product, into: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> {
  const { rows, inner, columns, left, right, lower } = product;
  const [onLeft, onRight] = [leftSteps(product), rightSteps(product)];
  const run = new Float64Array(columns);
  for (let row = 0; row < rows; row++) {
    const width = lower ? Math.min(row + 1, columns) : columns;
    for (let from = 0; from < inner; from += runLength) {
      const to = Math.min(from + runLength, inner);
      run.fill(0);
      for (let place = from; place < to; place++) {
        const factor = left[row * onLeft.outer + place * onLeft.inner]!;
        const start = place * onRight.inner;
        for (let column = 0; column < width; column++)
          run[column]! += factor * right[start + column * onRight.outer]!;
      }
      for (let column = 0; column < width; column++) into[row * columns + column]! += run[column]!;
    }
  }
  return into;
}
