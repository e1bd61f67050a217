import { readFile } from "node:fs/promises";
import { beforeAll, describe, expect, it } from "vitest";
import { csv, loadPackage, type Predictor } from "../../src/index.ts";
import { serveModel } from "../serving.test-support.ts";
import { csvText, projectFolder, refusalOf, runIn } from "./project.test-support.ts";

/** It fits, but for a day before all days that the model learnt from. */
const row = { x: 3, c: "a", day: "2024-01-05", full: 1.5 };
let text = "";
let predictor: Predictor;

beforeAll(async () => {
  const data = csvText("x,c,day,full,y", 90, (at) =>
    [at % 11, "abc"[at % 3], at % 7 === 0 ? "" : `2024-01-${10 + (at % 9)}`, (at % 5) + 0.5, at % 2].join(
      ",",
    ),
  );
  const folder = await projectFolder({ "data.csv": data });
  const { packagePath } = await runIn(folder, { data: csv("data.csv"), predict: "y", models: ["logistic"] });
  text = await readFile(packagePath, "utf8");
  predictor = loadPackage(text);
});

describe("a row that does not fit", () => {
  it.each([
    ["an unknown column", { ...row, speed: 3 }, "T1102"],
    ["a missing column", { c: "a", day: null, full: 1 }, "T1103"],
    ["a wrong type", { ...row, x: "three" }, "T1104"],
    ["a number that is not finite", { ...row, full: Number.POSITIVE_INFINITY }, "T1106"],
    ["a whole number beyond 2^53", { ...row, x: 2 ** 60 }, "T1105"],
    ["half a surrogate pair", { ...row, c: "\uD800" }, "T1107"],
    ["no day", { ...row, day: "2024-02-30" }, "T1108"],
    ["no object", [1, 2], "T1101"],
    [
      "a row from JSON with __proto__",
      JSON.parse('{"x":3,"c":"a","day":null,"full":1,"__proto__":{"x":9}}'),
      "T1102",
    ],
  ])("%s is refused", async (_, given: unknown, code) => {
    expect(await refusalOf(() => predictor.predict(given, "row"))).toMatchObject([
      { code, place: expect.stringContaining("row") as string },
    ]);
  });

  it("answers for a number out of range and an unseen category, with a warning", () => {
    const { output, warnings } = predictor.predict({ ...row, day: null, x: 1e12, c: "never seen" }, "row");
    expect(output["probability"]).toSatisfy((value) => Number(value) >= 0 && Number(value) <= 1);
    expect(warnings.map(({ code, severity }) => `${severity} ${code}`)).toEqual([
      "warning T2210",
      "warning T2211",
    ]);
  });
});

describe("a package that is not what it was", () => {
  const changed = (change: (content: Record<string, unknown>) => void): string => {
    const content = JSON.parse(text) as Record<string, unknown>;
    change(content);
    return JSON.stringify(content);
  };
  it.each([
    ["truncated", "T2011", () => text.slice(0, -100)],
    ["empty", "T2011", () => ""],
    ["of another kind", "T2012", () => "[1]"],
    ["of a newer version", "T2014", () => changed((content) => (content["version"] = 3))],
    ["changed in one character", "T2013", () => text.replace('"probability"', '"probabilitY"')],
    [
      "with a key of its own named __proto__",
      "T2013",
      () => text.replace("{", '{"__proto__":{"polluted":true},'),
    ],
    [
      "with a key twice",
      "T2013",
      () => text.replace('"name":', '"name":"other","name":').replace(/"name":"project[^"]*"/, '"name":"x"'),
    ],
    [
      "with a million nested arrays",
      "T0103",
      () => text.replace("{", `{"deep":${"[".repeat(1e6)}${"]".repeat(1e6)},`),
    ],
    ["with a number beyond float64", "T0102", () => text.replace("{", '{"huge":1e999,')],
  ])("%s is refused", async (_, code, make) => {
    expect((await refusalOf(() => loadPackage(make(), "model.tandem.json"))).map((one) => one.code)).toEqual([
      code,
    ]);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });
});

describe("an HTTP request that does not fit", () => {
  it("is answered with 4xx, its mistakes, and nothing of the inside", async () => {
    const server = await serveModel(() => Promise.resolve(predictor));
    const post = async (payload: string, type = "application/json") => {
      const { status, body } = await server.ask("/predict", payload, { "content-type": type });
      expect(body).not.toMatch(/node_modules|at \w+ \(|\.ts:/);
      return [status, /"code":"(T\d+)"/.exec(body)?.[1]];
    };
    const rows = (...list: unknown[]) => JSON.stringify({ rows: list });
    expect(await post(rows(row))).toEqual([200, "T2210"]);
    expect(await post('{"rows": null}')).toEqual([400, "T2302"]);
    expect(await post("null")).toEqual([400, "T2302"]);
    expect(await post("")).toEqual([400, "T2304"]);
    expect(await post('{"rows": [')).toEqual([400, "T2304"]);
    expect(await post(rows(row), "text/plain")).toEqual([415, "T2304"]);
    expect(await post(rows(row), "application/xml")).toEqual([415, "T2304"]);
    expect(await post(`{"rows":${"[".repeat(1e5)}${"]".repeat(1e5)}}`)).toEqual([400, "T2309"]);
    expect(await post('{"rows":[{"__proto__":{"x":1}}]}')).toEqual([400, "T2304"]);
    expect(await post('{"rows":[{"constructor":{"prototype":{"x":1}}}]}')).toEqual([
      400,
      expect.stringMatching(/^T/),
    ]);
    expect(await post(JSON.stringify({ rows: Array.from({ length: 100_000 }, () => 1) }))).toEqual([
      400,
      "T2303",
    ]);
    expect(await post(`{"rows":["${"x".repeat(10_000_000)}"]}`)).toEqual([413, "T2304"]);
    expect(await post(rows(...Array.from({ length: 5000 }, () => ({ bad: 1 }))))).toEqual([400, "T1102"]);
    await server.close();
  });
});
