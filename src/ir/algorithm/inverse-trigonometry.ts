import { algorithm } from "./algorithm.ts";
import { split } from "./steps.ts";

/** π/2 and what its float64 leaves out. */
const quarterTurn = { high: Math.PI / 2, low: 6.12323399573676603587e-17 } as const;

/** The steps from `x` within ±1 to the root `s` of half the distance to 1 and the bend `r` of the arc. Method: fdlibm 5.3, e_asin.c. */
const arc = `
  x = abs(a) <= 1 ? a : missing;
  size = abs(x);
  t = size < 0.5 ? x * x : 0.5 * (1 - size);
  r = t * polynomial(t, 1.66666666666666657415e-1, -3.25565818622400915405e-1, 2.01212532134862925881e-1,
    -4.00555345006794114027e-2, 7.91534994289814532176e-4, 3.47933107596021167570e-5)
    / polynomial(t, 1, -2.40339491173441421878, 2.02094576023350569471, -6.88283971605453293030e-1, 7.70381505559019352791e-2);
  s = sqrt(t);
  ${split("s")}
  lost = (t - sHead * sHead) / (size == 1 ? 1 : s + sHead);
`;

/** The arc sine in radians; missing outside -1 to 1. */
export const arcSineAlgorithm = algorithm(
  "asin(a)",
  `${arc}
  upper = size >= 0.975
    ? ${quarterTurn.high} - (2 * (s + s * r) - ${quarterTurn.low})
    : ${quarterTurn.high / 2} - (2 * s * r - (${quarterTurn.low} - 2 * lost) - (${quarterTurn.high / 2} - 2 * sHead));
  size < 0.5 ? x + x * r : x < 0 ? -upper : upper`,
  { bound: 2 },
);

/** The arc cosine in radians; missing outside -1 to 1. */
export const arcCosineAlgorithm = algorithm(
  "acos(a)",
  `${arc}
  size < 0.5
    ? ${quarterTurn.high} - (x - (${quarterTurn.low} - x * r))
    : x < 0 ? ${Math.PI} - 2 * (s + (r * s - ${quarterTurn.low})) : 2 * (sHead + (r * s + lost))`,
  { bound: 4 },
);

/** The arc tangent in radians. Method: fdlibm 5.3 (Sun Microsystems, 1993), s_atan.c. */
export const arcTangentAlgorithm = algorithm(
  "atan(a)",
  `
  size = abs(a);
  part = size < 0.4375 ? 0 : size < 0.6875 ? 1 : size < 1.1875 ? 2 : size < 2.4375 ? 3 : 4;
  x = part == 0
    ? size
    : part == 1
      ? (2 * size - 1) / (2 + size)
      : part == 2 ? (size - 1) / (size + 1) : part == 3 ? (size - 1.5) / (1 + 1.5 * size) : -1 / size;
  high = part == 1 ? 4.63647609000806093515e-1 : part == 2 ? 7.85398163397448278999e-1
    : part == 3 ? 9.82793723247329054082e-1 : 1.57079632679489655800;
  low = part == 1 ? 2.26987774529616870924e-17 : part == 2 ? 3.06161699786838301793e-17
    : part == 3 ? 1.39033110312309984516e-17 : 6.12323399573676603587e-17;
  z = x * x;
  w = z * z;
  bend = z * polynomial(w, 3.33333333333329318027e-1, 1.42857142725034663711e-1, 9.09088713343650656196e-2,
      6.66107313738753120669e-2, 4.97687799461593236017e-2, 1.62858201153657823623e-2)
    + w * polynomial(w, -1.99999999998764832476e-1, -1.11111104054623557880e-1, -7.69187620504482999495e-2,
      -5.83357013379057348645e-2, -3.65315727442169155270e-2);
  angle = part == 0 ? x - x * bend : high - (x * bend - low - x);
  a < 0 ? -angle : angle
  `,
  { bound: 2 },
);

/** The angle of the point (b, a) in radians, from -π to π; 0 for the origin. Method: fdlibm 5.3, e_atan2.c. */
export const arcTangentOfPointAlgorithm = algorithm(
  "atan2(a, b)",
  `
  z = atan(b == 0 ? (a == 0 ? 0 : 2^1000 + 0 * a) : abs(a) / abs(b));
  angle = b < 0 ? ${Math.PI} - (z - ${2 * quarterTurn.low}) : z;
  a < 0 ? -angle : angle
  `,
  { uses: [arcTangentAlgorithm], bound: 4 },
);
