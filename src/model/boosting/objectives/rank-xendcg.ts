import { exponential, mixBits, powerOfTwo } from "../../../base/index.ts";
import { layOutGroupsByContent } from "../ranking/group-layout.ts";
import type { ObjectiveKind } from "./objective.ts";

/**
 * The cross-entropy of the shares of the powers e^s within a group with the shares of 2^grade - u, u drawn anew from 0 to 1 for
 * each row and iteration, with terms up to the third order (Bruch, "An Alternative Cross Entropy Loss for Learning-to-Rank",
 * WWW 2021; as in LightGBM). What is drawn comes from the seed and from what the row holds.
 */
export const rankXendcg: ObjectiveKind = {
  tasks: ["ranking"],
  metric: "ndcg@10",
  open: (set, _params, seed) => {
    const { groupCount, ends, rows, greatest, keys } = layOutGroupsByContent(set);
    const phis = Float64Array.from(rows, (row) => powerOfTwo(set.target[row]!));
    const shares = new Float64Array(greatest);
    const terms = new Float64Array(greatest);
    let salt = 0;
    return {
      link: { kind: "identity" },
      start: [0],
      prepare: (_scores, iteration) => void (salt = mixBits(mixBits(seed) + iteration)),
      differentiate: ([score], _output, gradient, hessian) => {
        for (let number = 0; number < groupCount; number++) {
          const from = ends[number]!;
          const count = ends[number + 1]! - from;
          fillShares(score!, rows, from, count, shares);
          let sum = 0;
          for (let place = 0; place < count; place++) {
            // Rows that hold the same stand in a row: their places tell them apart.
            const bits = mixBits(mixBits(keys[rows[from + place]!]! ^ salt) + place);
            terms[place] = count < 2 ? 0 : phis[from + place]! - bits / 4294967296;
            sum += terms[place]!;
          }
          addTerms(rows, from, count, 1 / Math.max(sum, 1e-15), shares, terms, gradient, hessian);
        }
      },
    };
  },
};

/** e^s of the rows of a group as shares of their sum. */
function fillShares(
  score: Float64Array,
  rows: Uint32Array,
  from: number,
  count: number,
  shares: Float64Array,
): void {
  let greatest = -Infinity;
  for (let place = 0; place < count; place++) greatest = Math.max(greatest, score[rows[from + place]!]!);
  let total = 0;
  for (let place = 0; place < count; place++) {
    const power = exponential(score[rows[from + place]!]! - greatest);
    shares[place] = power;
    total += power;
  }
  for (let place = 0; place < count; place++) shares[place]! /= total;
}

/** The derivatives of one group, by terms of the first, second and third order. */
function addTerms(
  rows: Uint32Array,
  from: number,
  count: number,
  scale: number,
  shares: Float64Array,
  terms: Float64Array,
  gradient: Float64Array,
  hessian: Float64Array,
): void {
  if (count < 2) {
    for (let place = 0; place < count; place++) {
      gradient[rows[from + place]!] = 0;
      hessian[rows[from + place]!] = 0;
    }
    return;
  }
  let first = 0;
  for (let place = 0; place < count; place++) {
    const term = shares[place]! - terms[place]! * scale;
    gradient[rows[from + place]!] = term;
    terms[place] = term / rest(shares[place]!);
    first += terms[place]!;
  }
  let second = 0;
  for (let place = 0; place < count; place++) {
    const term = shares[place]! * (first - terms[place]!);
    gradient[rows[from + place]!]! += term;
    terms[place] = term / rest(shares[place]!);
    second += terms[place]!;
  }
  for (let place = 0; place < count; place++) {
    const share = shares[place]!;
    gradient[rows[from + place]!]! += share * (second - terms[place]!);
    hessian[rows[from + place]!] = share * (1 - share);
  }
}

/** What is left of 1, above 0 where rounding leaves nothing. */
const rest = (share: number): number => Math.max(1 - share, 1e-15);
