import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { protocolRoutes } from "../../src/server/protocols/protocol-routes.ts";
import { echoModel, everyType } from "../../src/server/protocols/service.test-support.ts";
import { serveModel, type ListeningService } from "../serving.test-support.ts";
import { isLeftOut, runScript, startMlflow, type OtherServer } from "./clients.test-support.ts";

type Records = readonly Readonly<Record<string, unknown>>[];
interface Driven {
  readonly version: string;
  readonly frame: Records;
  readonly reordered: Records;
  readonly indexed: Records;
  readonly filtered: Records;
  readonly servingInput: Records;
  readonly keyed: number;
  readonly wrong: string;
}
interface Document {
  readonly ours: Driven;
  readonly theirs: Driven;
  readonly alone: { readonly zone: string; readonly gaps: readonly unknown[]; readonly lists: number };
}

/** Without missing values, and with moments in milliseconds: MLflow has no days and writes no zone. */
const comparable = (records: Records): Records =>
  records.map((record) =>
    Object.fromEntries(
      Object.entries(record)
        .filter(([, value]) => value !== null && value !== "NaT")
        .map(([name, value]) => [name, /^(day|moment) /.test(name) ? millisecondsOf(String(value)) : value]),
    ),
  );

const millisecondsOf = (text: string): number =>
  Math.floor(Date.parse(/T.*[^Z]$/.test(text) ? `${text}Z` : text));

interface Answer {
  readonly status: number;
  readonly predictions: Records | undefined;
  readonly keys: readonly string[];
}

/** Sends a request to a server and reads the answer; a bare NaN of Python's JSON is missing. */
async function invoke(address: string, type: string, body: string): Promise<Answer> {
  const response = await fetch(`${address}/invocations`, {
    method: "POST",
    headers: { "content-type": type },
    body,
  });
  const text = await response.text();
  const isJson = response.headers.get("content-type")?.startsWith("application/json") ?? false;
  const json = isJson ? (JSON.parse(text.replaceAll(/: NaN\b/g, ": null")) as object) : {};
  const { predictions } = json as { readonly predictions?: Records };
  return {
    status: response.status,
    predictions: predictions && comparable(predictions),
    keys: Object.keys(json),
  };
}

const json = "application/json";
const row = { whole: 1, real: 0.5 };

/** Requests that both answer alike. */
const alike: readonly (readonly [what: string, type: string, body: unknown])[] = [
  [
    "a frame by split",
    json,
    {
      dataframe_split: {
        columns: ["whole", "real"],
        data: [
          [1, 0.5],
          [2, null],
        ],
      },
    },
  ],
  ["Python's NaN", json, '{"dataframe_split":{"columns":["whole","real"],"data":[[1,0.5],[2,NaN]]}}'],
  ["a frame with an index", json, { dataframe_split: { columns: ["whole"], data: [[1]], index: [7] } }],
  ["records", json, { dataframe_records: [row, { whole: 2 }] }],
  ["no records", json, { dataframe_records: [] }],
  [
    "days and moments",
    json,
    { dataframe_records: [{ flag: true, day: "2024-01-31", moment: "2024-01-31T12:30:00" }] },
  ],
  ["instances by name", json, { instances: [row] }],
  ["inputs by column", json, { inputs: { whole: [1, 2], real: [0.5, 0.6] } }],
  ["inputs of one row", json, { inputs: row }],
  ["inputs as records", json, { inputs: [row] }],
  ["a key among the parameters", json, { dataframe_records: [row], params: { key: "a" } }],
  ["another field beside", json, { dataframe_records: [row], client_request_id: "17" }],
  ["a charset", "application/json; charset=utf-8", { dataframe_records: [row] }],
  ["a CSV", "text/csv", "whole,real\n1,0.5\n2,\n"],
  ["a CSV with quotes", "text/csv", 'flag,word,whole\nTrue,"a ""b"", c",1\n'],
  ["a list in place of records", json, { dataframe_records: {} }],
  ["two forms", json, { instances: [], inputs: [] }],
  ["no form", json, {}],
  ["no JSON", json, "x"],
  ["nothing", json, ""],
  ["a text for a number", json, { dataframe_records: [{ whole: "x" }] }],
  ["a row that is too long", json, { dataframe_split: { columns: ["whole"], data: [[1, 2]] } }],
  ["a column twice", json, { dataframe_split: { columns: ["whole", "whole"], data: [[1, 2]] } }],
  ["columns of other lengths", json, { inputs: { whole: [1, 2], real: [0.5] } }],
  ["an empty CSV", "text/csv", ""],
  ["another type", "text/plain", "x"],
  ["a parameter of the type", "application/json; format=pandas-split", {}],
  ["another charset", "application/json; charset=latin-1", { dataframe_records: [row] }],
];

