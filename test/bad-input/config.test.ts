import { describe, expect, it } from "vitest";
import { csv, defineProject } from "../../src/index.ts";
import { runProject } from "../../src/project/index.ts";
import { goodRows, projectFolder, refusalOf, runIn } from "./project.test-support.ts";

describe("a config with mistakes", () => {
  it("tells all of them at once, each with its place and its cure", async () => {
    const folder = await projectFolder({ "data.csv": goodRows });
    const told = await refusalOf(() =>
      runIn(folder, {
        data: csv("data.csv"),
        colums: 5,
        columns: ({ column }: { column: (name: string) => Record<string, (other: unknown) => unknown> }) => ({
          lost: column("xx")["add"]!(1),
          wrong: column("x")["ad"]!(1),
        }),
        predict: "y",
        weight: "y",
        time: "tme",
        id: ["idd"],
        models: [
          "bosting",
          { trainer: "logistic", params: { penalty: "much", lambda: -1 } },
          {
            trainer: "boosting",
            recipe: [
              { transform: "scael", columns: ["x"] },
              { transform: "scale", columns: ["nope"] },
            ],
          },
        ],
        metric: "acu",
        split: { kind: "monthly" },
        seed: -1.5,
        checks: [{ kind: "nope", column: "x" }],
      }),
    );
    const lines = told.map(({ code, place, value }) => `${code} ${place ?? ""} ${value ?? ""}`.trim());
    expect(lines).toEqual([
      "T2002 tandem.config.ts.colums",
      'T2006 tandem.config.ts.split {"kind":"monthly"}',
      'T2007 tandem.config.ts.models[0] "bosting"',
      "T1651 tandem.config.ts.models[1].params.penalty",
      "T1652 tandem.config.ts.models[1].params.lambda -1",
      'T2008 tandem.config.ts.metric "acu"',
      "T2009 tandem.config.ts.seed -1.5",
      "T1209 tandem.config.ts.columns",
      'T2072 tandem.config.ts.columns "ad"',
      "T2060 tandem.config.ts.time",
      "T2060 tandem.config.ts.id",
      'T2063 tandem.config.ts.weight "y"',
      'T1702 tandem.config.ts.checks[0] "nope"',
      "T1507 tandem.config.ts.models[2].recipe[0].transform",
      "T1506 tandem.config.ts.models[2].recipe[1].columns",
    ]);
  });

  it("names the text that a recipe leaves for a trainer of numbers", async () => {
    const rows = Array.from({ length: 40 }, (_, at) => `${at % 7},${["red", "blue"][at % 2]},${at % 3}`);
    const folder = await projectFolder({ "data.csv": `x,color,y\n${rows.join("\n")}\n` });
    const told = await refusalOf(() =>
      runIn(folder, {
        data: csv("data.csv"),
        predict: "y",
        models: [{ trainer: "boosting", recipe: [{ transform: "scale", columns: ["x"] }] }],
      }),
    );
    expect(told.map(({ code, value }) => `${code} ${value ?? ""}`)).toEqual(['T2055 "color"']);
  });

  it("says what is wrong with a columns function that throws, waits or gives no columns", async () => {
    const folder = await projectFolder({ "data.csv": goodRows });
    const mistakeOf = async (columns: unknown) =>
      (await refusalOf(() => runIn(folder, { data: csv("data.csv"), predict: "y", columns })))[0];
    expect(
      await mistakeOf(() => {
        throw new Error("boom");
      }),
    ).toMatchObject({ code: "T2065", message: "The function threw: boom" });
    expect(await mistakeOf(() => Promise.reject(new Error("later")))).toMatchObject({ code: "T2066" });
    expect(await mistakeOf(() => [1])).toMatchObject({ code: "T2066" });
    expect(await mistakeOf(() => ({ a: 5 }))).toMatchObject({
      code: "T2066",
      message: '"a" is no column but 5',
    });
    expect(await mistakeOf(() => ({ x: 5 }))).toMatchObject({ code: "T2067" });
    expect(await mistakeOf(7)).toMatchObject({ code: "T2004", value: "7" });
  });

  it("survives settings that cannot be read", async () => {
    const spec = {
      get data(): never {
        throw new Error("trap");
      },
    };
    const folder = await projectFolder();
    expect(await refusalOf(() => runProject(spec, { folder }))).toMatchObject([
      { code: "T2001", message: "A setting cannot be read: trap" },
    ]);
  });

  it("refuses a column whose name no row can have, unless it is left out", async () => {
    const folder = await projectFolder({ "data.csv": goodRows.replace("x,c", "__proto__,constructor") });
    const spec = { data: csv("data.csv"), predict: "y" };
    expect(await refusalOf(() => runIn(folder, spec))).toMatchObject([
      { code: "T2069", value: '"__proto__"' },
    ]);
    const { record } = await runIn(folder, { ...spec, ignore: ["__proto__"], models: ["logistic"] });
    expect(record.roles["constructor"]).toBe("feature");
  });

  it("takes a project as it is defined", async () => {
    const folder = await projectFolder({ "data.csv": goodRows });
    const { record } = await runIn(folder, defineProject({ data: csv("data.csv"), predict: "y" } as never));
    expect(record.snapshot.rowCount).toBe(60);
  });
});
