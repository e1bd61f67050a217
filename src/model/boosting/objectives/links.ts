import { call, float, substitute, type Expr } from "../../../ir/index.ts";
import { exponentials, sigmoids } from "../../../kernel/index.ts";
import { softmaxExprs } from "../../softmax.ts";
import { scoreColumn, type BuiltOutput } from "../custom/built-output.ts";

/**
 * How scores become predictions: as they are, by e^s, by 1 / (1 + e^(-slope·s)), by shares of the powers e^s, or by shares of
 * the sigmoids, or by expressions of the user's.
 */
export type Link =
  | BuiltOutput
  | { readonly kind: "identity" | "exp" | "softmax" }
  | { readonly kind: "sigmoid" | "one-versus-all"; readonly slope: number };

/** Predictions as expressions of the scores. */
export function linkExprs(link: Link, scores: readonly Expr[]): readonly Expr[] {
  switch (link.kind) {
    case "identity":
      return scores;
    case "exp":
      return scores.map((score) => call("exp", score));
    case "sigmoid":
      return scores.map((score) => call("sigmoid", steep(score, link.slope)));
    case "softmax":
      return softmaxExprs(scores);
    case "one-versus-all": {
      const parts = scores.map((score) => call("sigmoid", steep(score, link.slope)));
      const total = parts.reduce((sum, part) => call("add", sum, part));
      return parts.map((part) => call("divide", part, total));
    }
    case "built": {
      const byName = new Map(scores.map((score, output) => [scoreColumn(output), score]));
      return link.exprs.map((expr) => substitute(expr, byName));
    }
  }
}

const steep = (score: Expr, slope: number): Expr =>
  slope === 1 ? score : call("multiply", float(slope), score);

/** Predictions from scores, row by row; `room` has an array per score to write to. Scores that are predictions come back themselves. */
export function linkScores(
  link: Link,
  scores: readonly Float64Array[],
  room: readonly Float64Array[],
): readonly Float64Array[] {
  switch (link.kind) {
    case "identity":
      return scores;
    case "exp":
      for (const [output, score] of scores.entries()) exponentials(score, room[output]!);
      return room;
    case "sigmoid":
      for (const [output, score] of scores.entries()) sigmoids(score, room[output]!, link.slope);
      return room;
    case "softmax":
      powers(scores, room);
      return shares(room);
    case "one-versus-all":
      for (const [output, score] of scores.entries()) sigmoids(score, room[output]!, link.slope);
      return shares(room);
    case "built":
      return link.evaluate(scores);
  }
}

/** e^(sᵢ - m) with m the greatest score of the row, so that none overflows and one is 1. */
function powers(scores: readonly Float64Array[], room: readonly Float64Array[]): void {
  const rowCount = scores[0]!.length;
  for (let row = 0; row < rowCount; row++) {
    let greatest = -Infinity;
    for (let output = 0; output < scores.length; output++)
      if (scores[output]![row]! > greatest) greatest = scores[output]![row]!;
    for (let output = 0; output < scores.length; output++)
      room[output]![row] = scores[output]![row]! - greatest;
  }
  for (const part of room) exponentials(part, part);
}

/** Each part as a share of the row's sum. */
function shares(parts: readonly Float64Array[]): readonly Float64Array[] {
  const rowCount = parts[0]!.length;
  for (let row = 0; row < rowCount; row++) {
    let total = 0;
    for (let output = 0; output < parts.length; output++) total += parts[output]![row]!;
    for (let output = 0; output < parts.length; output++) parts[output]![row]! /= total;
  }
  return parts;
}
