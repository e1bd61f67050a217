import { failWork } from "../../base/index.ts";

interface Cause {
  readonly message: string;
  readonly cure: string;
}

const damaged: Cause = {
  message: "The file of the store is damaged",
  cure: "Put a copy of it back, or move it away and run again: results are made anew, the registry and the list of runs begin anew.",
};

/** SQLite's primary result codes (sqlite.org/rescode.html) that a user can do something about. */
const causes: Readonly<Record<number, Cause>> = {
  5: {
    message: "Another process has held the store for too long",
    cure: "Wait until the other run of this project is done, then run again.",
  },
  8: {
    message: "The store may not be written",
    cure: "Change the permissions of the folder .tandem, or work on a copy of the project.",
  },
  10: { message: "The store could not be read or written", cure: "Check the disk, then run again." },
  11: damaged,
  13: {
    message: "The disk is full, so the store could not be written",
    cure: "Free some space and run again; finished steps are kept.",
  },
  14: {
    message: "The store could not be opened",
    cure: "Check that .tandem/store.sqlite is a file that you may read and write, and that the disk has space.",
  },
  26: damaged,
};

const strange: Cause = {
  message: "The store is not of the form that this version knows",
  cure: "Use the version of Tandem that made it, or move the file away: results are made anew, the registry and the list of runs begin anew.",
};

/** Does some work of the database; what it throws becomes T2025 with a cure. */
export function withStoreErrors<Result>(path: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof Error) || !("errcode" in error)) throw error;
    const { message, cure } = causes[Number(error.errcode) & 0xff] ?? strange;
    return failWork("T2025", message, { place: path, value: error.message, cure }, { cause: error });
  }
}
