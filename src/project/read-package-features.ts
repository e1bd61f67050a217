import { errorDiagnostic, isRecord, showValue, type Diagnostic } from "../base/index.ts";
import type {
  AggregateName,
  EventTableDefinition,
  FeatureDefinition,
  FeatureWindow,
} from "../feature/index.ts";
import { normalizeProgram, typeOf, type Expr } from "../ir/index.ts";
import { findField, parseDataType, type Field, type Schema } from "../schema/index.ts";
import { aggregateWords } from "./feature-words.ts";
import type { PackageFeatures } from "./model-package.ts";

/**
 * The event features of an untrusted package made real: every expression is built anew, every name must be there. Mistakes
 * go to `diagnostics` (T2554, and those of expressions).
 */
export function readPackageFeatures(
  value: unknown,
  place: string,
  diagnostics: Diagnostic[],
): PackageFeatures | undefined {
  const before = diagnostics.length;
  const reader = new FeatureReader(diagnostics);
  const features = reader.packageFeatures(value, place);
  return diagnostics.length === before ? features : undefined;
}

class FeatureReader {
  readonly #diagnostics: Diagnostic[];

  constructor(diagnostics: Diagnostic[]) {
    this.#diagnostics = diagnostics;
  }

  /** What holds, or a mistake. */
  check(holds: boolean, place: string, value: unknown): void {
    if (!holds)
      this.#diagnostics.push(
        errorDiagnostic("T2554", "The event features of the package have the wrong form", {
          place,
          value: showValue(value),
          cure: "Build the package anew with `tandem run`.",
        }),
      );
  }

  record(value: unknown, place: string): Readonly<Record<string, unknown>> {
    this.check(isRecord(value), place, value);
    return isRecord(value) ? value : {};
  }

  list(value: unknown, place: string): readonly unknown[] {
    this.check(Array.isArray(value), place, value);
    return Array.isArray(value) ? (value as readonly unknown[]) : [];
  }

  text(value: unknown, place: string): string {
    this.check(typeof value === "string", place, value);
    return typeof value === "string" ? value : "";
  }

  source(value: unknown, place: string): string | null {
    return value === null ? null : this.text(value, place);
  }

  fields(value: unknown, place: string): readonly Field[] {
    return this.list(value, place).map((item, at) => {
      const { name, type, nullable } = this.record(item, `${place}[${at}]`);
      const read = parseDataType(type);
      this.check(read !== undefined && typeof nullable === "boolean", `${place}[${at}]`, item);
      return {
        name: this.text(name, `${place}[${at}].name`),
        type: read ?? "Text",
        nullable: nullable === true,
      };
    });
  }

  schema(value: unknown, place: string): Schema {
    return { fields: this.fields(this.record(value, place)["fields"], `${place}.fields`) };
  }

  /** Names of columns that must be among the fields. */
  names(value: unknown, fields: readonly Field[], place: string): readonly string[] {
    return this.list(value, place).map((item, at) => this.name(item, fields, `${place}[${at}]`));
  }

  name(value: unknown, fields: readonly Field[], place: string): string {
    const name = this.text(value, place);
    this.check(findField({ fields }, name) !== undefined, place, value);
    return name;
  }

  packageFeatures(value: unknown, place: string): PackageFeatures {
    const features = this.record(value, place);
    const set = this.record(features["set"], `${place}.set`);
    this.check(set["kind"] === "features" && set["version"] === 1, `${place}.set`, set["version"]);
    const rowFields = this.fields(set["rowFields"], `${place}.set.rowFields`);
    const tables = this.list(set["tables"], `${place}.set.tables`).map((one, at) =>
      this.table(one, rowFields, `${place}.set.tables[${at}]`),
    );
    return {
      set: {
        kind: "features",
        version: 1,
        time: this.name(set["time"], rowFields, `${place}.set.time`),
        rowFields,
        tables,
        features: this.list(set["features"], `${place}.set.features`).map((one, at) =>
          this.feature(one, tables, `${place}.set.features[${at}]`),
        ),
      },
      row: this.schema(features["row"], `${place}.row`),
      tables: this.list(features["tables"], `${place}.tables`).map((one, at) => {
        const here = `${place}.tables[${at}]`;
        const { source, schema } = this.record(one, here);
        return {
          source: this.source(source, `${here}.source`),
          schema: this.schema(schema, `${here}.schema`),
        };
      }),
    };
  }

  table(value: unknown, rowFields: readonly Field[], place: string): EventTableDefinition {
    const table = this.record(value, place);
    const fields = this.fields(table["fields"], `${place}.fields`);
    const by = this.names(table["by"], fields, `${place}.by`);
    const rowBy = this.names(table["rowBy"], rowFields, `${place}.rowBy`);
    this.check(by.length === rowBy.length, `${place}.rowBy`, rowBy);
    return {
      name: this.text(table["name"], `${place}.name`),
      source: this.source(table["source"], `${place}.source`),
      by,
      rowBy,
      at: this.name(table["at"], fields, `${place}.at`),
      known: this.name(table["known"], fields, `${place}.known`),
      id: this.names(table["id"], fields, `${place}.id`),
      fields,
      reads: this.names(table["reads"], fields, `${place}.reads`),
    };
  }

  feature(value: unknown, tables: readonly EventTableDefinition[], at: string): FeatureDefinition {
    const feature = this.record(value, at);
    const table = tables.find(({ name }) => name === feature["table"]);
    this.check(table !== undefined, `${at}.table`, feature["table"]);
    const { aggregate, place, type } = feature;
    const isKnown = typeof aggregate === "string" && Object.hasOwn(aggregateWords, aggregate);
    this.check(isKnown, `${at}.aggregate`, aggregate);
    this.check(place === null || isCount(place), `${at}.place`, place);
    const where = this.expr(feature["where"], table, `${at}.where`);
    this.check(where === null || typeOf(where) === "Boolean", `${at}.where`, feature["where"]);
    const read = parseDataType(type);
    this.check(read !== undefined, `${at}.type`, type);
    return {
      name: this.text(feature["name"], `${at}.name`),
      table: table?.name ?? "",
      window: this.window(feature["window"], `${at}.window`),
      where,
      aggregate: aggregate as AggregateName,
      value: this.expr(feature["value"], table, `${at}.value`),
      place: place as number | null,
      type: read ?? "Float",
    };
  }

  window(value: unknown, place: string): FeatureWindow {
    const { kind, milliseconds, count } = this.record(value, place);
    if (kind === "time" && isCount(milliseconds)) return { kind, milliseconds };
    if (kind === "rows" && isCount(count)) return { kind, count };
    this.check(kind === "all", place, value);
    return { kind: "all" };
  }

  /** An expression over the columns of the events, read as the output of a Program over them. */
  expr(value: unknown, table: EventTableDefinition | undefined, place: string): Expr | null {
    if (value === null || !table) return null;
    const program = {
      kind: "program",
      version: 1,
      input: { fields: table.fields },
      lets: [],
      outputs: { value },
    };
    return normalizeProgram(program, place, this.#diagnostics)?.outputs["value"] ?? null;
  }
}

const isCount = (value: unknown): value is number =>
  typeof value === "number" && Number.isSafeInteger(value) && value > 0;
