/** All values of `kind` within some JSON. */
export function kindsOf(value: unknown): readonly unknown[] {
  if (typeof value !== "object" || value === null) return [];
  const inner = Object.values(value).flatMap(kindsOf);
  return "kind" in value ? [value.kind, ...inner] : inner;
}
