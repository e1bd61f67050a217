import { errorDiagnostic, isRecord, showValue, type Diagnostic } from "../../base/index.ts";
import { parseDayText, parseInstantText, dayMs } from "../../schema/index.ts";

/** What became known about a prediction, as the log keeps it. Moments are milliseconds since 1970. */
export interface Label {
  /** Names the request or the file that brought it, and its place there: the same again is the same label sent again. */
  readonly batch: string;
  readonly position: number;
  /** The prediction by the request and the row in it, or null. */
  readonly request: string | null;
  readonly row: number | null;
  /** Or the prediction by the value of an input: the last one that was answered at or before `time`. */
  readonly column: string | null;
  readonly value: string | null;
  readonly time: number | null;
  /** What is true, as text; null takes an earlier label back. */
  readonly label: string | null;
  /** When it was known out there, and when the log heard of it. */
  readonly knownAt: number;
  readonly recordedAt: number;
}

/** Where labels come from, and when. */
export interface LabelOrigin {
  readonly batch: string;
  /** The number of the first label in the batch. */
  readonly position: number;
  readonly now: number;
  /** Where the labels stand, for mistakes: `labels`. */
  readonly place: string;
  /** True where the values by which labels name entities are nobody's to see, so that mistakes do not tell them. */
  readonly isPrivate?: boolean;
}

/** The clock of whoever knew may be that much ahead of ours. */
const clockDifferenceMs = 5 * 60_000;
const settings = ["request", "row", "entity", "time", "label", "knownAt"];
const mistakeLimit = 100;
const longestText = 1000;

/**
 * Labels as they are sent: `{ request, row, label }`, `row` being 0 when left out, or `{ entity: { column: value }, time, label }`;
 * `knownAt` and `time` are now when left out. Every mistake is told with its place (T2920).
 */
export function normalizeLabels(
  specs: readonly unknown[],
  { batch, position, now, place, isPrivate = false }: LabelOrigin,
  diagnostics: Diagnostic[],
): readonly Label[] {
  const before = diagnostics.length;
  return specs.flatMap((spec, at): Label[] => {
    if (diagnostics.length - before >= mistakeLimit) return [];
    const label = readLabel(spec, { now, place: `${place}[${at}]`, isPrivate }, diagnostics);
    return label ? [{ batch, position: position + at, ...label, recordedAt: now }] : [];
  });
}

type ReadLabel = Omit<Label, "batch" | "position" | "recordedAt">;

function readLabel(
  spec: unknown,
  { now, place, isPrivate }: Required<Pick<LabelOrigin, "now" | "place" | "isPrivate">>,
  diagnostics: Diagnostic[],
): ReadLabel | undefined {
  const before = diagnostics.length;
  const tell = (message: string, at: string, value: unknown, cure: string): void => {
    diagnostics.push(errorDiagnostic("T2920", message, { place: at, value: showValue(value), cure }));
  };
  if (!isRecord(spec)) {
    tell("A label must be an object", place, spec, 'Send it as {"request": "…", "row": 0, "label": true}.');
    return undefined;
  }
  for (const name of Object.keys(spec))
    if (!settings.includes(name))
      tell(`A label has no ${showValue(name)}`, place, spec[name], `It has ${settings.join(", ")}.`);
  const moment = (name: "time" | "knownAt"): number | null => {
    const given = spec[name];
    if (given === undefined || given === null) return null;
    const read = typeof given === "string" ? parseMoment(given) : null;
    if (read === null)
      tell(`The ${name} of a label is no moment`, place, given, 'Send it as "2024-01-31T12:30:00Z".');
    return read;
  };
  const knownAt = moment("knownAt") ?? now;
  if (knownAt > now + clockDifferenceMs)
    tell(
      "A label cannot be known in the future: it would win over all that follow",
      place,
      spec["knownAt"],
      "Give the moment at which it became known, in UTC.",
    );
  const time = moment("time");
  const label = readLabelValue(spec["label"], place, tell);
  const tellEntity: Tell = (message, at, value, cure) => {
    if (isPrivate) diagnostics.push(errorDiagnostic("T2920", message, { place: at, cure }));
    else tell(message, at, value, cure);
  };
  const whose = "entity" in spec ? readEntity(spec, place, tellEntity) : readRow(spec, place, tell);
  if (diagnostics.length > before || !whose) return undefined;
  return { ...whose, time: whose.column === null ? null : (time ?? knownAt), label: label ?? null, knownAt };
}

type Tell = (message: string, place: string, value: unknown, cure: string) => void;
type Whose = Pick<Label, "request" | "row" | "column" | "value">;

/** A moment in UTC, or the beginning of a day. */
function parseMoment(text: string): number | null {
  const day = parseDayText(text);
  return day === null ? parseInstantText(text) : day * dayMs;
}

function readLabelValue(value: unknown, place: string, tell: Tell): string | null {
  if (value === null) return null;
  if (typeof value === "boolean") return String(value);
  if (typeof value === "number" && Number.isFinite(value)) return String(value + 0);
  if (typeof value === "string" && value.length <= longestText && value.isWellFormed()) return value;
  tell(
    "A label must say what is true",
    place,
    value,
    `Send "label" as true, false, a number or text of at most ${longestText} characters; null takes an earlier label back.`,
  );
  return null;
}

function readRow(
  { request, row = 0 }: Record<string, unknown>,
  place: string,
  tell: Tell,
): Whose | undefined {
  const isNumber = typeof row === "number" && Number.isInteger(row) && row >= 0 && row <= 0xffff_ffff;
  if (typeof request === "string" && request !== "" && request.isWellFormed() && isNumber)
    return { request, row, column: null, value: null };
  tell(
    "A label must say which prediction it is about",
    place,
    isNumber ? request : row,
    'Give the "request" by its name (X-Request-Id) and the number of the "row" in it, or an "entity".',
  );
  return undefined;
}

function readEntity(
  { entity, request }: Record<string, unknown>,
  place: string,
  tell: Tell,
): Whose | undefined {
  const entries = isRecord(entity) ? Object.entries(entity) : [];
  const [column, value] = entries[0] ?? [];
  const text = entityText(value);
  if (entries.length === 1 && column !== undefined && text !== undefined && request === undefined)
    return { request: null, row: null, column, value: text };
  tell(
    "An entity is one input column with its value",
    place,
    request === undefined ? entity : { request, entity },
    'Send {"entity": {"customer": 7}}; where one column is not enough, label by request and row.',
  );
  return undefined;
}

/** The value of an entity as text: the same for a number and its digits. */
function entityText(value: unknown): string | undefined {
  if (typeof value === "string" && value.length <= longestText && value.isWellFormed()) return value;
  if (typeof value === "number" && Number.isFinite(value)) return String(value + 0);
  return typeof value === "boolean" ? String(value) : undefined;
}
