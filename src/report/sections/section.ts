import type { RunRecord } from "../../project/index.ts";
import type { Block } from "../blocks.ts";

/** One chapter of the report: the same record gives the same blocks. */
export type Section = (run: RunRecord) => Promise<readonly Block[]>;
