import { describe, expect, it } from "vitest";
import type { Predictor } from "../../../serve/index.ts";
import { ask, echoModel, everyType, frozenModel, serviceOf, type Heard } from "../service.test-support.ts";
import { noContainer } from "../container-settings.ts";
import { invocationsRoutes } from "./invocations-routes.ts";

const strikes = frozenModel("boosting-binary");
const echo = echoModel("echo", everyType);
const routesOf = (...models: readonly Predictor[]) =>
  invocationsRoutes(serviceOf(...models), "1.2.3", noContainer);

const send = (
  body: unknown,
  headers: Record<string, string> = { "content-type": "application/json" },
  model = strikes,
): Promise<Heard> =>
  ask(routesOf(model), "POST", "/invocations", {
    body: typeof body === "string" ? body : JSON.stringify(body),
    headers,
  });
const predictions = (heard: Heard): readonly Readonly<Record<string, unknown>>[] =>
  (heard.json as { predictions: Record<string, unknown>[] }).predictions;
const refusal = (heard: Heard) => heard.json as { readonly error_code: string; readonly message: string };

const { proof } = strikes.content;
const rows = proof.map(({ input }) => input);
const answers = proof.map(({ output }) => output);
const columns = strikes.schema.fields.map(({ name }) => name);
const lists = rows.map((row) => columns.map((name) => row[name]));
const csvOf = (names: readonly string[]): string =>
  rows.map((row) => `${names.map((name) => row[name] ?? "").join(",")}\n`).join("");

describe("the health of the service", () => {
  it("is told as SageMaker and MLflow ask for it", async () => {
    expect(await ask(routesOf(echo), "GET", "/ping")).toMatchObject({ status: 200, text: "" });
    expect(await ask(routesOf(echo), "GET", "/health")).toMatchObject({ status: 200, json: {} });
    expect(await ask(routesOf(echo), "GET", "/version")).toMatchObject({ status: 200, text: "1.2.3" });
    expect((await ask(routesOf(echo), "GET", "/execution-parameters")).json).toEqual({
      MaxConcurrentTransforms: 4,
      BatchStrategy: "MULTI_RECORD",
      MaxPayloadInMB: 4,
    });
  });

  it.each([
    [64, 64],
    [1.5, 1],
    [0.25, 1],
    [1000, 100],
  ])("tells a batch transform of bodies of %d MiB that it may send %d MB", async (mebibytes, megabytes) => {
    const routes = invocationsRoutes(serviceOf(echo), "1", noContainer, mebibytes * 1024 ** 2);
    const { json } = await ask(routes, "GET", "/execution-parameters");
    expect(json).toMatchObject({ MaxPayloadInMB: megabytes });
  });

  it("is 503 with the reason while no model has proven itself", async () => {
    for (const path of ["/ping", "/health"]) {
      const heard = await ask(routesOf(), "GET", path);
      expect([heard.status, refusal(heard)]).toEqual([
        503,
        { error_code: "TEMPORARILY_UNAVAILABLE", message: "T2015 No proof. Build it." },
      ]);
    }
    expect((await ask(routesOf(), "POST", "/invocations", { body: "[]" })).status).toBe(503);
  });
});

