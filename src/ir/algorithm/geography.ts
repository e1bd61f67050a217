import { arcSineAlgorithm, arcTangentOfPointAlgorithm } from "./inverse-trigonometry.ts";
import { algorithm } from "./algorithm.ts";
import { cosineAlgorithm, sineAlgorithm } from "./trigonometry.ts";

const degree = Math.PI / 180;

/** From degrees to radians: one multiplication. */
export const radiansAlgorithm = algorithm("radians(a)", `a * ${degree}`);

/** From radians to degrees: one multiplication; missing beyond float64. */
export const degreesAlgorithm = algorithm("degrees(a)", `a * ${180 / Math.PI}`);

/**
 * The steps from two places in degrees to their latitudes, the `rise` and the `turn` (the short way round) between them, in
 * radians; missing for what is no place.
 */
const places = `
  from = abs(fromLatitude) <= 90 ? fromLatitude * ${degree} : missing;
  to = abs(toLatitude) <= 90 ? toLatitude * ${degree} : missing;
  rise = (toLatitude - fromLatitude) * ${degree};
  east = abs(fromLongitude) <= 360 && abs(toLongitude) <= 360 ? toLongitude - fromLongitude : missing;
  turn = (east - 360 * floor(east * ${1 / 360} + 0.5)) * ${degree};
`;

/** The mean radius of the Earth in metres: H. Moritz, "Geodetic Reference System 1980" (IUGG), R₁ = (2a + b) / 3. */
const meanRadius = 6371008.8;

/**
 * The length in metres of the great circle between two places, on a sphere of the Earth's mean radius: up to 0.56 % from the
 * ellipsoid. Method: R. W. Sinnott, "Virtues of the Haversine", 1984.
 */
export const haversineAlgorithm = algorithm(
  "haversine(fromLatitude, fromLongitude, toLatitude, toLongitude)",
  `${places}
  across = sin(rise * 0.5);
  along = sin(turn * 0.5);
  square = across * across + cos(from) * cos(to) * (along * along);
  ${2 * meanRadius} * asin(sqrt(square < 1 ? square : 1 + 0 * square))`,
  { uses: [sineAlgorithm, cosineAlgorithm, arcSineAlgorithm], bound: 2.1e7 },
);

/**
 * The direction in degrees, from 0 (north) by 90 (east) to below 360, in which the great circle to the second place begins. The
 * part to the north is cos φ₁ · sin φ₂ - sin φ₁ · cos φ₂ · cos Δλ, written so that near places do not cancel.
 */
export const bearingAlgorithm = algorithm(
  "bearing(fromLatitude, fromLongitude, toLatitude, toLongitude)",
  `${places}
  toEast = sin(turn) * cos(to);
  along = sin(turn * 0.5);
  toNorth = sin(rise) + 2 * sin(from) * cos(to) * (along * along);
  direction = atan2(toEast, toNorth) * ${180 / Math.PI};
  positive = direction < 0 ? direction + 360 : direction;
  positive == 360 ? 0 : positive`,
  { uses: [sineAlgorithm, cosineAlgorithm, arcTangentOfPointAlgorithm], bound: 360 },
);
