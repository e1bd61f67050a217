import { opTable, type OpName } from "../ir/index.ts";
import { opEmitters } from "./duckdb/emit-op.ts";
import { jsEmitters } from "./js/emit-call.ts";

/** What a Program can be compiled to. */
export const targets = ["evaluate", "js", "duckdb"] as const;
export type TargetName = (typeof targets)[number];

/** Where each target says what it does with each operation: something that computes it, or why it cannot. */
const tables: Readonly<Record<TargetName, Readonly<Record<OpName, unknown>>>> = {
  evaluate: opTable,
  js: jsEmitters,
  duckdb: opEmitters,
};

/** Why a target cannot compute an operation; undefined where it can. */
export function unsupportedReason(op: OpName, target: TargetName): string | undefined {
  const found = tables[target][op];
  return typeof found === "object" && found !== null && "unsupported" in found
    ? String(found.unsupported)
    : undefined;
}
