import { failInput, isRecord, type Effects } from "../../base/index.ts";
import type { JsonSource } from "../source.ts";
import { inspectTextFile, type TextFile } from "../text-file.ts";
import { cutFile } from "./cut-text.ts";
import { wantedColumns } from "./guess-moments.ts";
import { endOfLines, scanRecords } from "./json-records.ts";
import type { PartRequest } from "./open-parts.ts";
import type { JsonPlan, PartFile } from "./part-plan.ts";
import type { MomentGuess } from "./read-moment.ts";
import { columnsOfRecord, fieldOf } from "./read-json-part.ts";

type Shape = JsonPlan["shape"];
type Row = Readonly<Record<string, unknown>>;

/** Looks at a JSON file: 1. bytes, 2. one record a line or not, 3. the fields of its first part, 4. how its days are written. */
export async function openJsonParts(source: JsonSource, request: PartRequest): Promise<PartFile> {
  const { path } = source;
  const { folder, effects, wanted, check } = request;
  const text = await inspectTextFile(path, folder, "utf-8", effects);
  const { shape, names } = await readBeginning(text, effects);
  if (names.length === 0)
    failInput("T1427", `"${path}" holds no records with fields`, {
      place: path,
      cure: "It needs one object per row: an array of objects, or one object per line.",
    });
  check(names, undefined);
  const columns = await wantedColumns(wanted, path, (guesses) =>
    guessFromRecords(text, shape, effects, guesses),
  );
  const { fullPath } = text.file;
  const passes = request.passes ?? names;
  const plan: JsonPlan = { kind: "json", path, fullPath, names, passes, wanted: columns, shape };
  return {
    plan,
    identity: text.hash,
    total: text.file.byteCount,
    diagnostics: [],
    parts: (sizeOf) => partsOfText(text, shape, effects, request.partBytes, sizeOf),
  };
}

function partsOfText(
  text: TextFile,
  shape: Shape,
  effects: Effects,
  partBytes: number | undefined,
  sizeOf: Parameters<PartFile["parts"]>[0],
): ReturnType<PartFile["parts"]> {
  return cutFile(text, {
    endOfRows: shape === "lines" ? endOfLines : (window) => scanRecords(window, false),
    newline: "\n",
    effects,
    partBytes,
    sizeOf,
  });
}

/** Whether each line is a record of its own, and the columns of the records in the first part. */
async function readBeginning(text: TextFile, effects: Effects): Promise<{ shape: Shape; names: string[] }> {
  for await (const { range } of partsOfText(text, "values", effects, undefined, () => undefined)) {
    if (range.kind !== "text") break;
    const shape = shapeOf(range.text);
    const names = new Set<string>();
    for (const record of recordsOf(range.text, shape))
      for (const name of columnsOfRecord(record)) names.add(name);
    return { shape, names: [...names] };
  }
  return { shape: "lines", names: [] };
}

/** Lines, unless the text begins as an array or the first line does not hold a whole record while others follow. */
function shapeOf(text: string): Shape {
  const lines = text
    .split("\n", 20)
    .map((line) => line.trim())
    .filter((line) => line !== "");
  if (lines[0]?.startsWith("[")) return "values";
  const whole = lines.filter((line) => parsed(line) !== undefined).length;
  return whole * 2 >= lines.length ? "lines" : "values";
}

function parsed(source: string): Row | undefined {
  try {
    const value: unknown = JSON.parse(source);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function recordsOf(text: string, shape: Shape): Row[] {
  if (shape === "lines")
    return text.split("\n").flatMap((source): Row[] => {
      const record = parsed(source);
      return record ? [record] : [];
    });
  const records: Row[] = [];
  scanRecords(text, true, ({ start, end }) => {
    const record = parsed(text.slice(start, end));
    if (record) records.push(record);
  });
  return records;
}

async function guessFromRecords(
  text: TextFile,
  shape: Shape,
  effects: Effects,
  guesses: ReadonlyMap<string, MomentGuess>,
): Promise<void> {
  for await (const { range } of partsOfText(text, shape, effects, undefined, () => undefined)) {
    if (range.kind !== "text") return;
    for (const record of recordsOf(range.text, shape))
      for (const [name, guess] of guesses) {
        const value = fieldOf(record, name);
        if (typeof value === "string" && value.trim() !== "") guess.add(value.trim());
      }
    if ([...guesses.values()].every((guess) => guess.isSure())) return;
  }
}
