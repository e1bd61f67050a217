import { writeFileSync } from "node:fs";
import { generateHelpTextForAllCommands, type Application, type CommandContext } from "@stricli/core";
import { buildTandem } from "../src/cli/application.ts";
import { moduleFunctionsFile } from "./module-functions.ts";
import { targets, unsupportedReason, type TargetName } from "../src/compile/index.ts";
import { opNames, opTable, type OpDefinition, type OpName } from "../src/ir/index.ts";

/** The text of docs/ops.md, from the op table. */
export function opsPage(): string {
  const families = [...new Set(opNames.map((name) => opTable[name].family))];
  return [
    "# Operations",
    "",
    "Everything an expression can call, generated from the op table (`src/ir/ops/`) by `npm run docs`. What all operations share stands in [semantics.md](semantics.md).",
    "",
    "*Null when an argument is null* holds unless the entry says otherwise. All targets give the same bits.",
    "",
    ...supportLines(families),
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

const targetTitles: Readonly<Record<TargetName, string>> = {
  evaluate: "evaluate",
  js: "JavaScript",
  duckdb: "DuckDB SQL",
};

/** Which target computes which operation, from the targets' own tables. */
export function supportLines(
  families: readonly string[],
  reasonOf: (op: OpName, target: TargetName) => string | undefined = unsupportedReason,
): readonly string[] {
  const counts = targets.map((target) => opNames.filter((op) => reasonOf(op, target) === undefined).length);
  return [
    "## Operations and targets",
    "",
    "What a Program can be compiled to, from the tables of the targets: *evaluate* is the interpreter that defines what is right, JavaScript answers rows and batches, DuckDB SQL scores tables. A Program with an operation that its target cannot compute is refused (T1304) with the operation, the target, the reason and a way round.",
    "",
    `| operations | ${targets.map((target) => targetTitles[target]).join(" | ")} |`,
    `|---|${targets.map(() => "---|").join("")}`,
    `| **all ${opNames.length}** | ${counts.join(" | ")} |`,
    ...families.flatMap((family) => familyRows(family, reasonOf)),
    "",
  ];
}

/** A row for the operations of a family that all targets compute, and one for each other. */
function familyRows(
  family: string,
  reasonOf: (op: OpName, target: TargetName) => string | undefined,
): readonly string[] {
  const ops = opNames.filter((op) => opTable[op].family === family);
  const isWhole = (op: OpName): boolean => targets.every((target) => reasonOf(op, target) === undefined);
  const link = (op: OpName): string => `[${op}](#${op.toLowerCase()})`;
  const whole = ops.filter(isWhole);
  const row = (first: string, cells: readonly string[]): string => `| ${first} | ${cells.join(" | ")} |`;
  return [
    ...(whole.length === 0
      ? []
      : [
          row(
            `${family}: ${whole.map(link).join(", ")}`,
            targets.map(() => "yes"),
          ),
        ]),
    ...ops
      .filter((op) => !isWhole(op))
      .map((op) =>
        row(
          link(op),
          targets.map((target) => {
            const reason = reasonOf(op, target);
            return reason === undefined ? "yes" : `no: ${reason}`;
          }),
        ),
      ),
  ];
}

function opLines(name: OpName): readonly string[] {
  const { title, signatures, nulls, literalFrom, literalExamples }: OpDefinition = opTable[name];
  const notes = [
    nulls === "own" ? "Null arguments are part of its meaning." : "",
    literalFrom === undefined ? "" : `From argument ${literalFrom + 1} on: constants only.`,
    literalExamples ? `Such as ${literalExamples.map((one) => `\`${String(one)}\``).join("; ")}.` : "",
  ].filter(Boolean);
  return [
    `### ${name}`,
    "",
    title,
    ...(notes.length > 0 ? ["", notes.join(" ")] : []),
    "",
    ...signatures.map(
      ({ args, rest, result }) =>
        `- \`(${[...args, ...(rest ? [`${rest}…`] : [])].join(", ")}) → ${result}\``,
    ),
    "",
  ];
}

/** The text of docs/cli.md, from the help texts of the commands themselves. */
export function cliPage(): string {
  const commands = generateHelpTextForAllCommands(
    buildTandem("", () => {}) as unknown as Application<CommandContext>,
  );
  return [
    "# The commands",
    "",
    "What `tandem <command> --help` says, generated from the commands (`src/cli/`) by `npm run docs`.",
    "",
    "Every command takes `--json`: then exactly one JSON document stands on standard output, and messages and progress on standard error. Exit codes: 0 done, 1 the work failed or a check did not hold, 2 bad input, 130 stopped by Ctrl-C. Bars of progress show on a terminal only.",
    "",
    ...commands.flatMap(([name, help]) => [`## ${name.trim()}`, "", "```text", help.trim(), "```", ""]),
  ]
    .join("\n")
    .trimEnd()
    .concat("\n");
}

/** The pages that are written by program; a test fails when one is stale. */
export const pages: Readonly<Record<string, () => string>> = { "ops.md": opsPage, "cli.md": cliPage };

if (import.meta.main) {
  for (const [name, page] of Object.entries(pages)) writeFileSync(new URL(name, import.meta.url), page());
  writeFileSync(new URL("../src/export/module-functions.ts", import.meta.url), await moduleFunctionsFile());
}
