import { errorDiagnostic, isRecord, showValue, type Diagnostic } from "../base/index.ts";
import { normalizeSource, type Source } from "../data/index.ts";
import { metricNames, type SplitSpec } from "../model/index.ts";
import { similarNames } from "../schema/index.ts";
import { readModels, type ReadModel } from "./read-models.ts";
import { readTask, type ReadTask } from "./read-task.ts";

/** The user's spec with every part of the right form; names of columns are not checked yet, for the data are not read yet. */
export interface ReadSpec extends ReadTask {
  readonly name: string;
  readonly source: Source | undefined;
  /** The sources of events by name; undefined where one cannot be read. */
  readonly events: ReadonlyMap<string, Source> | undefined;
  readonly features: ((tools: object) => unknown) | null;
  readonly columns: ((tools: object) => unknown) | null;
  readonly clean: unknown;
  readonly positive: string | number | boolean | null;
  readonly time: string | null;
  readonly group: string | null;
  readonly weight: string | null;
  readonly id: readonly string[];
  readonly knownLater: readonly string[];
  readonly ignore: readonly string[];
  readonly private: readonly string[];
  readonly split: { readonly kind: SplitSpec["kind"]; readonly column: string | null } | null;
  readonly checks: unknown;
  readonly models: readonly ReadModel[] | null;
  readonly metric: string | null;
  readonly seed: number;
  readonly accept: readonly string[];
}

const specKeys = [
  "name",
  "data",
  "events",
  "features",
  "columns",
  "clean",
  "task",
  "predict",
  "positive",
  "label",
  "outlierShare",
  "time",
  "group",
  "weight",
  "id",
  "knownLater",
  "ignore",
  "private",
  "split",
  "checks",
  "models",
  "metric",
  "seed",
  "accept",
];

/** Reads an untrusted project spec; every mistake goes to `diagnostics`. Undefined only when it is no object at all. */
export function readSpec(
  spec: unknown,
  place: string,
  diagnostics: Diagnostic[],
  folderName: string,
): ReadSpec | undefined {
  try {
    return readSettings(spec, place, diagnostics, folderName);
  } catch (error) {
    // The spec is the user's own object: its getters may throw.
    diagnostics.push(
      errorDiagnostic(
        "T2001",
        `A setting cannot be read: ${error instanceof Error ? error.message : String(error)}`,
        { place, cure: "Write the settings as plain values, without getters and proxies." },
      ),
    );
    return undefined;
  }
}

function readSettings(
  spec: unknown,
  place: string,
  diagnostics: Diagnostic[],
  folderName: string,
): ReadSpec | undefined {
  const read = new SpecReader(place, diagnostics);
  if (!isRecord(spec)) {
    read.mistake(
      "T2001",
      "",
      "The config exports no project",
      spec,
      "End the file with `export default defineProject({ data, predict })`.",
    );
    return undefined;
  }
  for (const key of Object.keys(spec)) {
    if (!specKeys.includes(key))
      read.mistake("T2002", key, `There is no setting "${key}"`, undefined, cureByNames(key, specKeys));
  }
  if (spec["data"] === undefined)
    read.mistake("T2003", "data", "The project has no data", undefined, 'Add `data: csv("file.csv")`.');
  return {
    name: read.text(spec, "name") ?? (folderName || "project"),
    source:
      spec["data"] === undefined ? undefined : normalizeSource(spec["data"], `${place}.data`, diagnostics),
    events: readEvents(spec["events"], place, diagnostics),
    features: read.function(
      spec["features"],
      "features",
      'Write `features: ({ events }) => ({ name: events("…", { … }).count() })`.',
    ),
    columns: read.function(
      spec["columns"],
      "columns",
      'Write `columns: ({ column }) => ({ name: column("…").… })`.',
    ),
    clean: spec["clean"] ?? [],
    ...readTask(spec, place, diagnostics),
    positive: read.positive(spec["positive"]),
    time: read.text(spec, "time"),
    group: read.text(spec, "group"),
    weight: read.text(spec, "weight"),
    id: read.names(spec, "id"),
    knownLater: read.names(spec, "knownLater"),
    ignore: read.names(spec, "ignore"),
    private: read.names(spec, "private"),
    split: read.split(spec["split"]),
    checks: spec["checks"] ?? [],
    models: readModels(spec["models"], place, diagnostics),
    metric: read.metric(spec["metric"]),
    seed: read.seed(spec["seed"]),
    accept: read.names(spec, "accept"),
  };
}

