import {
  canonicalJson,
  errorDiagnostic,
  failInput,
  hashJson,
  isRecord,
  showValue,
  TandemError,
  throwIfErrors,
  type Diagnostic,
} from "../base/index.ts";
import { compileRow, compileTable } from "../compile/index.ts";
import { normalizeProgram, typeOf } from "../ir/index.ts";
import {
  tableFromVectors,
  valueAt,
  valueFromJson,
  valueToJson,
  vectorFromValues,
  type Schema,
  type Value,
} from "../schema/index.ts";
import { readPackageFeatures } from "./read-package-features.ts";
import type { ModelPackage, ProofRow } from "./model-package.ts";

/** The newest version of the package format that this code reads and writes, and the one for packages without private columns. */
const packageVersion = 2;
const plainVersion = 1;

/** The largest package that is read: 256 MiB of text. */
const packageSizeLimit = 256 * 1024 * 1024;

/** Fails with T2010 for more bytes (or characters) than a package may have: ask before reading a file whole. */
export function checkPackageSize(size: number, place: string): void {
  if (size > packageSizeLimit)
    failInput("T2010", `The package is ${size} bytes long, more than the limit of ${packageSizeLimit}`, {
      place,
      cure: "Give a package that `tandem run` wrote, or train a smaller model.",
    });
}

/** Seals a package: puts the hash of what the model is, and the seal over the whole file, into it. */
export function sealPackage(
  content: Omit<ModelPackage, "hash" | "seal" | "stamp" | "kind" | "version">,
  stamp: ModelPackage["stamp"],
): ModelPackage {
  // A reader that does not know of private columns would keep their values, so it must refuse the package.
  const version: ModelPackage["version"] = content.private ? packageVersion : plainVersion;
  const model = { kind: "tandem-package" as const, version, ...content };
  const hash = hashJson(model);
  return { ...model, hash, stamp, seal: hashJson({ ...model, hash, stamp }) };
}

/** The bytes of a package file: canonical JSON, so equal packages are equal files. */
export const packageText = (content: ModelPackage): string => canonicalJson(content);

/**
 * Reads a package from its text: checks size, form, version and hash, and builds the Program anew from checked parts.
 * Runs nothing of it. Fails with T2010 to T2014 and T2016.
 */
export function parsePackage(text: string, place: string): ModelPackage {
  const value = parsePackageJson(text, place);
  checkHashes(value, place);
  // Two spellings of one number are one value, but not the bytes that were sealed.
  if (canonicalJson(value) !== text) failChanged("its text is not what was sealed", place);
  const diagnostics: Diagnostic[] = [];
  const program = normalizeProgram(value["program"], `${place}/program`, diagnostics);
  if (!Array.isArray(value["proof"]) || value["proof"].length === 0 || !value["proof"].every(isProofRow))
    failInput("T2016", "The package has no proof rows", { place, cure: "Build it anew with `tandem run`." });
  const features = value["eventFeatures"];
  const eventFeatures =
    features === undefined ? undefined : readPackageFeatures(features, `${place}/eventFeatures`, diagnostics);
  checkPrivateColumns(value["private"], place, diagnostics);
  throwIfErrors(diagnostics);
  return {
    ...(value as unknown as ModelPackage),
    program: program!,
    ...(eventFeatures ? { eventFeatures } : {}),
  };
}

function checkPrivateColumns(names: unknown, place: string, diagnostics: Diagnostic[]): void {
  const isList = Array.isArray(names) && names.every((name) => typeof name === "string");
  if (names === undefined || isList) return;
  diagnostics.push(
    errorDiagnostic("T2953", "The private columns of the package are no list of names", {
      place: `${place}/private`,
      value: showValue(names, 40),
      cure: "Build the package anew with `tandem run`.",
    }),
  );
}

/** One changed byte breaks the seal; a hash that is another model's would let two models pass for one. */
function checkHashes({ seal, ...sealed }: Readonly<Record<string, unknown>>, place: string): void {
  const { hash, stamp: _, ...model } = sealed;
  const found = [
    ["seal", seal, hashJson(sealed)],
    ["hash", hash, hashJson(model)],
  ] as const;
  for (const [name, given, actual] of found)
    if (given !== actual)
      failChanged(
        `its content has the ${name} ${actual.slice(0, 12)}…, but it says ${showValue(given, 20)}`,
        place,
      );
}

