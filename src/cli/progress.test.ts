import { describe, expect, it } from "vitest";
import { progressLine, progressPrinter } from "./progress.ts";

/** A terminal (or none) that keeps what is written to it. */
function stream(isTTY: boolean) {
  const written: string[] = [];
  const write = (text: string): boolean => written.push(text) > 0;
  return { written, target: { isTTY, columns: 60, write } as unknown as NodeJS.WriteStream };
}

describe("progressPrinter", () => {
  it("writes nothing where there is no terminal", () => {
    const { written, target } = stream(false);
    let time = 0;
    const { progress, clear } = progressPrinter(target, () => (time += 5000));
    progress({ task: "train", done: 1, total: 2 });
    progress({ task: "train", done: 2, total: 2 });
    clear();
    expect(written).toEqual([]);
  });

  it("draws a bar once a task has taken a second, and wipes it at the end", () => {
    const { written, target } = stream(true);
    let time = 0;
    const { progress } = progressPrinter(target, () => time);
    progress({ task: "train", done: 0, total: 4 });
    time = 900;
    progress({ task: "train", done: 1, total: 4 });
    expect(written).toEqual([]);
    time = 1100;
    progress({ task: "train", done: 2, total: 4, note: "fold 3 of 4" });
    expect(written.at(-1)).toContain("train ████████████░░░░░░░░░░░░ 50 %  fold 3 of 4");
    progress({ task: "train", done: 4, total: 4 });
    expect(written.at(-1)).toBe("\r\u001B[2K");
  });

  it("starts the second anew with each task", () => {
    const { written, target } = stream(true);
    let time = 0;
    const { progress } = progressPrinter(target, () => time);
    progress({ task: "collect", done: 0, total: 2 });
    time = 1500;
    progress({ task: "profile", done: 0, total: 2 });
    expect(written).toEqual([]);
  });
});

describe("progressLine", () => {
  it("shows no bar while the total is unknown", () => {
    expect(progressLine({ task: "report" }, 80)).toBe("report");
  });

  it("fits the terminal", () => {
    expect(progressLine({ task: "train", done: 1, total: 2, note: "x".repeat(200) }, 50)).toHaveLength(49);
  });
});