describe("rows in every form", () => {
  const reversed = columns.toReversed();
  it.each<[string, unknown]>([
    ["dataframe_split", { dataframe_split: { columns, data: lists, index: lists.map((_, at) => at + 100) } }],
    [
      "dataframe_split in another order",
      { dataframe_split: { columns: reversed, data: lists.map((list) => list.toReversed()) } },
    ],
    ["dataframe_records", { dataframe_records: rows }],
    ["instances by name", { instances: rows }],
    ["instances by position", { instances: lists }],
    [
      "inputs by column",
      { inputs: Object.fromEntries(columns.map((name) => [name, rows.map((row) => row[name])])) },
    ],
    [
      "inputs as columns of one",
      { inputs: Object.fromEntries(columns.map((name) => [name, rows.map((row) => [row[name]])])) },
    ],
    ["inputs by position", { inputs: lists }],
    ["a bare list of rows", rows],
    ["a bare list of lists", lists],
  ])("as %s give the answers of the model", async (_, body) => {
    const heard = await send(body);
    expect(heard.status).toBe(200);
    expect(predictions(heard)).toEqual(answers);
    expect(heard.headers).toEqual({ "x-model-version": "1" });
  });

  it.each([
    ["with names", `${columns.join(",")}\n${csvOf(columns)}`, "text/csv"],
    ["with names in another order", `${reversed.join(",")}\n${csvOf(reversed)}`, "text/csv; charset=utf-8"],
    [
      "with names that are said to be there",
      `${columns.join(",")}\r\n${csvOf(columns)}`,
      "text/csv; header=present",
    ],
    ["without names, in the order of the schema", csvOf(columns), "text/csv"],
    ["without names, as a transform sends it", csvOf(columns), "text/csv; label_size=0"],
    ["with a byte order mark", `\uFEFF${csvOf(columns)}`, "text/csv; header=absent"],
  ])("as CSV %s give the answers of the model", async (_, body, type) => {
    expect(predictions(await send(body, { "content-type": type }))).toEqual(answers);
  });

  it.each([
    ["by name", rows],
    ["by position", lists],
  ])("as JSON lines %s give lines", async (_, list) => {
    const body = list.map((row) => JSON.stringify(row)).join("\n");
    const heard = await send(body, { "content-type": "application/jsonlines" });
    expect(heard.type).toBe("application/jsonlines");
    expect(
      heard.text
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line) as unknown),
    ).toEqual(answers);
  });

  it("answer in the form that is accepted", async () => {
    const json = { "content-type": "application/json" };
    const csv = await send({ dataframe_records: rows }, { ...json, accept: "text/csv" });
    expect([csv.type, csv.text]).toEqual([
      "text/csv; charset=utf-8",
      answers.map(({ prediction, probability }) => `${prediction},${probability}\n`).join(""),
    ]);
    const lines = await send(rows, { ...json, accept: "application/x-npy, application/jsonlines;q=0.5" });
    expect(lines.text.trimEnd().split("\n")).toHaveLength(rows.length);
    expect((await send(rows, { ...json, accept: "text/html, */*;q=0.8" })).type).toBe("application/json");
    const usual = invocationsRoutes(serviceOf(strikes), "1", { ...noContainer, accept: "text/csv" });
    const heard = await ask(usual, "POST", "/invocations", { body: JSON.stringify(rows), headers: json });
    expect(heard.type).toMatch("text/csv");
  });

  it("keep a caller on its arm", async () => {
    const service = serviceOf(strikes);
    const body = JSON.stringify({ dataframe_records: rows, params: { key: "customer 17" } });
    await ask(invocationsRoutes(service, "1", noContainer), "POST", "/invocations", { body });
    const csv = (attributes: string) =>
      ask(invocationsRoutes(service, "1", noContainer), "POST", "/invocations", {
        body: csvOf(columns),
        headers: { "content-type": "text/csv", "x-amzn-sagemaker-custom-attributes": attributes },
      });
    await csv("trace=4, key=customer 18");
    await csv("trace=4");
    expect(service.asked.map(({ key, id }) => [key, id])).toEqual([
      ["customer 17", "request 1"],
      ["customer 18", "request 1"],
      [undefined, "request 1"],
    ]);
    expect(refusal(await csv("key=")).message).toMatch(/^T2386 /);
  });
});

describe("what pandas makes of values", () => {
  const again = async (row: string): Promise<unknown> =>
    predictions(await send(`{"dataframe_records": [${row}]}`, undefined, echo))[0];

  it("is taken for what it was: NaN, NaT, midnights and UTC", async () => {
    expect(
      await again(
        '{"flag": true, "whole": 3.0, "real": NaN, "word": NaN, "day": "2024-01-31T00:00:00", "moment": "2024-01-31T12:30:00.123456+00:00"}',
      ),
    ).toEqual({
      "flag again": true,
      "whole again": 3,
      "real again": null,
      "word again": null,
      "day again": "2024-01-31",
      "moment again": "2024-01-31T12:30:00.123Z",
    });
    expect(
      await again('{"day": "NaT", "moment": "NaT", "word": "NaN \\"NaN\\" Infinity", "whole": NaN}'),
    ).toMatchObject({
      "day again": null,
      "moment again": null,
      "word again": 'NaN "NaN" Infinity',
      "whole again": null,
    });
  });

  it.each([
    ["an infinity", '{"real": -Infinity}', "T1106"],
    ["a moment for a day", '{"day": "2024-01-31T12:00:00"}', "T1108"],
    ["a moment elsewhere", '{"moment": "2024-01-31T12:30:00+02:00"}', "T1108"],
    ["a whole number beyond 2^53", '{"whole": 9007199254740993}', "T1105"],
    ["a number for a text", '{"word": 3}', "T1104"],
  ])("is refused where it is %s", async (_, row, code) => {
    const heard = await send(`{"dataframe_records": [${row}]}`, undefined, echo);
    expect([heard.status, refusal(heard).message.split(" ")[0]]).toEqual([400, code]);
  });

  it("is read from CSV: quotes, empty texts, missing fields, numbers with .0", async () => {
    const body =
      'word,whole,real,flag,day,moment\n"a ""b"", c",3.0,.5,True,2024-01-31,2024-01-31 12:30:00\n"",,,,,\n';
    expect(predictions(await send(body, { "content-type": "text/csv" }, echo))).toEqual([
      {
        "flag again": true,
        "whole again": 3,
        "real again": 0.5,
        "word again": 'a "b", c',
        "day again": "2024-01-31",
        "moment again": "2024-01-31T12:30:00.000Z",
      },
      {
        "flag again": null,
        "whole again": null,
        "real again": null,
        "word again": "",
        "day again": null,
        "moment again": null,
      },
    ]);
  });

  it("comes back in CSV with the same rules", async () => {
    const heard = await send(
      { dataframe_records: [{ word: 'a,"b"', real: 0.1 }, { word: "" }] },
      { accept: "text/csv" },
      echo,
    );
    expect(heard.text).toBe(',,,0.1,,"a,""b"""\n,,,,,""\n');
  });
});

