import {
  errorDiagnostic,
  isRecord,
  throwIfErrors,
  warningDiagnostic,
  type Diagnostic,
} from "../base/index.ts";
import { sql, textLiteral } from "../compile/index.ts";
import { similarNames } from "../schema/index.ts";
import type { Engine } from "./engine.ts";
import { mentionsOf, type SqlMention, type SqlMentions } from "./sql-tree.ts";

/** Table functions that make rows of nothing but their arguments. */
const tableFunctions = ["unnest", "range", "generate_series"];

/** Names that mean a moment or a user when no column has them. */
const hiddenFunctions = [
  "current_catalog",
  "current_date",
  "current_role",
  "current_schema",
  "current_time",
  "current_timestamp",
  "current_user",
  "localtime",
  "localtimestamp",
  "session_user",
  "user",
];

/** Beside those that the engine calls volatile: it calls these constant, though they are not. */
const unsteady =
  /^(ago|current_.*|get_current_.*|getvariable|localtime.*|pg_.*|(list_|array_)?reservoir_quantile|session_user|user|vector_type|version)$/;

/**
 * Reads a user's statement with the engine's own parser and refuses everything but one SELECT that sees the named inputs
 * alone and answers the same each time (T1461-T1464), all mistakes at once. Warns of inputs that it does not read (T1469).
 */
export async function checkSql(
  engine: Engine,
  text: string,
  columnsOfInputs: ReadonlyMap<string, readonly string[]>,
): Promise<Diagnostic[]> {
  const tree = await parseStatement(engine, text);
  const inputs = [...columnsOfInputs.keys()];
  const mentions = mentionsOf(tree);
  const diagnostics = [
    ...unknownTables(mentions, text, inputs),
    ...forbiddenParts(mentions, text),
    ...(await unsteadyFunctions(engine, mentions, text, columnsOfInputs)),
  ];
  throwIfErrors(diagnostics);
  const read = new Set(mentions.tables.map(({ name }) => name.toLowerCase()));
  return inputs
    .filter((name) => !read.has(name.toLowerCase()))
    .map((name) =>
      warningDiagnostic("T1469", `The SQL does not read the input "${name}"`, {
        place: `input "${name}"`,
        cure: "Remove it, or join it.",
      }),
    );
}

/** The line of a byte in a statement, as a place. */
function linePlace(text: string, position: number | null): string {
  if (position === null) return "sql";
  const before = Buffer.from(text, "utf8").subarray(0, position).toString("utf8");
  return `sql, line ${before.split("\n").length}`;
}

/** The tree of the one SELECT statement that the text must be: T1461 when it cannot be read, T1462 when it is anything else. */
async function parseStatement(engine: Engine, text: string): Promise<unknown> {
  const [row] = await engine.rows(sql`SELECT json_serialize_sql(${textLiteral(text)}) AS tree`);
  const parsed: unknown = JSON.parse(String(row?.["tree"]));
  if (!isRecord(parsed)) return fail("T1461", "The SQL cannot be read", "sql");
  if (parsed["error"] === true) {
    const message = String(parsed["error_message"]);
    if (parsed["error_type"] === "not implemented") return failOther();
    return fail(
      "T1461",
      `The SQL cannot be read: ${message.replace(/^syntax error at or near/, "it breaks at")}`,
      linePlace(text, parsed["position"] === undefined ? null : Number(parsed["position"])),
    );
  }
  const statements = Array.isArray(parsed["statements"]) ? parsed["statements"] : [];
  if (statements.length === 0) return fail("T1461", "The SQL is empty", "sql");
  if (statements.length > 1) return failOther(`${statements.length} statements`);
  // Standing in brackets it must still be whole, which a semicolon at its end prevents.
  if (/;\s*(--[^\n]*\s*|\/\*.*?\*\/\s*)*$/s.test(text)) {
    const [inBrackets] = await engine.rows(
      sql`SELECT json_serialize_sql(${textLiteral(`SELECT * FROM (\n${text}\n)`)}) AS tree`,
    );
    if (String(inBrackets?.["tree"]).startsWith('{"error":true'))
      return failOther("a semicolon", "Remove the semicolon at the end.");
  }
  return statements[0];
}

const fail = (code: "T1461", message: string, place: string): never => {
  throwIfErrors([
    errorDiagnostic(code, message, {
      place,
      cure: "Write one SELECT statement in DuckDB's SQL; it can be tried in DuckDB's own shell.",
    }),
  ]);
  throw new Error("unreachable");
};

