import { sql } from "../../sql.ts";
import type { OpEmitter } from "../fragment.ts";
import { simple, repeated } from "./shared.ts";

/** SQL of mathematics. */
export const mathematics = {
  sqrt: repeated(
    ([a]) => sql`CASE WHEN ${a!} >= 0e0 THEN sqrt(${a!}) END`,
    () => 1e155,
  ),
  power: simple(
    ([a, b]) => sql`pow(${a!}, ${b!})`,
    () => Infinity,
  ),
  exp: simple(
    ([a]) => sql`exp(${a!})`,
    () => Infinity,
  ),
  ln: repeated(
    ([a]) => sql`CASE WHEN ${a!} > 0e0 THEN ln(${a!}) END`,
    () => 1000,
  ),
  log10: repeated(
    ([a]) => sql`CASE WHEN ${a!} > 0e0 THEN log10(${a!}) END`,
    () => 1000,
  ),
  log1p: repeated(
    ([a]) => sql`CASE WHEN 1e0 + ${a!} > 0e0 THEN ln(1e0 + ${a!}) END`,
    () => 1000,
  ),
  sin: simple(
    ([a]) => sql`sin(${a!})`,
    () => 1,
  ),
  cos: simple(
    ([a]) => sql`cos(${a!})`,
    () => 1,
  ),
  tanh: simple(
    ([a]) => sql`tanh(${a!})`,
    () => 1,
  ),
  sigmoid: simple(
    ([a]) => sql`(1e0 / (1e0 + exp(- ${a!})))`,
    () => 1,
  ),
} satisfies Record<string, OpEmitter>;
