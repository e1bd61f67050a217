/** The histogram kernels of a thread, whose code `src/kernel/histogram-code.ts` writes when training begins: the module that starts this one gives them. */

export declare function addAll(width: i32, bins: usize, derivatives: usize, count: i32): void;
export declare function addPicked(
  width: i32,
  bins: usize,
  rows: usize,
  derivatives: usize,
  mask: i32,
  count: i32,
): void;
