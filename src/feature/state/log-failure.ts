import { failInput, failWork } from "../../base/index.ts";

/** SQLite's primary result codes (sqlite.org/rescode.html) that a user can do something about. */
const causes: Readonly<Record<number, readonly [message: string, cure: string]>> = {
  5: ["Another process has the file", "One process at a time may own a feature state: end the other one."],
  8: ["The file may not be written", "Change its permissions, or those of its folder."],
  11: ["The file is damaged", "Put a copy back, or move it away and append the events again."],
  13: ["The disk is full", "Free some space; nothing of this batch was kept."],
  14: ["The file could not be opened", "Check that its folder is there and that you may write in it."],
  26: ["This is no feature state", "Give another file."],
};

/** Throws what SQLite threw as T2527, with a cure; anything else as it is. */
export function throwLogFailure(error: unknown, place: string): never {
  if (!(error instanceof Error) || !("errcode" in error)) throw error;
  const [reason, cure] = causes[Number(error.errcode) & 0xff] ?? [
    "The file could not be read or written",
    "Check the disk.",
  ];
  return failWork(
    "T2527",
    `The feature state cannot work: ${reason}`,
    { place, value: error.message, cure },
    { cause: error },
  );
}

/** Refuses a file that was made for other event tables, or by another version. */
export const refuseLog = (place: string): never =>
  failInput("T2528", "The feature state was made for other event tables", {
    place,
    cure: "Append the events to a new file: keys, clocks, ids and the columns that features read must be the same.",
  });