const failChanged = (how: string, place: string): never =>
  failInput("T2013", `The package was changed after it was written: ${how}`, {
    place,
    cure: "Fetch the package again from the registry, or build it anew with `tandem run`.",
  });

function parsePackageJson(text: string, place: string): Record<string, unknown> {
  checkPackageSize(text.length, place);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return failInput(
      "T2011",
      "The package is not whole: it is no complete JSON text",
      { place, cure: "Fetch or build it again; it was cut off or is another kind of file." },
      { cause: error },
    );
  }
  if (!isRecord(value) || value["kind"] !== "tandem-package")
    return failInput("T2012", "The file is no Tandem package", {
      place,
      value: showValue(isRecord(value) ? value["kind"] : value, 40),
      cure: "Give a file that `tandem run` wrote (….tandem.json).",
    });
  const version = value["version"];
  if (version !== packageVersion && version !== plainVersion)
    return failInput(
      "T2014",
      typeof version === "number" && version > packageVersion
        ? `The package has format version ${version}; this Tandem reads up to ${packageVersion}`
        : `The package has no known format version`,
      {
        place,
        value: showValue(version, 40),
        cure: "Use a newer tandem-ml, or build the package again with this one.",
      },
    );
  return value;
}

const isProofRow = (row: unknown): row is ProofRow =>
  isRecord(row) && isRecord(row["input"]) && isRecord(row["output"]);

/**
 * Scores the proof rows, one by one and as a table, and compares every bit with what the package says.
 * Fails with T2015 at the first difference: such a package must never answer anybody.
 */
export function verifyProof(content: ModelPackage, place: string): { rowCount: number } {
  const { program, proof, schema } = content;
  const inputs = proof.map(({ input }) => readRow(schema, input));
  const scoreRow = compileRow(program);
  const table = tableFromVectors(
    schema.fields.map(
      (field) =>
        [
          field.name,
          vectorFromValues(
            field.type,
            inputs.map((row) => row[field.name] ?? null),
          ),
        ] as const,
    ),
  );
  const batch = compileTable(program)({ ...table, rowCount: inputs.length });
  for (const [index, { output }] of proof.entries()) {
    const single = scoreRow(inputs[index]!);
    for (const [name, expected] of Object.entries(output)) {
      const vector = batch.columns.get(name);
      const answers = [single[name] ?? null, vector ? valueAt(vector, index) : null].map((value) =>
        vector ? valueToJson(value, vector.type) : value,
      );
      const wrong = answers.find((answer) => !Object.is(answer, expected));
      if (wrong !== undefined)
        failInput(
          "T2015",
          `Proof row ${index + 1} of the package is not reproduced: ${name} is ${showValue(wrong)}, but the package says ${showValue(expected)}`,
          {
            place,
            cure: "Do not use this package here; build it anew with `tandem run`.",
          },
        );
    }
  }
  return { rowCount: proof.length };
}

/** True for the refusal of a package that is whole but does not answer here as it did where it was made. */
export const isUnprovenPackage = (error: unknown): error is TandemError =>
  error instanceof TandemError && error.diagnostics[0]?.code === "T2015";

const readRow = (schema: Schema, input: Readonly<Record<string, Value>>): Record<string, Value> =>
  Object.fromEntries(
    schema.fields.map(({ name, type }) => [name, valueFromJson(input[name] ?? null, type) ?? null]),
  );

/** The answers of a Program for rows, as JSON values: how proof rows are made. */
export function proofRows(
  content: Pick<ModelPackage, "program" | "schema">,
  rows: readonly Readonly<Record<string, Value>>[],
): ProofRow[] {
  const score = compileRow(content.program);
  return rows.map((row) => {
    const output = score(row);
    return {
      input: Object.fromEntries(
        content.schema.fields.map(({ name, type }) => [name, valueToJson(row[name] ?? null, type)]),
      ),
      output: Object.fromEntries(
        Object.entries(output).map(([name, value]) => [name, valueToJson(value, outputType(content, name))]),
      ),
    };
  });
}

const outputType = ({ program }: Pick<ModelPackage, "program">, name: string) =>
  typeOf(program.outputs[name]!);