describe("rows that are refused", () => {
  it.each<[string, unknown, string]>([
    ["no JSON", "rows", "T2304"],
    ["an empty body", "", "T2304"],
    ["none of the forms", { rows: [] }, "T2384"],
    ["two of them", { instances: [], inputs: [] }, "T2384"],
    ["a text", '"rows"', "T2384"],
    ["a split that is a list", { dataframe_split: [] }, "T2385"],
    ["a split without columns", { dataframe_split: { data: [] } }, "T2385"],
    ["a split with a column twice", { dataframe_split: { columns: ["day", "day"], data: [] } }, "T2385"],
    ["a split with a short row", { dataframe_split: { columns: ["day", "size"], data: [["x"]] } }, "T2385"],
    ["records that are an object", { dataframe_records: {} }, "T2385"],
    ["instances that are a number", { instances: 3 }, "T2385"],
    ["columns of other lengths", { inputs: { day: ["2024-01-31"], size: [] } }, "T2385"],
    ["a column beside a single value", { inputs: { day: ["2024-01-31"], size: "small" } }, "T2385"],
    ["no columns", { inputs: {} }, "T2385"],
    ["a row with too few values", { instances: [["2024-01-31"]] }, "T2394"],
    ["a row that is a number", { instances: [3] }, "T1101"],
    ["an unknown column", { dataframe_records: [{ ...rows[0], colour: "red" }] }, "T1102"],
    ["a column that is missing", { dataframe_records: [{ size: "small" }] }, "T1103"],
    ["another parameter", { instances: rows, params: { temperature: 1 } }, "T2386"],
    ["parameters that are a list", { instances: rows, params: [] }, "T2386"],
  ])("tell of %s, without a stack trace", async (_, body, code) => {
    const heard = await send(body);
    expect(Object.keys(refusal(heard))).toEqual(["error_code", "message"]);
    expect([heard.status, refusal(heard).error_code, refusal(heard).message.split(" ")[0]]).toEqual([
      400,
      "BAD_REQUEST",
      code,
    ]);
  });

  it.each([
    ["a quote that is not closed", '"2024-01-31,small,3\n', "T2391"],
    ["text behind a quote", '"2024-01-31"x,small,3\n', "T2391"],
    ["no line", "", "T2389"],
    ["a short line", "day,size,speed\n2024-01-31,small\n", "T2389"],
    ["a column twice", "day,day,speed\n2024-01-31,2024-01-31,3\n", "T2389"],
    ["a line of too many values", "2024-01-31,small,3,4\n", "T2394"],
    ["a text for a number", "2024-01-31,small,fast\n", "T2390"],
    ["a fraction for a whole number", "2024-01-31,small,3.5\n", "T2390"],
    ["an unknown column", "day,size,speed,colour\n2024-01-31,small,3,red\n", "T1102"],
  ])("tell of CSV with %s", async (_, body, code) => {
    const heard = await send(body, { "content-type": "text/csv" });
    expect([heard.status, refusal(heard).message.split(" ")[0]]).toEqual([400, code]);
  });

  it("tell of no lines", async () => {
    const heard = await send("\n", { "content-type": "application/jsonlines" });
    expect(refusal(heard).message).toMatch(/^T2392 /);
  });

  it("tell of a line that is no row, with its place", async () => {
    const heard = await send('{"day": "2024-01-31"}\n\n3\n', { "content-type": "application/jsonlines" });
    expect(refusal(heard).message).toMatch(/^T2392 .*line 3/);
  });

  it.each([
    ["application/x-npy", 415],
    ["application/json; format=pandas-split", 415],
    ["application/json; charset=latin-1", 415],
    ["text/csv; label_size=1", 415],
  ])("tell of the content type %s", async (type, status) => {
    const heard = await send(rows, { "content-type": type });
    expect([heard.status, refusal(heard).message.split(" ")[0]]).toEqual([status, "T2387"]);
  });

  it("tell of an answer that is not accepted", async () => {
    const heard = await send(rows, { accept: "application/x-npy" });
    expect([heard.status, refusal(heard).message.split(" ")[0]]).toEqual([406, "T2388"]);
  });

  it("tell of bytes that are no UTF-8", async () => {
    const heard = await ask(routesOf(strikes), "POST", "/invocations", {
      body: Buffer.from([0x5b, 0xff, 0x5d]),
    });
    expect([heard.status, refusal(heard).message.split(" ")[0]]).toEqual([400, "T2304"]);
    const csv = await ask(routesOf(strikes), "POST", "/invocations", {
      body: Buffer.from([0xff]),
      headers: { "content-type": "text/csv" },
    });
    expect([csv.status, refusal(csv).message.split(" ")[0]]).toEqual([400, "T2371"]);
  });

  it("tell of more rows than a request may have", async () => {
    const heard = await send({ dataframe_records: Array.from({ length: 10_001 }, () => ({})) });
    expect([heard.status, refusal(heard).message.split(" ")[0]]).toEqual([400, "T2303"]);
  });
});
