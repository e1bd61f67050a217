import { errorDiagnostic, isRecord, showValue, throwIfErrors, type Diagnostic } from "../../base/index.ts";

/** An arm and its part of the traffic, from 0 to 1. An arm is an alias (`champion`, `challenger`) or the number of a version. */
export interface TrafficShare {
  readonly arm: string;
  readonly share: number;
}

/** Who answers what part of the traffic. */
export interface Traffic {
  /** Begins the text that is hashed, so that two experiments divide the same keys differently. */
  readonly seed: number;
  /** The shares in their order; together they are 1. */
  readonly shares: readonly TrafficShare[];
}

/** All traffic to the champion: what a project has that never said otherwise. */
export const championTraffic: Traffic = { seed: 0, shares: [{ arm: "champion", share: 1 }] };

/** More arms than an experiment has. */
const mostArms = 16;
const armPattern = /^(?:champion|challenger|[1-9][0-9]{0,8})$/;

/**
 * Shares that come from outside, `{ champion: 0.9, challenger: 0.1 }` or by version `{ "3": 0.5, "4": 0.5 }`, made real. Fails
 * with every mistake (T2342).
 */
export function normalizeTraffic(shares: unknown, seed: unknown = 0, place = "shares"): Traffic {
  const diagnostics: Diagnostic[] = [];
  const tell = (message: string, where: string, value: unknown, cure: string): void => {
    diagnostics.push(errorDiagnostic("T2342", message, { place: where, value: showValue(value), cure }));
  };
  const form = 'Give each arm its part of 1: {"champion": 0.9, "challenger": 0.1}.';
  const entries = isRecord(shares) ? Object.entries(shares) : [];
  if (entries.length === 0) tell("The traffic has no shares", place, shares, form);
  if (entries.length > mostArms)
    tell(`The traffic has more than ${mostArms} arms`, place, entries.length, form);
  for (const [arm, share] of entries) {
    const here = `${place}[${JSON.stringify(arm)}]`;
    if (!armPattern.test(arm))
      tell(
        `${showValue(arm)} is no arm`,
        here,
        arm,
        "An arm is champion, challenger or the number of a version.",
      );
    if (typeof share !== "number" || !(share >= 0 && share <= 1))
      tell("A share is a number from 0 to 1", here, share, form);
  }
  const sum = entries.reduce((total, [, share]) => total + Number(share), 0);
  if (diagnostics.length === 0 && Math.abs(sum - 1) > 1e-9)
    tell("The shares do not come to 1", place, sum, "Change them so that together they are 1.");
  if (!Number.isSafeInteger(seed) || Number(seed) < 0)
    tell("The seed is no whole number from 0 on", "seed", seed, "Leave it out, or give a whole number.");
  throwIfErrors(diagnostics);
  return {
    seed: Number(seed),
    shares: inOrder(entries.map(([arm, share]) => ({ arm, share: Number(share) }))),
  };
}

/** The champion first, the challenger last and versions by number between, so that the order in which they were written decides nothing. */
export const inOrder = (shares: readonly TrafficShare[]): readonly TrafficShare[] => {
  const rank = ({ arm }: TrafficShare): number =>
    arm === "champion" ? 0 : arm === "challenger" ? Number.MAX_SAFE_INTEGER : Number(arm);
  return shares.toSorted((left, right) => rank(left) - rank(right));
};
