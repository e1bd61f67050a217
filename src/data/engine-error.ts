import { errorDiagnostic, TandemError, type Diagnostic, type ErrorKind } from "../base/index.ts";

interface Known {
  readonly pattern: RegExp;
  readonly code: string;
  readonly message: string;
  readonly cure: string;
  readonly kind?: ErrorKind;
}

const known: readonly Known[] = [
  {
    pattern: /JSON transform error|Malformed JSON/i,
    code: "T1431",
    message: "A record of the JSON file cannot be read",
    cure: "Mend the record that is named, or write the file again.",
    kind: "input",
  },
  {
    pattern: /INTERRUPT/i,
    code: "T1404",
    message: "The work was stopped before it was done",
    cure: "Start it again when you want it; nothing half-done was kept.",
  },
  {
    pattern: /No space left|disk (is )?full|max_temp_directory_size/i,
    code: "T1403",
    message: "The disk is full",
    cure: "Free some space, or choose a temporary folder on a larger disk.",
  },
  {
    pattern: /Out of Memory|could not allocate|failed to (allocate|pin)/i,
    code: "T1402",
    message: "The data engine needs more memory than it was given",
    cure: "Raise memoryLimitMb, or read fewer columns at a time.",
  },
  {
    pattern: /^IO Error|Permission denied|Could not write|Cannot open file|ENOENT|EACCES|EROFS|ENOTDIR/i,
    code: "T1408",
    message: "The data engine could not read or write a file",
    cure: "Check that the file and its folder exist and that you may read and write them.",
  },
];

/** What the engine throws, as a TandemError with a cure; the engine's own text stays as the value and the cause. */
export function engineError(error: unknown, place?: string): TandemError {
  if (error instanceof TandemError) return place === undefined ? error : withPlace(error, place);
  const text = error instanceof Error ? error.message : String(error);
  const found = known.find(({ pattern }) => pattern.test(text));
  const diagnostic: Diagnostic = errorDiagnostic(
    found?.code ?? "T1401",
    found?.message ?? "The data engine refused a query",
    {
      ...(place === undefined ? {} : { place }),
      value: firstSentence(text),
      cure: found?.cure ?? "Check the names and types that the query uses.",
    },
  );
  return new TandemError([diagnostic], found?.kind ?? "work", { cause: error });
}

/** The same error, with the place in the diagnostics that have none. */
const withPlace = (error: TandemError, place: string): TandemError =>
  new TandemError(
    error.diagnostics.map((one) => ({ place, ...one })),
    error.kind,
    { cause: error.cause },
  );

const firstSentence = (text: string): string => (text.split("\n")[0] ?? "").slice(0, 200);
