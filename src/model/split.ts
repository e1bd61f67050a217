/** How rows are parted into train, validation and test. */
export type SplitSpec =
  /** Forward in time: the latest rows are the test. Rows of one time never stand on both sides. */
  | { readonly kind: "time"; readonly column: string }
  /** All rows of a group stay together. */
  | { readonly kind: "group"; readonly column: string }
  /** The same share of each class everywhere. */
  | { readonly kind: "stratified" }
  /** By a hash of the row's content and the seed: the same row always lands on the same side. */
  | { readonly kind: "random" };

/** Row numbers of the three parts, each ascending. */
export interface Split {
  readonly train: Uint32Array;
  readonly validation: Uint32Array;
  readonly test: Uint32Array;
}

/** Row numbers of one fold. */
export interface Fold {
  readonly train: Uint32Array;
  readonly validation: Uint32Array;
}
