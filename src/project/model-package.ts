import type { Profile } from "../explore/index.ts";
import type { FeatureSet } from "../feature/index.ts";
import type { Program } from "../ir/index.ts";
import type { Evaluation, Task } from "../model/index.ts";
import type { Schema, Value } from "../schema/index.ts";

/** What a person should know before using the model. */
export interface ModelCard {
  readonly project: string;
  readonly model: string;
  readonly question: string;
  readonly data: {
    readonly snapshotHash: string;
    readonly path: string | null;
    readonly rowCount: number;
    readonly from: string | null;
    readonly to: string | null;
  };
  readonly metric: string;
  readonly test: Evaluation;
  readonly limits: readonly string[];
}

/** One row with the exact answers of the model: what a loader must reproduce bit for bit before it answers anybody. */
export interface ProofRow {
  readonly input: Readonly<Record<string, Value>>;
  readonly output: Readonly<Record<string, Value>>;
}

/** The event features among a model's inputs: enough to make them from events, online or for a file. */
export interface PackageFeatures {
  readonly set: FeatureSet;
  /** What a request gives: the inputs that are no event features, the keys, and the prediction time, which is now when it is left out. */
  readonly row: Schema;
  /** The sources of events with their columns; a null source stands for the rows themselves (`history`). */
  readonly tables: readonly { readonly source: string | null; readonly schema: Schema }[];
}

/** All of a model in one file (`.tandem.json`): plain data, so loading it runs no code. See docs/formats/package.md. */
export interface ModelPackage {
  readonly kind: "tandem-package";
  /** 2 for a package with private columns, which a reader must know of, and 1 for any other. */
  readonly version: 1 | 2;
  /** SHA-256 of the canonical JSON of what the model is: everything but `stamp` and `seal`. The same data, definition and seed give the same hash. */
  readonly hash: string;
  /** SHA-256 of the canonical JSON of everything else in the file: one changed byte breaks it. */
  readonly seal: string;
  /** Who made this file, when, in which run, with which versions of the programs. Not part of the hash. */
  readonly stamp: PackageStamp;
  readonly name: string;
  readonly task: Task;
  /** null for clusters and outliers, which have none. */
  readonly target: string | null;
  /** The columns a request gives, with their types; the Program's input. */
  readonly schema: Schema;
  readonly program: Program;
  /** The columns that the project marks private, sorted: whoever keeps rows keeps no value of theirs. Absent where there are none. */
  readonly private?: readonly string[];
  /** Absent for a model without event features. */
  readonly eventFeatures?: PackageFeatures;
  readonly card: ModelCard;
  /** Profile of the training rows' input columns: the baseline of the monitors. */
  readonly baseline: Profile;
  readonly proof: readonly ProofRow[];
  readonly definitionHash: string;
  readonly seed: number;
}

/** Where a package file comes from. */
interface PackageStamp {
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  readonly createdBy: string;
  readonly runId: string;
  readonly versions: Readonly<Record<string, string>>;
}
