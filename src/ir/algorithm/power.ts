import { algorithm } from "./algorithm.ts";
import { mantissaAndExponent, split, squareTail } from "./steps.ts";

/**
 * a to the power b; missing where that is no finite real number. Method: fdlibm 5.3 (Sun Microsystems, 1993), e_pow.c, with
 * Dekker's splitting where it cuts words: log2 of a in two parts, times b, and 2 to that. Beyond ±2^65 an exponent can only
 * overflow or vanish, unless the base is 1.
 */
export const powerAlgorithm = algorithm(
  "power(a, b)",
  `
  x = a == 0 ? 1 : abs(a);
  ${mantissaAndExponent}
  part = mantissa < 1.224744871391589 ? 0 : mantissa < 1.7320508075688772 ? 1 : 2;
  base = part == 2 ? mantissa * 0.5 : mantissa;
  twos = part == 2 ? exponent + 1 : exponent;
  point = part == 1 ? 1.5 : 1;
  distance = base - point;
  sum = base + point;
  s = distance / sum;
  ${split("s")}
  ${split("sum")}
  sumLow = base - (sumHead - point);
  sLow = (distance - sHead * sumHead - sHead * sumLow) / sum;
  z = s * s;
  bend = z * z * polynomial(z, 5.99999999999994648725e-1, 4.28571428578550184252e-1, 3.33333329818377432918e-1,
    2.72728123808534006489e-1, 2.30660745775561754067e-1, 2.06975017800338417784e-1) + sLow * (sHead + s);
  headSquare = sHead * sHead;
  t = 3 + headSquare + bend;
  ${split("t")}
  tLow = bend - (tHead - 3 - headSquare);
  u = sHead * tHead;
  v = sLow * tHead + tLow * s;
  p = u + v;
  ${split("p")}
  pLow = v - (pHead - u);
  high = 9.61796700954437255859e-1 * pHead;
  low = -7.02846165095275826516e-9 * pHead + pLow * 9.61796693925975554329e-1 + (part == 1 ? 1.35003920212974897128e-8 : 0);
  pointHigh = part == 1 ? 5.84962487220764160156e-1 : 0;
  log = high + low + pointHigh + twos;
  ${split("log")}
  logLow = low - (logHead - twos - pointHigh - high);
  y = b > 2^65 ? 2^65 : b < -2^65 ? -2^65 : b;
  ${split("y")}
  productLow = yTail * logHead + y * logLow;
  productHigh = yHead * logHead;
  product = productLow + productHigh;
  isFar = product > 1025 ? 1 : product < -1080 ? -1 : 0;
  whole = isFar == 0 ? floor(product + 0.5) : 0;
  rest = isFar == 0 ? productHigh - whole : 0;
  restLow = isFar == 0 ? productLow : 0;
  q = restLow + rest;
  ${split("q")}
  qHigh = qHead * 6.93147182464599609375e-1;
  qLow = (restLow - (qHead - rest)) * 6.93147180559945286227e-1 + qHead * -1.90465429995776804525e-9;
  e = qHigh + qLow;
  eLow = qLow - (e - qHigh);
  eSquare = e * e;
  eBend = e - eSquare * polynomial(eSquare, 1.66666666666666019037e-1, -2.77777777770155933842e-3, 6.61375632143793436117e-5,
    -1.65339022054652515390e-6, 4.13813679705723846039e-8);
  result = 1 - (e * eBend / (eBend - 2) - (eLow + e * eLow) - e);
  firstTwos = truncate(whole * 0.5);
  size = isFar == 1 ? missing : isFar == -1 ? 0 : result * powerOfTwo(firstTwos) * powerOfTwo(whole - firstTwos);
  b == 0
    ? 1 + 0 * a
    : a == 0
      ? (b < 0 ? missing : 0 * b)
      : a < 0
        ? (floor(b) == b ? (floor(b * 0.5) == b * 0.5 ? size : -size) : missing)
        : size
  `,
);

/**
 * The cube root. Method: a parabola through the mantissa, then two of Halley's steps; before the last one the root is cut to 26
 * bits so that its square is exact, as in s_cbrt.c of FreeBSD msun.
 */
export const cubeRootAlgorithm = algorithm(
  "cbrt(a)",
  `
  x = a == 0 ? 1 : abs(a);
  ${mantissaAndExponent}
  third = floor(exponent / 3);
  left = exponent - 3 * third;
  value = mantissa * (left == 0 ? 1 : left == 1 ? 2 : 4);
  rough1 = polynomial(mantissa, 0.625687, 0.433561, -0.058362) * (left == 0 ? 1 : left == 1 ? 1.2599210498948732 : 1.5874010519681994);
  cube = rough1 * rough1 * rough1;
  t = rough1 * (cube + 2 * value) / (2 * cube + value);
  ${split("t")}
  quotient = value / (tHead * tHead);
  root = (tHead + tHead * ((quotient - tHead) / (tHead + tHead + quotient))) * powerOfTwo(third);
  a == 0 ? 0 : a < 0 ? -root : root
  `,
);

/**
 * The square root of a² + b², without overflow on the way; missing beyond float64. The squares are summed in two parts, and the
 * root is put right by what its own square misses.
 */
export const hypotenuseAlgorithm = algorithm(
  "hypot(a, b)",
  `
  aSize = abs(a);
  bSize = abs(b);
  larger = aSize < bSize ? bSize : aSize;
  scale = larger > 2^500 ? 2^-600 : larger < 2^-400 ? 2^600 : 1;
  x = larger == 0 ? 1 : larger * scale;
  y = (aSize < bSize ? aSize : bSize) * scale;
  ${split("x")}
  ${split("y")}
  ${squareTail("x")}
  ${squareTail("y")}
  sum = xSquare + ySquare;
  sumLow = xSquare - sum + ySquare + yLow + xLow;
  h = sqrt(sum);
  ${split("h")}
  ${squareTail("h")}
  root = h - (hSquare - sum + hLow - sumLow) / (2 * h);
  larger == 0 ? 0 * a + 0 * b : root / scale
  `,
);
