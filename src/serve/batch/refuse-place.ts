import type { BigIntStats } from "node:fs";
import { stat } from "node:fs/promises";
import { failInput, showValue } from "../../base/index.ts";
import { isTableAddress } from "../../data/index.ts";
import type { Output } from "./table-output.ts";

/**
 * Fails with T2949 where answers cannot or should not take the place of what is there under the name of their file: otherwise this would
 * be seen at the end, after hours.
 */
export async function refusePlace({ table, path }: Output, inputs: readonly string[]): Promise<void> {
  const there = table ? undefined : await found(path);
  if (!there) return;
  if (!there.isFile())
    failInput("T2949", `The answers cannot be written to ${showValue(path)}: it is no file`, {
      place: path,
      cure: "Name a file that is not there yet, or one that may be replaced.",
    });
  const rows = await Promise.all(inputs.filter((input) => !isTableAddress(input)).map(found));
  if (rows.some((one) => one?.dev === there.dev && one.ino === there.ino))
    failInput("T2949", "The answers would take the place of the rows that they answer", {
      place: path,
      cure: "Name another file: rows that are rejected, and columns that are left out, would be lost.",
    });
}

const found = (path: string): Promise<BigIntStats | undefined> =>
  stat(path, { bigint: true }).catch(() => undefined);
