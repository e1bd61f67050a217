import type { Field, Schema } from "../schema/index.ts";

/**
 * The text of `.tandem/types.d.ts`: tells TypeScript the columns of a source, so that a misspelt name or an operation of
 * another type is red in the editor. `source` is the path of the source, or the text of its SQL. The project's tsconfig.json includes it. `reasons` say of each column why it has its type.
 */
export const writeTypes = (
  schema: Schema,
  source: string,
  reasons: ReadonlyMap<string, string> = new Map(),
): string =>
  [
    "// Written by tandem from the data; do not edit.",
    'import type { Nullable } from "tandem-ml";',
    "",
    'declare module "tandem-ml" {',
    "  interface SourceColumns {",
    `    ${key(source)}: {`,
    ...schema.fields.flatMap((field) => fieldLines(field, reasons.get(field.name))),
    "    };",
    "  }",
    "}",
    "",
  ].join("\n");

const fieldLines = ({ name, type, nullable }: Field, reason: string | undefined): readonly string[] => [
  `      /** ${type}${nullable ? ", may be missing" : ""}${reason ? `: ${inComment(reason)}` : ""}. */`,
  `      ${key(name)}: ${nullable ? `Nullable<"${type}">` : `"${type}"`};`,
];

/** A reason may quote the data: on one line, and never the end of the comment. */
const inComment = (text: string): string =>
  text.replaceAll("*/", "* /").replace(/\s+/g, " ").replace(/\.$/, "");

/** A name as a quoted property. The two line separators of Unicode would end a line in older parsers. */
const key = (name: string): string =>
  JSON.stringify(name).replaceAll("\u2028", "\\u2028").replaceAll("\u2029", "\\u2029");
