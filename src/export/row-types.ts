import { createNeverMissing } from "../compile/index.ts";
import { typeOf } from "../ir/index.ts";
import { isClassTask } from "../model/index.ts";
import type { ModelPackage } from "../project/index.ts";
import { valueToJson, type DataType, type Field, type Schema } from "../schema/index.ts";

/** How a value stands in JSON, as a type of TypeScript. */
const jsonTypes: Readonly<Record<DataType, { readonly type: string; readonly note: string }>> = {
  Boolean: { type: "boolean", note: "" },
  Int: { type: "number", note: "A whole number." },
  Float: { type: "number", note: "" },
  Text: { type: "string", note: "" },
  Day: { type: "string", note: 'A day as "2024-01-31".' },
  Instant: { type: "string", note: 'An instant in UTC as "2024-01-31T12:30:00Z".' },
};

/** The types of a model's answers and of rows with the given columns, as declarations of TypeScript. */
export function rowTypes(content: ModelPackage, { fields }: Schema): string {
  const answers = Object.entries(content.program.outputs);
  const isThere = createNeverMissing(content.program);
  return [
    "/** A row: the columns that the model reads. One that may be missing may be null or left out. */",
    "export interface Row {",
    ...fields.flatMap(fieldLines),
    "}",
    "",
    "/** The answer for a row. */",
    "export interface Answer {",
    ...answers.flatMap(([name, expr]) => {
      const { type, note } = jsonTypes[typeOf(expr)];
      const labels = name === "prediction" ? labelsOf(content) : undefined;
      return [
        ...noteLines(note),
        `  readonly ${keySource(name)}: ${labels ?? type}${isThere(expr) ? "" : " | null"};`,
      ];
    }),
    "}",
    "",
  ].join("\n");
}

function fieldLines({ name, type, nullable }: Field): string[] {
  const json = jsonTypes[type];
  return [
    ...noteLines(json.note),
    `  readonly ${keySource(name)}${nullable ? "?" : ""}: ${json.type}${nullable ? " | null" : ""};`,
  ];
}

const noteLines = (note: string): string[] => (note === "" ? [] : [`  /** ${note} */`]);

/** The classes as literal types; true and false together are boolean. */
function labelsOf({ task }: ModelPackage): string | undefined {
  if (!isClassTask(task) || task.type === "Boolean" || task.type === "Float") return undefined;
  return task.classes.map((value) => JSON.stringify(valueToJson(value, task.type))).join(" | ");
}

/** A key of a type; plain words need no quotes. */
const keySource = (name: string): string => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name));

/** The type of what is told about a row. */
export const diagnosticType = `/** One thing to know about a row: what is wrong, where, which value, and what to do. */
export interface Diagnostic {
  readonly code: string;
  readonly severity: "error" | "warning" | "note";
  readonly message: string;
  readonly place?: string;
  readonly value?: string;
  readonly cure?: string;
}
`;
