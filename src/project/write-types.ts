import type { Field, Schema } from "../schema/index.ts";

/** The columns of a source, to be written for the editor. */
export interface TypedSource {
  /** Its path, or the text of its SQL. */
  readonly source: string;
  readonly schema: Schema;
  /** Why each column has its type. */
  readonly reasons?: ReadonlyMap<string, string>;
}

/**
 * The text of `.tandem/types.d.ts`: tells TypeScript the columns of the sources, so that a misspelt name or an operation of
 * another type is red in the editor. The project's tsconfig.json includes it.
 */
export const writeTypes = (...sources: readonly TypedSource[]): string =>
  [
    "// Written by tandem from the data; do not edit.",
    'import type { Nullable } from "tandem-ml";',
    "",
    'declare module "tandem-ml" {',
    "  interface SourceColumns {",
    ...sources.flatMap(({ source, schema, reasons }) => [
      `    ${key(source)}: {`,
      ...schema.fields.flatMap((field) => fieldLines(field, reasons?.get(field.name))),
      "    };",
    ]),
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