/** The sources of events by name; every mistake goes to `diagnostics`. */
function readEvents(
  value: unknown,
  place: string,
  diagnostics: Diagnostic[],
): ReadonlyMap<string, Source> | undefined {
  if (value === undefined) return new Map();
  if (!isRecord(value)) {
    diagnostics.push(
      errorDiagnostic("T2004", '"events" must be an object of sources', {
        place: `${place}.events`,
        value: showValue(value),
        cure: 'Write `events: { orders: csv("orders.csv") }`.',
      }),
    );
    return undefined;
  }
  const read = Object.entries(value).map(
    ([name, source]) => [name, normalizeSource(source, `${place}.events.${name}`, diagnostics)] as const,
  );
  const sources = read.flatMap(([name, source]) => (source ? [[name, source] as const] : []));
  return sources.length < read.length ? undefined : new Map(sources);
}

/** "Did you mean …" for a name that is not known. */
export function cureByNames(name: string, known: readonly string[]): string {
  const similar = similarNames(name, known);
  if (similar.length > 0) return `Did you mean ${similar.map((one) => JSON.stringify(one)).join(" or ")}?`;
  return `Known: ${known.slice(0, 30).join(", ")}${known.length > 30 ? ", …" : ""}.`;
}

class SpecReader {
  readonly #place: string;
  readonly #diagnostics: Diagnostic[];

  constructor(place: string, diagnostics: Diagnostic[]) {
    this.#place = place;
    this.#diagnostics = diagnostics;
  }

  mistake(code: string, key: string, message: string, value: unknown, cure: string): void {
    const place = key ? `${this.#place}.${key}` : this.#place;
    this.#diagnostics.push(
      errorDiagnostic(code, message, {
        place,
        cure,
        ...(value === undefined ? {} : { value: showValue(value) }),
      }),
    );
  }

  text(spec: Readonly<Record<string, unknown>>, key: string, place = key): string | null {
    const value = spec[key];
    if (value === undefined || value === null) return null;
    if (typeof value === "string" && value.trim() !== "") return value;
    this.mistake("T2004", place, `"${place}" must be a name`, value, "Give a text that is not empty.");
    return null;
  }

  names(spec: Readonly<Record<string, unknown>>, key: string): readonly string[] {
    const value = spec[key];
    if (value === undefined) return [];
    if (typeof value === "string") return [value];
    if (Array.isArray(value) && value.every((item) => typeof item === "string")) return value;
    this.mistake("T2004", key, `"${key}" must be a list of names`, value, 'Give a list like ["a", "b"].');
    return [];
  }

  function(value: unknown, key: string, cure: string): ReadSpec["columns"] {
    if (value === undefined) return null;
    if (typeof value === "function") return value as (tools: object) => unknown;
    this.mistake("T2004", key, `"${key}" must be a function`, value, cure);
    return null;
  }

  positive(value: unknown): ReadSpec["positive"] {
    if (value === undefined || value === null) return null;
    if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
    this.mistake(
      "T2004",
      "positive",
      '"positive" must be one class of the target',
      value,
      "Give the value that counts as positive.",
    );
    return null;
  }

  split(value: unknown): ReadSpec["split"] {
    if (value === undefined || value === null) return null;
    const kinds = ["time", "group", "stratified", "random"] as const;
    const kind = isRecord(value) ? kinds.find((known) => known === value["kind"]) : undefined;
    if (!isRecord(value) || !kind) {
      this.mistake(
        "T2006",
        "split",
        "The split is of no known kind",
        value,
        `Give { kind: ${kinds.map((known) => `"${known}"`).join(" | ")} }.`,
      );
      return null;
    }
    for (const key of Object.keys(value))
      if (key !== "kind" && key !== "column")
        this.mistake(
          "T2002",
          `split.${key}`,
          `A split has no setting "${key}"`,
          undefined,
          "Known: kind, column.",
        );
    return { kind, column: this.text(value, "column", "split.column") };
  }

  metric(value: unknown): string | null {
    if (value === undefined || value === null) return null;
    const known = metricNames.find((name) => name === value);
    if (!known)
      this.mistake(
        "T2008",
        "metric",
        "There is no such metric",
        value,
        cureByNames(typeof value === "string" ? value : "", metricNames),
      );
    return known ?? null;
  }

  seed(value: unknown): number {
    if (value === undefined) return 1;
    if (typeof value === "number" && Number.isSafeInteger(value) && value >= 0) return value;
    this.mistake(
      "T2009",
      "seed",
      "The seed must be a whole number from 0",
      value,
      "Give a number such as 1.",
    );
    return 1;
  }
}
