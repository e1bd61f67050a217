import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { compileDuckdb, identifier } from "../../src/compile/index.ts";
import { readVegaCsv } from "../../src/explore/csv-table.test-support.ts";
import { tableFromVectors, valueAt, vectorFromValues } from "../../src/schema/index.ts";
import { fitCase } from "./fit-models.ts";

const file = join(import.meta.dirname, "../expected/birdstrikes-logistic.sql");

it("writes the logistic Program of the birdstrikes as SQL that a person can review", async () => {
  const read = readVegaCsv("birdstrikes.csv");
  const damage = read.columns.get("Effect Amount of damage")!;
  const damaged = Array.from({ length: read.rowCount }, (_, row) => valueAt(damage, row) !== "None");
  const table = tableFromVectors([...read.columns, ["damaged", vectorFromValues("Boolean", damaged)]]);
  const program = await fitCase(
    {
      title: "birdstrikes",
      table: () => table,
      target: "damaged",
      task: "binary",
      trainer: "logistic",
      without: table.schema.fields
        .map(({ name }) => name)
        .filter(
          (name) => !["Speed IAS in knots", "Wildlife Size", "Airport Name", "Flight Date"].includes(name),
        ),
    },
    table,
  );
  const { text } = compileDuckdb(program, { relation: identifier("birdstrikes"), keep: ["tandem row"] });
  if (!existsSync(file) && process.env["CI"] === undefined) writeFileSync(file, `${text}\n`);
  expect(`${text}\n`).toBe(readFileSync(file, "utf8"));
});
