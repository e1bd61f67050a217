import type { CodePointRange, Pattern, PatternNode, PatternPlace } from "./pattern.ts";

/** One step of a pattern's program. */
type Step =
  | {
      readonly kind: "take";
      readonly ranges: readonly CodePointRange[];
      /** The first and the last code point of all ranges. */
      readonly low: number;
      readonly high: number;
    }
  | { readonly kind: "place"; readonly at: PatternPlace }
  /** Goes on at the first; where that fails, at the second. */
  | { readonly kind: "split"; first: number; second: number }
  | { readonly kind: "jump"; to: number }
  /** Notes the place where a group begins or ends. */
  | { readonly kind: "note"; readonly slot: number }
  | { readonly kind: "done" };

/** A pattern as steps, for the matcher. */
export interface PatternProgram {
  readonly steps: readonly Step[];
  /** For the steps that can be reached on two ways: a number for each, else -1. */
  readonly meetings: Int32Array;
  readonly meetingCount: number;
  /** Twice the number of groups, with the whole as group 0. */
  readonly slotCount: number;
}

/** Writes a pattern as steps (Thompson's construction; priorities as in Cox, "Regular Expression Matching: the Virtual Machine Approach"). */
export function compilePattern({ node, groupCount }: Pattern): PatternProgram {
  const steps: Step[] = [];
  emit(node, steps);
  steps.push({ kind: "done" });
  const meetings = new Int32Array(steps.length).fill(-1);
  let meetingCount = 0;
  const meet = (step: number): void => {
    if (meetings[step]! < 0) meetings[step] = meetingCount++;
  };
  for (const [at, step] of steps.entries()) {
    if (step.kind === "split") [at, step.first, step.second].forEach(meet);
    if (step.kind === "jump") meet(step.to);
  }
  return { steps, meetings, meetingCount, slotCount: 2 * (groupCount + 1) };
}

function emit(node: PatternNode, steps: Step[]): void {
  switch (node.kind) {
    case "set":
      steps.push({
        kind: "take",
        ranges: node.ranges,
        low: node.ranges[0]![0],
        high: node.ranges.at(-1)![1],
      });
      return;
    case "place":
      steps.push({ kind: "place", at: node.at });
      return;
    case "group":
      if (node.number > 0) steps.push({ kind: "note", slot: 2 * node.number });
      emit(node.body, steps);
      if (node.number > 0) steps.push({ kind: "note", slot: 2 * node.number + 1 });
      return;
    case "sequence":
      for (const part of node.parts) emit(part, steps);
      return;
    case "choice":
      emitChoice(node.options, steps);
      return;
    case "repeat":
      emitRepeat(node, steps);
  }
}

function emitChoice(options: readonly PatternNode[], steps: Step[]): void {
  const ends: { kind: "jump"; to: number }[] = [];
  for (const [at, option] of options.entries()) {
    const isLast = at === options.length - 1;
    const split = { kind: "split" as const, first: steps.length + 1, second: 0 };
    if (!isLast) steps.push(split);
    emit(option, steps);
    if (isLast) break;
    const end = { kind: "jump" as const, to: 0 };
    ends.push(end);
    steps.push(end);
    split.second = steps.length;
  }
  for (const end of ends) end.to = steps.length;
}

function emitRepeat(
  { body, least, most, lazy }: Extract<PatternNode, { kind: "repeat" }>,
  steps: Step[],
): void {
  for (let count = 0; count < least; count++) emit(body, steps);
  if (most === Infinity) {
    const start = steps.length;
    const split = pushSplit(steps);
    emit(body, steps);
    steps.push({ kind: "jump", to: start });
    aim(split, start + 1, steps.length, lazy);
    return;
  }
  const splits = Array.from({ length: most - least }, () => {
    const at = steps.length;
    const split = pushSplit(steps);
    emit(body, steps);
    return { split, at };
  });
  for (const { split, at } of splits) aim(split, at + 1, steps.length, lazy);
}

type Split = Extract<Step, { kind: "split" }>;

function pushSplit(steps: Step[]): Split {
  const split: Split = { kind: "split", first: 0, second: 0 };
  steps.push(split);
  return split;
}

/** A greedy repeat tries its body first, a lazy one last. */
function aim(split: Split, body: number, after: number, lazy: boolean): void {
  split.first = lazy ? after : body;
  split.second = lazy ? body : after;
}
