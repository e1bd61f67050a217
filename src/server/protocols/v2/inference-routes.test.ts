import { gunzipSync, inflateSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import type { Predictor } from "../../../serve/index.ts";
import { ask, echoModel, everyType, frozenModel, serviceOf, type Heard } from "../service.test-support.ts";
import { inferenceRoutes } from "./inference-routes.ts";

const echo = echoModel("echo", everyType);
const numbers = echoModel("numbers", [
  { name: "a", type: "Float", nullable: true },
  { name: "b", type: "Int", nullable: true },
]);

interface Answer {
  readonly model_name: string;
  readonly model_version: string;
  readonly id?: string;
  readonly outputs: readonly {
    readonly name: string;
    readonly datatype: string;
    readonly shape: readonly number[];
    readonly data: readonly unknown[];
    readonly parameters?: { readonly binary_data_size: number };
  }[];
}

const routesOf = (...models: readonly Predictor[]) => inferenceRoutes(serviceOf(...models), "1.2.3");
const infer = (body: unknown, name = "echo", headers: Record<string, string> = {}): Promise<Heard> =>
  ask(routesOf(name === "echo" ? echo : numbers), "POST", `/v2/models/${name}/infer`, {
    body: typeof body === "string" ? body : JSON.stringify(body),
    headers,
  });
const data = (heard: Heard): Readonly<Record<string, readonly unknown[]>> =>
  Object.fromEntries(
    (heard.json as Answer).outputs.map((output) => [output.name.replace(" again", ""), output.data]),
  );
const error = (heard: Heard): string => (heard.json as { readonly error: string }).error;

/** A request with a JSON head and the bytes of tensors behind it. */
function binary(head: object, ...tensors: readonly Buffer[]) {
  const json = Buffer.from(JSON.stringify(head));
  return {
    body: Buffer.concat([json, ...tensors]),
    headers: { "inference-header-content-length": String(json.length) },
  };
}
const binaryInput = (name: string, datatype: string, count: number, bytes: Buffer) => ({
  name,
  datatype,
  shape: [count],
  parameters: { binary_data_size: bytes.length },
});

describe("what the protocol tells of the model", () => {
  it("tells the server, with and without the slash", async () => {
    for (const path of ["/v2", "/v2/"])
      expect((await ask(routesOf(echo), "GET", path)).json).toEqual({
        name: "tandem",
        version: "1.2.3",
        extensions: ["binary_tensor_data", "model_repository"],
      });
  });

  it("tells a tensor of the type that holds it for each column and output", async () => {
    const { json } = await ask(routesOf(echo), "GET", "/v2/models/echo");
    expect(json).toMatchObject({
      name: "echo",
      versions: ["1"],
      platform: "tandem_package",
      inputs: [
        { name: "flag", datatype: "BOOL", shape: [-1] },
        { name: "whole", datatype: "INT64", shape: [-1] },
        { name: "real", datatype: "FP64", shape: [-1] },
        { name: "word", datatype: "BYTES", shape: [-1] },
        { name: "day", datatype: "BYTES", shape: [-1] },
        { name: "moment", datatype: "BYTES", shape: [-1] },
      ],
    });
    // The outputs of a package stand in the order of their names.
    expect((json as Answer).outputs.map(({ datatype }) => datatype)).toEqual([
      "BYTES",
      "BOOL",
      "BYTES",
      "FP64",
      "INT64",
      "BYTES",
    ]);
    const one = (await ask(routesOf(numbers), "GET", "/v2/models/numbers")).text;
    expect(one).toContain("shape [-1,2]");
  });

  it("tells of each version by its path, and 404 for another model or version", async () => {
    const routes = routesOf(frozenModel("boosting-binary"), frozenModel("ridge-regression"));
    const inputs = async (path: string) =>
      ((await ask(routes, "GET", path)).json as { inputs: { name: string }[] }).inputs.map(
        ({ name }) => name,
      );
    expect(await inputs("/v2/models/boosting-binary/versions/1")).toEqual(["day", "size", "speed"]);
    expect(await inputs("/v2/models/boosting-binary/versions/2")).toEqual(["day", "size", "sky", "hit"]);
    for (const path of ["/v2/models/other", "/v2/models/boosting-binary/versions/3"]) {
      const heard = await ask(routes, "GET", path);
      expect([heard.status, typeof error(heard)]).toEqual([404, "string"]);
    }
  });

  it("says whether server, model and version are ready", async () => {
    const ready = async (path: string) => (await ask(routesOf(echo), "GET", path)).status;
    expect((await ask(routesOf(echo), "GET", "/v2/health/ready")).json).toEqual({ live: true, ready: true });
    expect((await ask(routesOf(echo), "GET", "/v2/models/echo/ready")).json).toEqual({
      name: "echo",
      ready: true,
    });
    expect(await ready("/v2/health/live")).toBe(200);
    expect(await ready("/v2/models/echo/versions/1/ready")).toBe(200);
    expect(await ready("/v2/models/echo/versions/2/ready")).toBe(404);
    expect(await ready("/v2/models/ohce/ready")).toBe(404);
  });

  it("is live and not ready while no model has proven itself, and says why", async () => {
    const routes = inferenceRoutes(serviceOf(), "1");
    expect((await ask(routes, "GET", "/v2/health/live")).status).toBe(200);
    for (const path of ["/v2/health/ready", "/v2/models/nothing/ready"]) {
      const heard = await ask(routes, "GET", path);
      expect([heard.status, error(heard)]).toEqual([503, "T2015 No proof. Build it."]);
    }
    expect((await ask(routes, "GET", "/v2/models/nothing")).status).toBe(503);
  });

  it("lists models and versions, and refuses with the way round what Triton does beside", async () => {
    const routes = routesOf(echo);
    expect((await ask(routes, "GET", "/v2/models")).json).toEqual({ models: ["echo"] });
    const index = [{ name: "echo", version: "1", state: "READY", reason: "" }];
    expect((await ask(routes, "POST", "/v2/repository/index")).json).toEqual(index);
    expect((await ask(routes, "POST", "/v2/repository/index", { body: '{"ready": true}' })).json).toEqual(
      index,
    );
    for (const path of ["load", "unload"]) {
      const heard = await ask(routes, "POST", `/v2/repository/models/echo/${path}`);
      expect([heard.status, error(heard)]).toEqual([400, expect.stringContaining("tandem promote")]);
    }
    expect((await ask(inferenceRoutes(serviceOf(), "1"), "POST", "/v2/repository/index")).json).toEqual([
      { name: "nothing", state: "UNAVAILABLE", reason: "No proof" },
    ]);
  });
});

describe("inference in JSON", () => {
  it("takes every type, and gives it back", async () => {
    const heard = await infer({
      id: "row 17",
      inputs: [
        { name: "flag", shape: [2], datatype: "BOOL", data: [true, null] },
        { name: "whole", shape: [2], datatype: "INT64", data: [9007199254740991, null] },
        { name: "real", shape: [2, 1], datatype: "FP64", data: [[0.1], [null]] },
        { name: "word", shape: [2, 1], datatype: "BYTES", data: ["né", null] },
        { name: "day", shape: [2], datatype: "BYTES", data: ["2024-01-31", null] },
        { name: "moment", shape: [2], datatype: "BYTES", data: ["2024-01-31T12:30:00Z", null] },
      ],
    });
    expect(heard.json).toMatchObject({ model_name: "echo", model_version: "1", id: "row 17" });
    expect((heard.json as Answer).outputs.map(({ shape }) => shape)).toEqual(
      Array.from({ length: 6 }, () => [2]),
    );
    expect(data(heard)).toEqual({
      flag: [true, null],
      whole: [9007199254740991, null],
      real: [0.1, null],
      word: ["né", null],
      day: ["2024-01-31", null],
      moment: ["2024-01-31T12:30:00.000Z", null],
    });
  });

  it("gives the answers of the model itself, for its proof rows", async () => {
    for (const name of ["boosting-binary", "logistic-multiclass", "ridge-regression"]) {
      const model = frozenModel(name);
      const { proof, schema } = model.content;
      const datatypes = {
        Boolean: "BOOL",
        Int: "INT64",
        Float: "FP64",
        Text: "BYTES",
        Day: "BYTES",
        Instant: "BYTES",
      };
      const { json } = await ask(routesOf(model), "POST", `/v2/models/${name}/versions/1/infer`, {
        body: JSON.stringify({
          inputs: schema.fields.map((field) => ({
            name: field.name,
            datatype: datatypes[field.type],
            shape: [proof.length],
            data: proof.map(({ input }) => input[field.name]),
          })),
        }),
      });
      for (const output of (json as Answer).outputs)
        expect(output.data).toEqual(proof.map((row) => row.output[output.name]));
    }
  });

  it("takes columns that are left out as missing, and no rows as none", async () => {
    const one = await infer({ inputs: [{ name: "whole", shape: [1], datatype: "INT8", data: [-3] }] });
    expect(data(one)).toMatchObject({ whole: [-3], real: [null], word: [null] });
    const none = await infer({ inputs: [{ name: "whole", shape: [0], datatype: "INT8", data: [] }] });
    expect([none.status, data(none)["whole"]]).toEqual([200, []]);
  });

  it("takes one tensor with all columns in order, flat and nested, where all are numbers", async () => {
    const matrix = (rows: unknown, datatype = "FP64") =>
      infer({ inputs: [{ name: "X", shape: [2, 2], datatype, data: rows }] }, "numbers");
    for (const rows of [
      [0.5, 1, null, 2],
      [
        [0.5, 1],
        [null, 2],
      ],
    ])
      expect(data(await matrix(rows))).toEqual({ a: [0.5, null], b: [1, 2] });
    expect(error(await matrix([0.5, 1.5, 1, 2]))).toContain('"b" is no whole number');
    expect(
      (await infer({ inputs: [{ name: "X", shape: [1, 6], datatype: "FP64", data: [1, 2, 3, 4, 5, 6] }] }))
        .status,
    ).toBe(400);
  });

  it("takes float32 as the float32 that it is, as in binary", async () => {
    const heard = await infer({ inputs: [{ name: "real", shape: [1], datatype: "FP32", data: [0.1] }] });
    const bytes = Buffer.alloc(4);
    bytes.writeFloatLE(0.1);
    const same = await ask(
      routesOf(echo),
      "POST",
      "/v2/models/echo/infer",
      binary({ inputs: [binaryInput("real", "FP32", 1, bytes)] }, bytes),
    );
    expect(data(heard)["real"]).toEqual([Math.fround(0.1)]);
    expect(data(same)).toEqual(data(heard));
  });

  it("gives the outputs that are asked for, in that order", async () => {
    const heard = await infer({
      inputs: [{ name: "whole", shape: [1], datatype: "INT64", data: [1] }],
      outputs: [{ name: "word again" }, { name: "whole again" }],
    });
    expect((heard.json as Answer).outputs.map(({ name }) => name)).toEqual(["word again", "whole again"]);
  });

  it("tells what was remarkable about rows that it answered", async () => {
    const model = frozenModel("boosting-binary");
    const row = { ...model.content.proof[0]!.input, size: "enormous" };
    const inputs = Object.entries(row).map(([name, value]) => ({
      name,
      datatype: typeof value === "number" ? "INT64" : "BYTES",
      shape: [2],
      data: [value, value],
    }));
    const { json } = await ask(routesOf(model), "POST", "/v2/models/boosting-binary/infer", {
      body: JSON.stringify({ inputs }),
    });
    const { warnings } = (json as { readonly parameters: { readonly warnings: string } }).parameters;
    expect(warnings.split("\n").map((text) => text.split(" ")[0])).toEqual(["T2211", "T2211"]);
  });

  it("hands the key and the version on, and names the request as HTTP does", async () => {
    const service = serviceOf(echo, echo);
    const body = {
      parameters: { key: 17 },
      inputs: [{ name: "whole", shape: [1], datatype: "INT64", data: [1] }],
    };
    const { json } = await ask(inferenceRoutes(service, "1"), "POST", "/v2/models/echo/versions/2/infer", {
      body: JSON.stringify(body),
      id: "from the header",
    });
    expect((json as Answer).model_version).toBe("2");
    expect(service.asked).toMatchObject([{ key: "17", version: "2", id: "from the header" }]);
  });
});

const input = (name: string, datatype: string, values: unknown, shape: unknown = [1]) => ({
  inputs: [{ name, datatype, shape, data: values }],
});

describe("inference that is refused", () => {
  it.each([
    ["no JSON", "inputs", "T2304"],
    ["a NaN token", '{"inputs":[{"name":"real","shape":[1],"datatype":"FP64","data":[NaN]}]}', "T2304"],
    ["a list", [], "T2398"],
    ["no inputs", {}, "T2374"],
    ["an input without name", { inputs: [{}] }, "T2374"],
    ["an unknown datatype", input("real", "FP128", [1]), "T2374"],
    ["a shape of texts", input("real", "FP64", [1], ["1"]), "T2374"],
    ["a negative shape", input("real", "FP64", [1], [-1]), "T2374"],
    ["three dimensions", input("real", "FP64", [1], [1, 1, 1]), "T2374"],
    ["too few data", input("real", "FP64", [1], [2]), "T2376"],
    ["rows of other lengths", input("real", "FP64", [[1], [2, 3]], [2, 1]), "T2376"],
    ["no data", { inputs: [{ name: "real", datatype: "FP64", shape: [1] }] }, "T2376"],
    ["an enormous shape", input("real", "FP64", [1], [9007199254740991, 2]), "T2376"],
    [
      "a whole number beyond 2^53",
      '{"inputs":[{"name":"whole","shape":[1],"datatype":"INT64","data":[9007199254740993]}]}',
      "T2377",
    ],
    [
      "one beyond 2^53 for a Float column too",
      '{"inputs":[{"name":"real","shape":[1],"datatype":"INT64","data":[9007199254740993]}]}',
      "T2377",
    ],
    ["256 as UINT8", input("whole", "UINT8", [256]), "T2377"],
    ["-1 as UINT64", input("whole", "UINT64", [-1]), "T2377"],
    ["a fraction as INT32", input("whole", "INT32", [0.5]), "T2377"],
    ["a text as FP64", input("real", "FP64", ["1"]), "T2377"],
    ["1e400", '{"inputs":[{"name":"real","shape":[1],"datatype":"FP64","data":[1e400]}]}', "T2377"],
    ["1e300 as FP32", input("real", "FP32", [1e300]), "T2377"],
    ["1 as BOOL", input("flag", "BOOL", [1]), "T2377"],
    ["FP16 in JSON", input("real", "FP16", [1]), "T2375"],
    ["a text for a number", input("real", "BYTES", ["1"]), "T1104"],
    ["a number for a text", input("word", "INT64", [1]), "T1104"],
    ["a day that is none", input("day", "BYTES", ["2023-02-29"]), "T1108"],
    [
      "half a surrogate pair",
      '{"inputs":[{"name":"word","shape":[1],"datatype":"BYTES","data":["\\ud800"]}]}',
      "T1107",
    ],
    ["a fraction for a whole number", input("whole", "FP64", [0.5]), "T1104"],
    ["an unknown column", input("colour", "BYTES", ["red"]), "T1102"],
    [
      "a column twice",
      { inputs: [...input("real", "FP64", [1]).inputs, ...input("real", "FP64", [1]).inputs] },
      "T2378",
    ],
    [
      "columns of other lengths",
      { inputs: [...input("real", "FP64", [1]).inputs, ...input("whole", "INT64", [], [0]).inputs] },
      "T2378",
    ],
    [
      "a matrix beside a column",
      { inputs: [...input("real", "FP64", [1]).inputs, ...input("x", "FP64", [1, 2], [1, 2]).inputs] },
      "T2378",
    ],
    ["a matrix for texts", input("x", "FP64", [1, 2, 3, 4, 5, 6], [1, 6]), "T2379"],
    ["an unknown output", { ...input("real", "FP64", [1]), outputs: [{ name: "reel again" }] }, "T2380"],
    [
      "an output twice",
      { ...input("real", "FP64", [1]), outputs: [{ name: "real again" }, { name: "real again" }] },
      "T2380",
    ],
    [
      "a classification",
      { ...input("real", "FP64", [1]), outputs: [{ name: "real again", parameters: { classification: 1 } }] },
      "T2381",
    ],
    [
      "shared memory",
      { inputs: [{ name: "real", shape: [1], datatype: "FP64", parameters: { shared_memory_region: "r" } }] },
      "T2381",
    ],
    ["a sequence", { ...input("real", "FP64", [1]), parameters: { sequence_id: 4 } }, "T2381"],
    ["an id that is no text", { ...input("real", "FP64", [1]), id: 4 }, "T2398"],
    ["a key that is none", { ...input("real", "FP64", [1]), parameters: { key: true } }, "T2386"],
  ])("tells of %s", async (_, body, code) => {
    const heard = await infer(body);
    expect([heard.status, Object.keys(heard.json as object)]).toEqual([400, ["error"]]);
    expect(error(heard).split(" ")[0]).toBe(code);
  });

  it("tells a mistake of all rows once", async () => {
    const rows = Array(50).fill("red");
    expect(error(await infer(input("colour", "BYTES", rows, [50]))).split("\n").length).toBeLessThanOrEqual(
      11,
    );
  });

  it("refuses a wrong output before anything is computed", async () => {
    const service = serviceOf(echo);
    const body = JSON.stringify({ ...input("real", "FP64", [1]), outputs: [{ name: "reel" }] });
    await ask(inferenceRoutes(service, "1"), "POST", "/v2/models/echo/infer", { body });
    expect(service.asked).toEqual([]);
  });
});

const int64 = (...values: readonly bigint[]): Buffer => {
  const bytes = Buffer.alloc(values.length * 8);
  for (const [at, value] of values.entries()) bytes.writeBigInt64LE(value, at * 8);
  return bytes;
};
const fp64 = (...values: readonly number[]): Buffer => Buffer.from(Float64Array.from(values).buffer);
const texts = (...values: readonly (string | Buffer)[]): Buffer =>
  Buffer.concat(
    values.flatMap((value) => {
      const bytes = Buffer.from(value as string);
      const length = Buffer.alloc(4);
      length.writeUInt32LE(bytes.length);
      return [length, bytes];
    }),
  );

describe("inference in binary", () => {
  const send = (head: object, ...tensors: readonly Buffer[]) =>
    ask(routesOf(echo), "POST", "/v2/models/echo/infer", binary(head, ...tensors));

  it("takes tensors behind the JSON, one after the other, beside one in it", async () => {
    const [whole, real, word, flag] = [
      int64(-5n, 7n),
      fp64(0.1, Number.NaN),
      texts("né", ""),
      Buffer.from([1, 0]),
    ];
    const heard = await send(
      {
        inputs: [
          binaryInput("whole", "INT64", 2, whole),
          binaryInput("real", "FP64", 2, real),
          { name: "day", shape: [2], datatype: "BYTES", data: ["2024-01-31", null] },
          binaryInput("word", "BYTES", 2, word),
          binaryInput("flag", "BOOL", 2, flag),
        ],
      },
      whole,
      real,
      word,
      flag,
    );
    expect(data(heard)).toEqual({
      whole: [-5, 7],
      real: [0.1, null],
      day: ["2024-01-31", null],
      word: ["né", ""],
      flag: [true, false],
      moment: [null, null],
    });
  });

  it("widens halves and bfloats exactly", async () => {
    const halves = Buffer.from(Uint16Array.from([0x3555, 0x7bff, 0x0001, 0x8000, 0xfe00]).buffer);
    const heard = await send({ inputs: [binaryInput("real", "FP16", 5, halves)] }, halves);
    // 0x3555 is 1365/4096, 0x7bff the largest half, 0x0001 the smallest (IEEE 754-2019, table 3.5).
    expect(data(heard)["real"]).toEqual([1365 / 4096, 65504, 2 ** -24, 0, null]);
    const bfloats = Buffer.from(Uint16Array.from([0x3f80, 0xc049, 0x7fc0]).buffer);
    const others = await send({ inputs: [binaryInput("real", "BF16", 3, bfloats)] }, bfloats);
    expect(data(others)["real"]).toEqual([1, -3.140625, null]);
  });

  it("gives binary where it is asked for, and JSON where a missing value has no bytes", async () => {
    const head = {
      parameters: { binary_data_output: true },
      inputs: [
        { name: "whole", shape: [2], datatype: "INT64", data: [-5, 7] },
        { name: "real", shape: [2], datatype: "FP64", data: [0.1, null] },
        { name: "word", shape: [2], datatype: "BYTES", data: ["né", null] },
        { name: "flag", shape: [2], datatype: "BOOL", data: [true, false] },
        { name: "day", shape: [2], datatype: "BYTES", data: ["2024-01-31", "2024-02-01"] },
      ],
    };
    const heard = await infer(head);
    const length = Number(heard.headers!["inference-header-content-length"]);
    const body = heard.body as Buffer;
    expect(heard.type).toBe("application/octet-stream");
    const { outputs } = JSON.parse(body.toString("utf8", 0, length)) as Answer;
    expect(
      outputs.map(({ name, parameters, data: values }) => [name, parameters?.binary_data_size ?? values]),
    ).toEqual([
      ["day again", 28],
      ["flag again", 2],
      ["moment again", [null, null]],
      ["real again", 16],
      ["whole again", 16],
      ["word again", ["né", null]],
    ]);
    expect(body.subarray(length)).toEqual(
      Buffer.concat([
        texts("2024-01-31", "2024-02-01"),
        Buffer.from([1, 0]),
        fp64(0.1, Number.NaN),
        int64(-5n, 7n),
      ]),
    );
  });

  it("lets an output choose for itself", async () => {
    const heard = await infer({
      inputs: [{ name: "whole", shape: [1], datatype: "INT64", data: [7] }],
      outputs: [{ name: "whole again", parameters: { binary_data: true } }, { name: "real again" }],
    });
    const length = Number(heard.headers!["inference-header-content-length"]);
    expect((heard.body as Buffer).subarray(length)).toEqual(int64(7n));
  });

  it.each([
    ["a header that is no length", { "inference-header-content-length": "x" }, "T2373"],
    ["a header of nothing", { "inference-header-content-length": "0" }, "T2373"],
    ["a header beyond the body", { "inference-header-content-length": "100000" }, "T2373"],
  ])("refuses %s", async (_, headers, code) => {
    expect(error(await infer(input("real", "FP64", [1]), "echo", headers)).split(" ")[0]).toBe(code);
  });

  it.each([
    ["bytes that are not there", "real", "FP64", 2, fp64(1), 16, "T2376"],
    ["too few bytes for the shape", "real", "FP64", 2, fp64(1), 8, "T2376"],
    ["bytes left over", "real", "FP64", 1, fp64(1, 2), 8, "T2376"],
    ["a whole number beyond 2^53", "whole", "INT64", 1, int64(2n ** 53n), 8, "T2377"],
    ["an unsigned one beyond 2^53", "whole", "UINT64", 1, int64(-1n), 8, "T2377"],
    ["a BOOL of 2", "flag", "BOOL", 1, Buffer.from([2]), 1, "T2377"],
    ["infinity", "real", "FP64", 1, fp64(Infinity), 8, "T1106"],
    ["text that is no UTF-8", "word", "BYTES", 1, texts(Buffer.from([0xff])), 5, "T2377"],
    ["a text that ends too late", "word", "BYTES", 1, Buffer.from([9, 0, 0, 0, 65]), 5, "T2376"],
    [
      "a length of its own cut off",
      "word",
      "BYTES",
      2,
      Buffer.concat([texts("a"), Buffer.from([1, 0])]),
      7,
      "T2376",
    ],
    ["more texts than the shape", "word", "BYTES", 1, texts("a", "b"), 10, "T2376"],
  ])("refuses %s", async (_, name, datatype, count, bytes, size, code) => {
    const head = { inputs: [{ name, datatype, shape: [count], parameters: { binary_data_size: size } }] };
    const heard = await send(head, bytes);
    expect([heard.status, error(heard).split(" ")[0]]).toEqual([400, code]);
  });
});

describe("packed answers", () => {
  it.each([
    ["gzip", gunzipSync],
    ["deflate", inflateSync],
  ])("come as %s when it is accepted and pays", async (encoding, unpack) => {
    const values = Array.from({ length: 1000 }, (_, at) => at);
    const body = input("whole", "INT64", values, [1000]);
    const heard = await infer(body, "echo", { "accept-encoding": encoding });
    expect(heard.headers).toMatchObject({ "content-encoding": encoding, vary: "accept-encoding" });
    const plain = await infer(body);
    expect(plain.headers).toBeUndefined();
    expect(unpack(heard.body as Buffer).toString()).toBe(plain.text);
    expect(
      (await infer(input("whole", "INT64", [1]), "echo", { "accept-encoding": encoding })).headers,
    ).toBeUndefined();
    expect((await infer(body, "echo", { "accept-encoding": `${encoding};q=0, br` })).headers).toBeUndefined();
  });
});
