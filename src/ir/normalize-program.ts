import { errorDiagnostic, isRecord, showValue, type Diagnostic } from "../base/index.ts";
import { parseDataType, type DataType, type Field } from "../schema/index.ts";
import { createProgram, declare } from "./create-program.ts";
import type { Expr } from "./expr.ts";
import { normalizeExpr, type Reading } from "./normalize-expr.ts";
import type { Program } from "./program.ts";
import { readArray, readRecord } from "./read-spec.ts";
import { nameProblem } from "./scope.ts";
import { typeOf } from "./type-of.ts";

/** More mistakes than anybody reads: what goes beyond is counted, not listed. */
const maxDiagnostics = 100;

/**
 * Untrusted JSON to a checked, frozen Program: every expression is built anew by the builders, so nothing that breaks
 * their rules can come through. All mistakes go to `diagnostics`, each with its place (`program.lets[2][1].args[0]`);
 * then there is no Program.
 */
export function normalizeProgram(
  spec: unknown,
  place: string,
  diagnostics: Diagnostic[],
): Program | undefined {
  const reading: Reading = { diagnostics: [], broken: new Set(), nodes: 0 };
  const program = readProgram(spec, place, reading);
  const found = reading.diagnostics;
  diagnostics.push(...found.slice(0, maxDiagnostics));
  if (found.length > maxDiagnostics)
    diagnostics.push(
      errorDiagnostic("T1214", `${found.length - maxDiagnostics} more mistakes are not listed`, {
        place,
        cure: "Mend those above first.",
      }),
    );
  return found.length > 0 ? undefined : program;
}

function readProgram(spec: unknown, place: string, reading: Reading): Program | undefined {
  const { diagnostics } = reading;
  const record = readRecord(spec, ["kind", "version", "input", "lets", "outputs"], place, diagnostics);
  if (!record) return undefined;
  if (record["kind"] !== "program" || record["version"] !== 1)
    diagnostics.push(
      errorDiagnostic("T1216", "This is no program of version 1", {
        place,
        value: showValue({ kind: record["kind"], version: record["version"] }),
        cure: "Read it with the release that wrote it, or a later one.",
      }),
    );
  const scope = new Map<string, DataType>();
  const fields = readFields(record["input"], `${place}.input`, scope, reading);
  const lets = readLets(record["lets"], `${place}.lets`, scope, reading);
  const outputs = readOutputs(record["outputs"], `${place}.outputs`, scope, reading);
  if (!outputs || diagnostics.length > 0) return undefined;
  return createProgram({ input: { fields }, lets, outputs });
}

function readFields(
  spec: unknown,
  place: string,
  scope: Map<string, DataType>,
  { diagnostics, broken }: Reading,
): readonly Field[] {
  const schema = readRecord(spec, ["fields"], place, diagnostics);
  const items = schema && readArray(schema["fields"], `${place}.fields`, diagnostics);
  return (items ?? []).flatMap((item, at) => {
    const here = `${place}.fields[${at}]`;
    const field = readRecord(item, ["name", "type", "nullable"], here, diagnostics);
    const type = field && parseDataType(field["type"]);
    if (!field) return [];
    if (!type || typeof field["nullable"] !== "boolean") {
      broken.add(field["name"]);
      diagnostics.push(
        errorDiagnostic("T1214", "This is no field", {
          place: here,
          value: showValue(item),
          cure: "A field has a name, a type and nullable: true or false.",
        }),
      );
      return [];
    }
    const name = field["name"] as string;
    declare(scope, name, type, here, diagnostics);
    return [{ name, type, nullable: field["nullable"] }];
  });
}

function readLets(
  spec: unknown,
  place: string,
  scope: Map<string, DataType>,
  reading: Reading,
): readonly (readonly [string, Expr])[] {
  return (readArray(spec, place, reading.diagnostics) ?? []).flatMap((item, at) => {
    const here = `${place}[${at}]`;
    if (!Array.isArray(item) || item.length !== 2) {
      reading.diagnostics.push(
        errorDiagnostic("T1214", "A let is no pair", {
          place: here,
          value: showValue(item),
          cure: "Write [name, expression].",
        }),
      );
      return [];
    }
    const [name, exprSpec] = item as [string, unknown];
    const expr = normalizeExpr(exprSpec, `${here}[1]`, scope, reading);
    if (!expr) {
      reading.broken.add(name);
      return [];
    }
    declare(scope, name, typeOf(expr), `${here}[0]`, reading.diagnostics);
    return [[name, expr] as const];
  });
}

function readOutputs(
  spec: unknown,
  place: string,
  scope: ReadonlyMap<string, DataType>,
  reading: Reading,
): Readonly<Record<string, Expr>> | undefined {
  const { diagnostics } = reading;
  if (!isRecord(spec)) {
    diagnostics.push(
      errorDiagnostic("T1214", "This must be an object", {
        place,
        value: showValue(spec),
        cure: "Write { name: expression, … }.",
      }),
    );
    return undefined;
  }
  const entries = Object.entries(spec).flatMap(([name, item]) => {
    const here = `${place}[${JSON.stringify(name)}]`;
    const problem = nameProblem(name);
    if (problem)
      diagnostics.push(errorDiagnostic("T1210", `A name ${problem}`, { place: here, cure: "Rename it." }));
    const expr = normalizeExpr(item, here, scope, reading);
    return expr ? [[name, expr] as const] : [];
  });
  return Object.fromEntries(entries);
}
