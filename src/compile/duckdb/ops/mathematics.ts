import { mathematicsAlgorithms } from "../../../ir/index.ts";
import { sql } from "../../sql.ts";
import { fromAlgorithms } from "../emit-algorithm.ts";
import type { OpEmitter } from "../fragment.ts";
import { repeated } from "./shared.ts";

/** SQL of mathematics. */
export const mathematics = {
  ...fromAlgorithms(mathematicsAlgorithms),
  sqrt: repeated(
    ([a]) => sql`CASE WHEN ${a!} >= 0e0 THEN sqrt(${a!}) END`,
    () => 1e155,
  ),
  square: repeated(
    ([a]) => sql`(${a!} * ${a!})`,
    ([a]) => a!.bound * a!.bound,
  ),
} satisfies Record<string, OpEmitter>;
