import { errorDiagnostic, throwIfErrors, type Diagnostic } from "../base/index.ts";
import { findField, similarNames, type Field, type Schema } from "../schema/index.ts";

/** The error for a column that the model needs and a file has not. */
export const missingColumn = (name: string, path: string, cure: string): Diagnostic =>
  errorDiagnostic("T2221", `The file has no column ${JSON.stringify(name)}, which the model needs`, {
    place: path,
    cure,
  });

/** The errors for columns that the model needs and that are not among some names. */
export const missingColumns = (
  needed: readonly Field[],
  names: readonly string[],
  path: string,
): Diagnostic[] =>
  needed
    .filter(({ name }) => !names.includes(name))
    .map(({ name }) => missingColumn(name, path, cureFor(name, names)));

function cureFor(name: string, names: readonly string[]): string {
  const similar = similarNames(name, names);
  return similar.length > 0 ? `Similar: ${similar.join(", ")}.` : `It has ${names.join(", ")}.`;
}

/** The columns that are to be passed on must be there (T2982). */
export const unknownColumns = (
  chosen: readonly string[],
  names: readonly string[],
  path: string,
): Diagnostic[] =>
  chosen
    .filter((name) => !names.includes(name))
    .map((name) =>
      errorDiagnostic("T2982", `The file has no column ${JSON.stringify(name)} to pass on`, {
        place: path,
        value: name,
        cure: cureFor(name, names),
      }),
    );

/** All columns that the model needs must be there, in a type that it can take. */
export function checkColumns(needed: Schema, given: Schema, path: string): void {
  const known = given.fields.map(({ name }) => name);
  const diagnostics = needed.fields.flatMap(({ name, type }) => {
    const field = findField(given, name);
    if (!field) return [missingColumn(name, path, cureFor(name, known))];
    if (field.type === type || (field.type === "Int" && type === "Float")) return [];
    return [
      errorDiagnostic(
        "T2222",
        `The column ${JSON.stringify(name)} is ${field.type}, but the model learnt it as ${type}`,
        { place: path, cure: "Give the column in that type." },
      ),
    ];
  });
  throwIfErrors(diagnostics);
}
