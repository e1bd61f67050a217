import { writeFileSync } from "node:fs";
import { opNames, opTable, type OpDefinition, type OpName } from "../src/ir/index.ts";

/** The text of docs/ops.md, from the op table. Run `node docs/generate.ts` to write it; a test fails when it is stale. */
export function opsPage(): string {
  const families = [...new Set(opNames.map((name) => opTable[name].family))];
  return [
    "# Operations",
    "",
    "Everything an expression can call, generated from the op table (`src/ir/ops/`) by `node docs/generate.ts`. What all operations share stands in [semantics.md](semantics.md).",
    "",
    "*Null when an argument is null* holds unless the entry says otherwise. *ulps*: how far targets may differ in the last place; where nothing is said they agree to the bit.",
    "",
    ...families.flatMap((family) => [
      `## ${family.charAt(0).toUpperCase()}${family.slice(1)}`,
      "",
      ...opNames.filter((name) => opTable[name].family === family).flatMap(opLines),
    ]),
  ]
    .join("\n")
    .trimEnd()
    .concat("\n");
}

function opLines(name: OpName): readonly string[] {
  const { title, signatures, nulls, literalFrom, ulps }: OpDefinition = opTable[name];
  const notes = [
    nulls === "own" ? "Null arguments are part of its meaning." : "",
    literalFrom === undefined ? "" : `From argument ${literalFrom + 1} on: constants only.`,
    ulps === undefined ? "" : `Targets may differ by ${ulps} ulps.`,
  ].filter(Boolean);
  return [
    `### ${name}`,
    "",
    title,
    ...(notes.length > 0 ? ["", notes.join(" ")] : []),
    "",
    ...signatures.map(
      ({ args, rest, result }) => `- \`(${[...args, ...(rest ? [`${rest}…`] : [])].join(", ")}) → ${result}\``,
    ),
    "",
  ];
}

if (import.meta.main) writeFileSync(new URL("ops.md", import.meta.url), opsPage());