/** Requests that MLflow and Tandem answer differently, with both statuses: docs/serving-protocols.md says why. */
const different: readonly (readonly [what: string, body: unknown, theirs: number, ours: number])[] = [
  ["a fraction for a whole number, which MLflow cuts off", { dataframe_records: [{ whole: 1.5 }] }, 200, 400],
  ["a number for a text, which MLflow passes on", { dataframe_records: [{ word: 3 }] }, 200, 400],
  ["a whole number beyond 2^53", { dataframe_records: [{ whole: 2 ** 53 }] }, 200, 400],
  ["an unknown column, which MLflow drops", { dataframe_records: [{ ...row, colour: 3 }] }, 200, 400],
  [
    "rows without names, of which MLflow makes no answers",
    { instances: [[true, 1, 0.5, "a", null, null]] },
    200,
    200,
  ],
  ["a parameter that does nothing", { dataframe_records: [row], params: { temperature: 1 } }, 200, 400],
  [
    "a missing whole number",
    {
      dataframe_records: [
        { whole: null, real: 1 },
        { whole: 2, real: 1 },
      ],
    },
    400,
    200,
  ],
  ["a bare list of rows, which is SageMaker's", [row], 400, 200],
  ["a column of single values in lists", { inputs: { whole: [[1], [2]] } }, 400, 200],
];

describe.skipIf(isLeftOut)("mlflow", () => {
  let ours: ListeningService;
  let theirs: OtherServer;
  let heard: Document;
  beforeAll(async () => {
    theirs = await startMlflow();
    ours = await serveModel(() => Promise.resolve(echoModel("echo", everyType)), {
      protocols: [(service) => protocolRoutes(service, "1.2.3")],
    });
    const [first, second] = [ours.address, theirs.address].map((address) => new URL(address).host);
    heard = await runScript<Document>("mlflow_client.py", first!, second!);
  });
  afterAll(async () => {
    await ours.close();
    await theirs.close();
  });

  it("is ready, and tells its version as text", () => {
    expect(heard.ours.version).toBe("1.2.3");
    expect(heard.theirs.version).toMatch(/^\d+\.\d+\.\d+$/);
  });

  it.each(["frame", "reordered", "indexed", "filtered", "servingInput"] as const)(
    "answers a frame of pandas as MLflow's own server does: %s",
    (name) => {
      expect(heard.ours[name].length).toBeGreaterThan(0);
      expect(comparable(heard.ours[name])).toEqual(comparable(heard.theirs[name]));
    },
  );

  it("answers with days and moments of its own", () => {
    expect(heard.ours.frame).toMatchObject([
      { "day again": "2024-01-31", "moment again": "2024-01-31T12:30:00.123Z", "whole again": 1 },
      { "day again": "1969-12-31", "moment again": "1969-12-31T23:59:59.999Z", "real again": null },
      { "day again": null, "moment again": null, "whole again": 9007199254740991 },
    ]);
    expect(heard.ours.keyed).toBe(3);
  });

  it("tells the client's user what is wrong, without a stack trace", () => {
    expect(heard.ours.wrong).toMatch(/error code 400.*T1104.*whole/);
    expect(heard.ours.wrong).not.toMatch(/stack_trace|\.ts:[0-9]/);
    expect(heard.theirs.wrong).toMatch(/error code 400/);
  });

  it("answers what MLflow's own server refuses: zones, missing whole numbers, rows without names", () => {
    expect(heard.alone).toEqual({ zone: "2024-01-31T12:30:00.123Z", gaps: [1, null, 3], lists: 1 });
  });

  it.each(alike)("answers %s as MLflow's own server does", async (_, type, body) => {
    const text = typeof body === "string" ? body : JSON.stringify(body);
    const [mine, others] = await Promise.all([
      invoke(ours.address, type, text),
      invoke(theirs.address, type, text),
    ]);
    expect([mine.status, mine.predictions]).toEqual([others.status, others.predictions]);
    if (mine.status === 400) expect(others.keys).toEqual(expect.arrayContaining([...mine.keys]));
  });

  it.each(different)("differs for %s", async (_, body, theirStatus, ourStatus) => {
    const [mine, others] = await Promise.all([
      invoke(ours.address, json, JSON.stringify(body)),
      invoke(theirs.address, json, JSON.stringify(body)),
    ]);
    expect([others.status, mine.status]).toEqual([theirStatus, ourStatus]);
    if (ourStatus === theirStatus) expect(mine.predictions).not.toEqual(others.predictions);
  });

  it("has the same paths for health", async () => {
    for (const path of ["/ping", "/health", "/version"]) {
      const [mine, others] = await Promise.all(
        [ours, theirs].map(({ address }) => fetch(`${address}${path}`)),
      );
      expect([path, mine!.status]).toEqual([path, others!.status]);
    }
  });
});
