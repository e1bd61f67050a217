/** Versions of the programs that take part in a run; the engine adds its own. */
export const programVersions = (tandem: string): Record<string, string> => ({
  tandem,
  node: process.versions.node,
  v8: process.versions.v8,
});
