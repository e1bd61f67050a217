import { algorithm } from "./algorithm.ts";
import { split } from "./steps.ts";

/**
 * The steps from an angle `x` to the nearest multiple of π/2 (`quarters`, modulo 4 `quadrant`) and what is left, `y` + `yLow`.
 * Method: fdlibm 5.3 (Sun Microsystems, 1993), e_rem_pio2.c, always with all 151 bits of π/2: its parts of 33 bits times
 * `quarters` are exact to 2^20 quarters, which is why angles end at 10⁶.
 */
const reduction = `
  x = abs(a) <= 1000000 ? a : missing;
  quarters = floor(x * ${2 / Math.PI} + 0.5);
  quadrant = quarters - 4 * floor(quarters * 0.25);
  first = x - quarters * 1.57079632673412561417;
  second = quarters * 6.07710050630396597660e-11;
  u = first - second;
  uBack = u - first;
  uLow = first - (u - uBack) - (second + uBack);
  third = quarters * 2.02226624871116645580e-21;
  v = u - third;
  vBack = v - u;
  vLow = u - (v - vBack) - (third + vBack) + uLow - quarters * 8.47842766036889956997e-32;
  y = v + vLow;
  yLow = v - y + vLow;
`;

/** The steps to the sine and the cosine of `y` + `yLow`, from -π/4 to π/4. Method: k_sin.c, and k_cos.c of FreeBSD msun. */
const kernels = `
  z = y * y;
  sineBend = polynomial(z, 8.33333333332248946124e-3, -1.98412698298579493134e-4, 2.75573137070700676789e-6,
    -2.50507602534068634195e-8, 1.58969099521155010221e-10);
  cube = z * y;
  sineLess = z * (0.5 * yLow - cube * sineBend) - yLow - cube * -1.66666666666666324348e-1;
  sine = y - sineLess;
  cosineBend = z * polynomial(z, 4.16666666666666019037e-2, -1.38888888888741095749e-3, 2.48015872894767294178e-5,
    -2.75573143513906633035e-7, 2.08757232129817482790e-9, -1.13596475577881948265e-11);
  half = 0.5 * z;
  w = 1 - half;
  cosineMore = 1 - w - half + (z * cosineBend - y * yLow);
  cosine = w + cosineMore;
`;

/** The sine of an angle in radians; missing beyond ±10⁶. */
export const sineAlgorithm = algorithm(
  "sin(a)",
  `${reduction} ${kernels}
  quadrant == 0 ? sine : quadrant == 1 ? cosine : quadrant == 2 ? -sine : -cosine`,
  { bound: 1 },
);

/** The cosine of an angle in radians; missing beyond ±10⁶. */
export const cosineAlgorithm = algorithm(
  "cos(a)",
  `${reduction} ${kernels}
  quadrant == 0 ? cosine : quadrant == 1 ? -sine : quadrant == 2 ? -cosine : sine`,
  { bound: 1 },
);

/**
 * The tangent of an angle in radians; missing beyond ±10⁶. A quotient of sine and cosine with what their roundings left out, put
 * right by what the quotient itself misses.
 */
export const tangentAlgorithm = algorithm(
  "tan(a)",
  `${reduction} ${kernels}
  sineLow = y - sine - sineLess;
  cosineLow = w - cosine + cosineMore;
  isEven = quadrant == 0 || quadrant == 2 ? 1 : 0;
  over = isEven == 1 ? sine : -cosine;
  overLow = isEven == 1 ? sineLow : -cosineLow;
  under = isEven == 1 ? cosine : sine;
  underLow = isEven == 1 ? cosineLow : sineLow;
  quotient = over / under;
  ${split("quotient")}
  ${split("under")}
  product = quotient * under;
  productLow = quotientHead * underHead - product + quotientHead * underTail + quotientTail * underHead + quotientTail * underTail;
  quotient + (over - product - productLow + overLow - quotient * underLow) / under`,
  { bound: 1e30 },
);
