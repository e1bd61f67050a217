import { errorDiagnostic, isRecord, showValue, type Diagnostic, type Json } from "../../base/index.ts";
import {
  dataTypes,
  findField,
  parseDataType,
  similarNames,
  type Field,
  type Schema,
} from "../../schema/index.ts";
import type { Check, CheckKind } from "../profile.ts";
import type { CheckDefinition, ParamKind } from "./check-definition.ts";
import { checkKinds, paramValue } from "./check-kinds.ts";

const kindNames = Object.keys(checkKinds) as readonly CheckKind[];
const ownKeys = new Set(["kind", "column", "name"]);

/**
 * Checks from a config: an array of `{ kind, column?, name?, …parameters }`. Every mistake goes to `diagnostics` (T1701 to
 * T1707) with its place; the checks without a mistake come back.
 * @example
 * normalizeChecks([{ kind: "range", column: "Speed", min: 0, max: 500 }], schema, "checks", diagnostics);
 */
export function normalizeChecks(
  spec: unknown,
  schema: Schema,
  place: string,
  diagnostics: Diagnostic[],
): Check[] {
  if (spec === undefined || spec === null) return [];
  if (!Array.isArray(spec)) {
    diagnostics.push(
      errorDiagnostic("T1701", "The checks must be a list", {
        place,
        value: showValue(spec),
        cure: 'Write a list such as [{ kind: "no-missing", column: "age" }].',
      }),
    );
    return [];
  }
  const checks = spec.flatMap((one: unknown, index) => {
    const found: Diagnostic[] = [];
    const check = normalizeCheck(one, schema, `${place}[${index}]`, found);
    diagnostics.push(...found);
    return check && found.length === 0 ? [check] : [];
  });
  return checks;
}

function normalizeCheck(
  spec: unknown,
  schema: Schema,
  place: string,
  diagnostics: Diagnostic[],
): Check | null {
  const kind = isRecord(spec) ? kindNames.find((name) => name === spec["kind"]) : undefined;
  if (!isRecord(spec) || kind === undefined) {
    const given = isRecord(spec) ? spec["kind"] : spec;
    diagnostics.push(
      errorDiagnostic("T1702", "This is not a check", {
        place,
        value: showValue(given),
        cure: `Give a kind: ${kindNames.join(", ")}.`,
      }),
    );
    return null;
  }
  const definition = checkKinds[kind];
  const field = normalizeColumn(spec["column"], kind, definition, schema, place, diagnostics);
  const params = normalizeParams(spec, definition, field, place, diagnostics);
  const name = spec["name"] ?? checkName(kind, field?.name ?? null);
  if (typeof name !== "string" || name === "")
    diagnostics.push(
      errorDiagnostic("T1706", "The name of a check must be text", {
        place: `${place}.name`,
        value: showValue(name),
        cure: "Give a text that is not empty, or leave the name out.",
      }),
    );
  return { name: typeof name === "string" ? name : "", kind, column: field?.name ?? null, params };
}

/** The name of a check that was given none: `range of Speed`. */
export const checkName = (kind: CheckKind, column: string | null): string =>
  column === null ? kind : `${kind} of ${column}`;

function normalizeColumn(
  column: unknown,
  kind: CheckKind,
  definition: CheckDefinition,
  schema: Schema,
  place: string,
  diagnostics: Diagnostic[],
): Field | null {
  if (!definition.needsColumn) {
    if (column !== undefined && column !== null)
      diagnostics.push(
        errorDiagnostic("T1703", `A ${kind} check looks at the whole table`, {
          place: `${place}.column`,
          value: showValue(column),
          cure: "Leave the column out.",
        }),
      );
    return null;
  }
  const field = typeof column === "string" ? findField(schema, column) : undefined;
  if (!field) {
    const near =
      typeof column === "string"
        ? similarNames(
            column,
            schema.fields.map(({ name }) => name),
          )
        : [];
    diagnostics.push(
      errorDiagnostic(
        "T1704",
        column === undefined ? `A ${kind} check needs a column` : "There is no such column",
        {
          place: `${place}.column`,
          ...(column === undefined ? {} : { value: showValue(column) }),
          cure:
            near.length > 0
              ? `Did you mean ${near.map((name) => JSON.stringify(name)).join(" or ")}?`
              : "Name a column of the data.",
        },
      ),
    );
    return null;
  }
  const reason = definition.refuses(field);
  if (reason !== null)
    diagnostics.push(
      errorDiagnostic("T1705", `The check does not fit the column ${JSON.stringify(field.name)}: ${reason}`, {
        place: `${place}.column`,
        cure: "Choose another kind of check or another column.",
      }),
    );
  return field;
}

