/** Versions of the programs that take part in a run; the run adds Node's and the engine's. */
export const programVersions = (tandem: string): Record<string, string> => ({
  tandem,
  v8: process.versions.v8,
});
