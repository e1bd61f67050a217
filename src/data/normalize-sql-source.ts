import { isRecord } from "../base/index.ts";
import type { Report } from "./normalize-source.ts";
import type { PlainSource, Source, SqlSource } from "./source.ts";

/** An SQL source from outside made real; its inputs are read by `readInput`. Every mistake is reported (T1460). */
export function normalizeSqlSource(
  spec: Readonly<Record<string, unknown>>,
  place: string,
  report: Report,
  readInput: (spec: unknown, place: string) => Source | undefined,
): SqlSource | undefined {
  const mistake = (message: string, where: string, value: unknown, cure: string) =>
    report("T1460", message, `${place}.${where}`, value, cure);
  const { text, inputs } = spec;
  if (typeof text !== "string" || text.trim() === "")
    mistake("The SQL is a text that is not empty", "text", text, 'Write, say, "SELECT * FROM orders".');
  else if (text.includes("\0") || !text.isWellFormed())
    mistake("The SQL holds characters that no text has", "text", text, "Write it anew.");
  if (!isRecord(inputs) || Object.keys(inputs).length === 0)
    return mistake(
      "An SQL source needs named inputs",
      "inputs",
      inputs,
      'Write, say, { orders: csv("orders.csv") }.',
    );
  const seen = new Map<string, string>();
  const read = Object.entries(inputs).flatMap(([name, input]): [string, PlainSource][] => {
    const where = `inputs.${name}`;
    if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name))
      mistake(
        "The name of an input has letters, digits and _ only, and begins with no digit",
        where,
        name,
        'Write, say, "orders".',
      );
    const twin = seen.get(name.toLowerCase());
    if (twin !== undefined)
      mistake(
        `The inputs "${twin}" and "${name}" have one name, for SQL does not tell upper from lower case`,
        where,
        name,
        "Rename one of them.",
      );
    seen.set(name.toLowerCase(), name);
    const source = readInput(input, `${place}.${where}`);
    if (source?.kind !== "sql") return source ? [[name, source]] : [];
    mistake(
      "An input of SQL cannot be SQL itself",
      where,
      source.text,
      "Put it into the statement: WITH name AS (…).",
    );
    return [];
  });
  if (typeof text !== "string") return undefined;
  return { kind: "sql", text, inputs: Object.fromEntries(read) };
}