const failOther = (value?: string, cure?: string): never => {
  throwIfErrors([
    errorDiagnostic("T1462", "The SQL is not one SELECT statement", {
      place: "sql",
      ...(value === undefined ? {} : { value }),
      cure:
        cure ??
        "Write one SELECT, or WITH … SELECT. A PIVOT must name its values: PIVOT … ON column IN (…). Nothing else can stand here.",
    }),
  ]);
  throw new Error("unreachable");
};

function unknownTables(
  { tables, tableFunctions: calls }: SqlMentions,
  text: string,
  inputs: readonly string[],
): Diagnostic[] {
  const known = new Set(inputs.map((name) => name.toLowerCase()));
  const listed = inputs.map((name) => `"${name}"`).join(", ");
  const unknown = tables.filter(({ name }) => !known.has(name.toLowerCase()));
  const forbidden = calls.filter(({ name }) => !tableFunctions.includes(name.toLowerCase()));
  return [
    ...unknown.map((table) => {
      const similar = similarNames(table.name, inputs);
      return notSeen(
        table,
        text,
        `There is no input "${table.name}"`,
        similar.length > 0
          ? `Did you mean ${similar.map((name) => `"${name}"`).join(" or ")}?`
          : `The SQL sees its inputs alone: ${listed}. Add this one to them.`,
      );
    }),
    ...forbidden.map((call) =>
      notSeen(
        call,
        text,
        `The SQL cannot read from ${call.name}()`,
        `It sees its inputs alone: ${listed}. Give a file as an input: { name: csv("file.csv") }.`,
      ),
    ),
  ];
}

const notSeen = ({ name, position }: SqlMention, text: string, message: string, cure: string): Diagnostic =>
  errorDiagnostic("T1463", message, { place: linePlace(text, position), value: name, cure });

const forbiddenParts = ({ others }: SqlMentions, text: string): Diagnostic[] =>
  others.map(({ name, position }) =>
    name === "SAMPLE"
      ? otherEachTime(
          "A sample is drawn anew each time",
          name,
          linePlace(text, position),
          "Choose rows by their content: WHERE hash(id) % 10 = 0.",
        )
      : errorDiagnostic("T1462", "The SQL has a part that cannot stand in a source", {
          place: linePlace(text, position),
          value: name.toLowerCase(),
          cure: "Write plain SELECT statements, and constants in place of parameters.",
        }),
  );

async function unsteadyFunctions(
  engine: Engine,
  { functions, columns }: SqlMentions,
  text: string,
  columnsOfInputs: ReadonlyMap<string, readonly string[]>,
): Promise<Diagnostic[]> {
  // `error` only ends the statement.
  const rows = await engine.rows(
    sql`SELECT DISTINCT function_name AS name FROM duckdb_functions() WHERE stability <> 'CONSISTENT' AND function_name <> 'error'`,
  );
  const volatile = new Set(rows.map((row) => String(row["name"]).toLowerCase()));
  const inData = new Set([...columnsOfInputs.values()].flat().map((name) => name.toLowerCase()));
  const isUnsteady = (name: string): boolean => volatile.has(name) || unsteady.test(name);
  const calls: readonly SqlMention[] = functions.flatMap(({ name, position, argumentCount, texts }) => {
    if (isUnsteady(name) || (name === "age" && argumentCount === 1)) return [{ name, position }];
    // `list_aggregate(values, 'reservoir_quantile')` names its function by a text.
    return /aggr/.test(name) ? texts.filter(isUnsteady).map((text) => ({ name: text, position })) : [];
  });
  const hidden = columns.filter(({ name }) => hiddenFunctions.includes(name) && !inData.has(name));
  return [...calls, ...hidden].map(({ name, position }) =>
    otherEachTime(`${name} gives another answer each time`, name, linePlace(text, position), cureFor(name)),
  );
}

const otherEachTime = (message: string, value: string, place: string, cure: string): Diagnostic =>
  errorDiagnostic("T1464", `${message}, so the same inputs would not give the same rows`, {
    place,
    value,
    cure,
  });

function cureFor(name: string): string {
  if (/random|uuid|setseed|reservoir/.test(name))
    return "Compute it from the row: hash(id) gives the same number each time; quantile_cont(x, 0.5) is exact.";
  if (/date|time|now|today|ag[eo]|transaction/.test(name))
    return "Write the moment as a constant, such as DATE '2024-01-31', or take it from a column.";
  return "Write what it should give as a constant.";
}
