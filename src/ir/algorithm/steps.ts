/**
 * The steps that give `XHead`, the leading 26 bits of a step X, and `XTail`, the rest, so that products of two heads are exact.
 * Method: T. J. Dekker, "A floating-point technique for extending the available precision", 1971 (Veltkamp's splitting).
 */
export const split = (of: string): string =>
  `${of}Wide = ${of} * ${2 ** 27 + 1}; ${of}Head = ${of}Wide - (${of}Wide - ${of}); ${of}Tail = ${of} - ${of}Head;`;

/** The step `XLow`: what the rounded product X · X (the step `XSquare`) leaves out. Needs the split of X. */
export const squareTail = (of: string): string =>
  `${of}Square = ${of} * ${of}; ${of}Low = ${of}Head * ${of}Head - ${of}Square + 2 * ${of}Head * ${of}Tail + ${of}Tail * ${of}Tail;`;

/**
 * The steps from `x`, a positive number or missing, to its mantissa from 1 to 2 and its exponent. Whether the rough exponent is
 * the right one or 1 off, what comes out is the same.
 */
export const mantissaAndExponent = `
  lift = x < 2^-1022 ? 54 : 0;
  normal = x * powerOfTwo(lift);
  rough = roughExponent(normal);
  near = normal * powerOfTwo(-rough);
  correction = near >= 2 ? 1 : near < 1 ? -1 : 0;
  exponent = rough + correction - lift;
  mantissa = near * (correction == 1 ? 0.5 : correction == -1 ? 2 : 1);
`;

/** ln 2 in two parts; whole numbers to 2^20 times the first are exact. */
export const ln2 = { high: 6.9314718036912381649e-1, low: 1.90821492927058770002e-10 } as const;
