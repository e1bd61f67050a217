import { readFileSync } from "node:fs";
import { join } from "node:path";
import { call, column, createProgram, float, type Program } from "../ir/index.ts";
import {
  packageText,
  proofRows,
  registerPackage,
  sealPackage,
  type ModelPackage,
  type Store,
} from "../project/index.ts";
import type { Value } from "../schema/index.ts";

/** A stored package of a release: what a test does not name is taken from it. */
const stored = JSON.parse(
  readFileSync(join(import.meta.dirname, "../../test/formats/0.1.0/boosting-binary.tandem.json"), "utf8"),
) as ModelPackage;

/** A package of a Program, sealed, with the given rows as its proof. */
export function packageOf(
  name: string,
  program: Program,
  rows: readonly Readonly<Record<string, Value>>[],
  baseline: ModelPackage["baseline"] = { ...stored.baseline, columns: [] },
  marks: Pick<ModelPackage, "private"> = {},
): ModelPackage {
  const { hash: _hash, seal: _seal, stamp, kind: _kind, version: _version, ...content } = stored;
  const schema = program.input;
  return sealPackage(
    { ...content, ...marks, name, schema, program, baseline, proof: proofRows({ program, schema }, rows) },
    stamp,
  );
}

/** A model that says which one it is: `which` is its number, `prediction` is x times that. */
export const numberedPackage = (
  which: number,
  name = "numbers",
  marks: Pick<ModelPackage, "private"> = {},
): ModelPackage =>
  packageOf(
    name,
    createProgram({
      input: { fields: [{ name: "x", type: "Float", nullable: false }] },
      outputs: { prediction: call("multiply", column("x", "Float"), float(which)), which: float(which) },
    }),
    [{ x: 1 }, { x: 2.5 }, { x: -7 }],
    undefined,
    marks,
  );

/** Puts a package into a registry and gives its version. */
export async function register(store: Store, content: ModelPackage): Promise<number> {
  const objectHash = await store.objects.put(packageText(content));
  const { name, hash: packageHash } = content;
  return registerPackage(store, { name, packageHash, objectHash, runId: "run" }, { now: () => 1 });
}
