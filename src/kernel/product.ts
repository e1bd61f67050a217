/** A matrix product left · right. Matrices are row after row; a turned one is stored as its transpose. */
export interface Product {
  /** Rows of the result, and of `left`. */
  readonly rows: number;
  /** Columns of `left` and rows of `right`: the index that is summed over. */
  readonly inner: number;
  /** Columns of the result, and of `right`. */
  readonly columns: number;
  readonly left: Float64Array;
  readonly right: Float64Array;
  /** True where `left` holds `inner` rows of `rows` numbers. */
  readonly leftTurned?: boolean;
  /** True where `right` holds `columns` rows of `inner` numbers. */
  readonly rightTurned?: boolean;
  /** Numbers from one stored row of `left` to the next; absent where they follow each other. */
  readonly leftStride?: number;
  readonly rightStride?: number;
  /** True for a result that is symmetric: only its lower triangle, with the diagonal, is added to. */
  readonly lower?: boolean;
}

/** Places of a factor: a step along the result and one along the inner index. */
export interface Steps {
  readonly outer: number;
  readonly inner: number;
}

/** How `left` is stepped through. */
export function leftSteps({ rows, inner, leftTurned, leftStride }: Product): Steps {
  return leftTurned ? { outer: 1, inner: leftStride ?? rows } : { outer: leftStride ?? inner, inner: 1 };
}

/** How `right` is stepped through. */
export function rightSteps({ columns, inner, rightTurned, rightStride }: Product): Steps {
  return rightTurned
    ? { outer: rightStride ?? inner, inner: 1 }
    : { outer: 1, inner: rightStride ?? columns };
}

/**
 * Places of the inner index that are summed in one run, begun at 0; the runs are then added in order. It belongs to the
 * result: another length rounds otherwise.
 */
export const runLength = 256;
