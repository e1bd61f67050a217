/** The names of the answers in the output: an answer never hides a column of the file. */
export const answerNames = (
  outputs: readonly string[],
  taken: readonly string[],
): Readonly<Record<string, string>> =>
  Object.fromEntries(outputs.map((name) => [name, freeName(name, taken)]));

const freeName = (name: string, taken: readonly string[]): string =>
  taken.includes(name) ? freeName(`${name} (predicted)`, taken) : name;
