import { byAlgorithm } from "../algorithm/algorithm.ts";
import { geographyAlgorithms as algorithms } from "../algorithm/algorithms.ts";
import type { OpDefinition } from "./definition.ts";

const family = "geography" as const;
const nulls = "propagate" as const;
const signatures = [{ args: ["Float", "Float", "Float", "Float"], result: "Float" }] as const;

/** Places on the Earth, as latitude and longitude in degrees: the first place, then the second. */
export const geography = {
  haversine: {
    family,
    nulls,
    title:
      "The great-circle distance in metres between two places (latitude, longitude, latitude, longitude in degrees) on a sphere of 6371008.8 m; null beyond latitudes of ±90 or longitudes of ±360.",
    signatures,
    evaluate: byAlgorithm(algorithms.haversine),
  },
  bearing: {
    family,
    nulls,
    title:
      "The direction in degrees, clockwise from north, in which the great circle to the second place begins; 0 to below 360, 0 for the same place; null where haversine is.",
    signatures,
    evaluate: byAlgorithm(algorithms.bearing),
  },
} satisfies Record<string, OpDefinition>;
