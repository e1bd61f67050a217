import { deepFreeze } from "../../base/index.ts";
import { adjustBenjaminiHochberg, adjustHolm } from "../adjust-p-values.ts";
import { asPValue } from "./finish-test.ts";
import { failRange, failSetting } from "./problems.ts";
import { showNumber, showPercent } from "./words.ts";

/** One of several results that are read together. */
export interface FamilyMember {
  readonly name: string;
  /** As the test gave it. */
  readonly pValue: number;
  /** What it is worth among all of them. */
  readonly adjustedPValue: number;
  readonly isBelow: boolean;
}

/** Several results, read together. */
export interface Family {
  readonly method: "holm" | "benjamini-hochberg";
  /** The bound: of the chance of any false finding (Holm), or of the share of false ones among the findings. */
  readonly bound: number;
  readonly members: readonly FamilyMember[];
  readonly sentence: string;
}

/**
 * Reads several results together, because among twenty tests of nothing one comes below 0.05. Holm's method bounds the chance
 * that any finding is false, Benjamini and Hochberg's the share of the findings that are. Throws T2835 and T2845 for bad
 * input. Methods: S. Holm (1979); Y. Benjamini & Y. Hochberg (1995).
 * @example
 * adjustFamily({ price: { pValue: 0.01 }, colour: { pValue: 0.04 } }).members[1].adjustedPValue // 0.04
 */
export function adjustFamily(
  results: Readonly<Record<string, { readonly pValue: number }>>,
  options: { readonly method?: "holm" | "benjamini-hochberg"; readonly bound?: number } = {},
): Family {
  const { method = "holm", bound = 0.05 } = options;
  if (method !== "holm" && method !== "benjamini-hochberg")
    failSetting("method", method, '"holm" or "benjamini-hochberg"');
  if (!(typeof bound === "number" && bound > 0 && bound < 1))
    failSetting("bound", bound, "a number between 0 and 1, such as 0.05");
  const names = Object.keys(results);
  const pValues = names.map((name) => {
    const { pValue } = results[name]!;
    return typeof pValue === "number" && pValue >= 0 && pValue <= 1
      ? pValue
      : failRange(name, pValue, "p-values from 0 to 1");
  });
  const adjusted = (method === "holm" ? adjustHolm : adjustBenjaminiHochberg)(pValues);
  const members = names.map((name, at) => ({
    name,
    pValue: pValues[at]!,
    adjustedPValue: asPValue(adjusted[at]!),
    isBelow: adjusted[at]! < bound,
  }));
  const found = members.filter(({ isBelow }) => isBelow).map(({ name }) => name);
  const promise =
    method === "holm"
      ? `the chance that any of them is false is below ${showPercent(bound)}`
      : `no more than ${showPercent(bound)} of such findings are false on average`;
  return deepFreeze({
    method,
    bound,
    members,
    sentence:
      found.length === 0
        ? `None of ${names.length} results stands out once all are counted (bound ${showNumber(bound)}).`
        : `${found.length} of ${names.length} results ${found.length === 1 ? "stands" : "stand"} out once all are counted: ${found.join(", ")}; ${promise}.`,
  });
}
