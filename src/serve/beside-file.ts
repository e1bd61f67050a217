import { existsSync } from "node:fs";

/**
 * The file that a thread or a process runs: in the sources beside the module that asks, which gives its `import.meta.url`; in the built package under
 * its own name at the root.
 */
export function besideFile(own: string, source: string, built: string): URL {
  if (own.endsWith(".ts")) return new URL(`./${source}`, own);
  const places = [`./${built}`, `../${built}`].map((place) => new URL(place, own));
  return places.find((place) => existsSync(place)) ?? places[0]!;
}
