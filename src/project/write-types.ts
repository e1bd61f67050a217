import type { Field, Schema } from "../schema/index.ts";

/**
 * The text of `.tandem/types.d.ts`: tells TypeScript the columns of a source, so that a misspelt name or an operation of
 * another type is red in the editor. The config refers to it with `/// <reference path="./.tandem/types.d.ts" />`.
 */
export const writeTypes = (schema: Schema, sourcePath: string): string =>
  [
    "// Written by tandem from the data; do not edit.",
    'import type { Nullable } from "tandem-ml";',
    "",
    'declare module "tandem-ml" {',
    "  interface SourceColumns {",
    `    ${key(sourcePath)}: {`,
    ...schema.fields.flatMap(fieldLines),
    "    };",
    "  }",
    "}",
    "",
  ].join("\n");

const fieldLines = ({ name, type, nullable }: Field): readonly string[] => [
  `      /** ${type}${nullable ? ", may be missing" : ""}. */`,
  `      ${key(name)}: ${nullable ? `Nullable<"${type}">` : `"${type}"`};`,
];

/** A name as a quoted property. The two line separators of Unicode would end a line in older parsers. */
const key = (name: string): string =>
  JSON.stringify(name).replaceAll("\u2028", "\\u2028").replaceAll("\u2029", "\\u2029");
