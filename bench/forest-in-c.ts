/** The same forest as C: every tree a function of if and else, compiled by `gcc -O3`, in a process of its own that times itself. */
import { execFileSync, spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { ForestExpr } from "../src/ir/index.ts";

/** A forest that answers rows from a file, one at a time. */
export interface ForestInC {
  /** Nanoseconds of processor time for each row. */
  run(): Promise<number>;
  end(): void;
}

/** A number as C reads it back to the bit. */
function literal(value: number): string {
  const text = String(value);
  return /[.e]/.test(text) ? text : `${text}.0`;
}

function treeSource(forest: ForestExpr, node: number): string {
  const { feature, threshold, missingLeft, left, right, value } = forest;
  const input = feature[node]!;
  if (input < 0) return `return ${literal(value[node]!)};`;
  const bound = literal(threshold[node]!);
  // A comparison with NaN is false.
  const goesLeft = missingLeft[node] === 1 ? `!(x[${input}] > ${bound})` : `x[${input}] <= ${bound}`;
  return `if (${goesLeft}) { ${treeSource(forest, left[node]!)} } else { ${treeSource(forest, right[node]!)} }`;
}

function programSource(forest: ForestExpr, inputs: number, rowCount: number): string {
  const trees = forest.roots.map(
    (root, at) => `static double tree${at}(const double *x) { ${treeSource(forest, root)} }`,
  );
  const sum = forest.roots.map((_, at) => `sum += tree${at}(x);`).join(" ");
  return `
#include <stdio.h>
#include <time.h>
${trees.join("\n")}
static double score(const double *x) { double sum = ${literal(forest.bias)}; ${sum} return sum; }
static double rows[${rowCount}][${inputs}], answers[${rowCount}];
int main(int count, char **names) {
  FILE *file = fopen(names[1], "rb");
  if (!file || fread(rows, sizeof rows, 1, file) != 1) return 1;
  fclose(file);
  file = fopen(names[2], "rb");
  if (!file || fread(answers, sizeof answers, 1, file) != 1) return 1;
  for (int row = 0; row < ${rowCount}; row++) if (score(rows[row]) != answers[row]) return 2;
  char line[16];
  while (fgets(line, sizeof line, stdin)) {
    struct timespec begin, end;
    volatile double kept;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &begin);
    for (int row = 0; row < ${rowCount}; row++) kept = score(rows[row]);
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &end);
    (void)kept;
    printf("%.3f\\n", ((end.tv_sec - begin.tv_sec) * 1e9 + (end.tv_nsec - begin.tv_nsec)) / ${rowCount});
    fflush(stdout);
  }
  return 0;
}
`;
}

/**
 * Compiles a forest with C's own numbers for its inputs, and starts it; undefined where there is no gcc. The program ends where an
 * answer is not the one in the file, to the bit.
 */
export function startForestInC(
  forest: ForestExpr,
  folder: string,
  inputs: number,
  rowCount: number,
): ForestInC | undefined {
  const source = join(folder, "forest.c");
  const program = join(folder, "forest");
  writeFileSync(source, programSource(forest, inputs, rowCount));
  try {
    execFileSync("gcc", ["-O3", "-march=native", "-o", program, source]);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    return undefined;
  }
  return running(spawn(program, [join(folder, "rows.f64"), join(folder, "answers.f64")]));
}

function running(child: ChildProcessWithoutNullStreams): ForestInC {
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  return {
    run: async () => {
      child.stdin.write("run\n");
      const line = await lines.next();
      if (line.done) throw new Error("The forest in C gives other answers");
      return Number(line.value);
    },
    end: () => child.stdin.end(),
  };
}