function normalizeParams(
  spec: Readonly<Record<string, unknown>>,
  definition: CheckDefinition,
  field: Field | null,
  place: string,
  diagnostics: Diagnostic[],
): Record<string, Json> {
  const known = Object.keys(definition.params);
  for (const key of Object.keys(spec))
    if (!ownKeys.has(key) && !known.includes(key))
      diagnostics.push(
        errorDiagnostic("T1707", `There is no parameter ${JSON.stringify(key)} here`, {
          place: `${place}.${key}`,
          cure: known.length > 0 ? `It may have: ${known.join(", ")}.` : "It has no parameters.",
        }),
      );
  const params: Record<string, Json> = {};
  for (const [key, kind] of Object.entries(definition.params)) {
    if (spec[key] === undefined) continue;
    const value = normalizeParam(spec[key], kind, field);
    if (value !== undefined) params[key] = value;
    else
      diagnostics.push(
        errorDiagnostic("T1706", `${key} must be ${paramText(kind, field)}`, {
          place: `${place}.${key}`,
          value: showValue(spec[key]),
          cure: "Change it, or leave it out.",
        }),
      );
  }
  checkPresence(definition, spec, params, place, diagnostics);
  return params;
}

function checkPresence(
  definition: CheckDefinition,
  spec: Readonly<Record<string, unknown>>,
  params: Readonly<Record<string, Json>>,
  place: string,
  diagnostics: Diagnostic[],
): void {
  const known = Object.keys(definition.params);
  if (definition.needsParams && known.every((key) => spec[key] === undefined))
    diagnostics.push(
      errorDiagnostic("T1706", `The check needs ${known.join(" or ")}`, {
        place,
        cure: `Add ${known[0]}: …`,
      }),
    );
  const { min, max } = params;
  if (min !== undefined && max !== undefined && min !== null && max !== null && min > max)
    diagnostics.push(
      errorDiagnostic("T1706", "min is above max", {
        place,
        value: showValue({ min, max }),
        cure: "Swap them.",
      }),
    );
}

function normalizeParam(value: unknown, kind: ParamKind, field: Field | null): Json | undefined {
  switch (kind) {
    case "share":
      return typeof value === "number" && value >= 0 && value <= 1 ? value : undefined;
    case "count":
      return Number.isSafeInteger(value) && Number(value) >= 0 ? Number(value) : undefined;
    case "type":
      return parseDataType(value);
    case "value":
      return columnValue(value, field);
    case "values": {
      if (!Array.isArray(value) || value.length === 0) return undefined;
      const values = value.map((one: unknown) => columnValue(one, field));
      return values.every((one) => one !== undefined) ? values : undefined;
    }
  }
}

/** A value that the column could hold; without a column (a mistake told elsewhere) any plain value. */
function columnValue(value: unknown, field: Field | null): Json | undefined {
  if (typeof value === "number" && !Number.isFinite(value)) return undefined;
  if (typeof value !== "string" && typeof value !== "number" && typeof value !== "boolean") return undefined;
  if (!field) return value;
  const wanted = {
    Boolean: "boolean",
    Int: "number",
    Float: "number",
    Text: "string",
    Day: "string",
    Instant: "string",
  };
  return typeof value === wanted[field.type] && paramValue(value, field.type) !== null ? value : undefined;
}

function paramText(kind: ParamKind, field: Field | null): string {
  const words: Record<ParamKind, string> = {
    share: "a share from 0 to 1",
    count: "a whole number from 0",
    type: `one of ${dataTypes.join(", ")}`,
    value: `a value of type ${field?.type ?? "the column"}`,
    values: `a list of values of type ${field?.type ?? "the column"}, not empty`,
  };
  return words[kind];
}
