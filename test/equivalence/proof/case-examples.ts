import { casesOf, groups } from "../../conformance/case-files.ts";
import { opNames } from "../../../src/ir/index.ts";
import type { Examples } from "./op-program.ts";

/** The arguments of all conformance cases: constants that mean something to their operation, and texts that fit them. */
export function caseExamples(): Examples {
  const all = opNames.flatMap((op) =>
    groups.flatMap((group) => casesOf(op, group)).map(({ types, args }) => ({ op, types, args })),
  );
  return {
    calls: Object.fromEntries(
      opNames.map((op) => [
        op,
        all.filter((one) => one.op === op).map(({ types, args }) => ({ types, args })),
      ]),
    ),
    texts: [...new Set(all.flatMap(({ args }) => args.filter((arg) => typeof arg === "string")))],
  };
}
