import { describe, expect, it } from "vitest";
import { createRandom, type Random } from "../../base/index.ts";
import { valueToJson, type DataType, type Value } from "../../schema/index.ts";
import { containerSettings } from "./container-settings.ts";
import { protocolRoutes } from "./protocol-routes.ts";
import { ask, echoModel, everyType, serviceOf, type Heard } from "./service.test-support.ts";

const model = echoModel("echo", everyType);
const vertex = { AIP_HEALTH_ROUTE: "/healthy", AIP_PREDICT_ROUTE: "/vertex:predict" };
const routes = protocolRoutes(serviceOf(model), "1", containerSettings(vertex));
const datatypes: Readonly<Record<DataType, string>> = {
  Boolean: "BOOL",
  Int: "INT64",
  Float: "FP64",
  Text: "BYTES",
  Day: "BYTES",
  Instant: "BYTES",
};

type Row = Readonly<Record<string, Value>>;

const letters = ["a", "é", "𝄞", '"', ",", "\n", "\\", " ", "NaN", "0"];

/** A value of a type as it goes into JSON, at times one at its border. */
function made(type: DataType, random: Random): Value {
  switch (type) {
    case "Boolean":
      return random.next() < 0.5;
    case "Int":
      return random.next() < 0.2 ? Number.MAX_SAFE_INTEGER : random.integer(2 ** 31) - 2 ** 30;
    case "Float":
      return random.next() < 0.2 ? 5e-324 : (random.next() - 0.5) * 10 ** (random.integer(600) - 300);
    case "Text":
      return Array.from({ length: random.integer(6) }, () => letters[random.integer(letters.length)]!).join(
        "",
      );
    case "Day":
      return valueToJson(random.integer(3_652_058) - 719_162, "Day");
    case "Instant":
      return valueToJson((random.next() < 0.5 ? -1 : 1) * random.integer(2 ** 31) * 1000 + 17, "Instant");
  }
}

const madeRows = (random: Random, gaps: number): readonly Row[] =>
  Array.from({ length: 1 + random.integer(8) }, () =>
    Object.fromEntries(
      everyType.map(({ name, type }) => [name, random.next() < gaps ? null : made(type, random)]),
    ),
  );

const json = (body: unknown) => ({
  body: JSON.stringify(body),
  headers: { "content-type": "application/json" },
});

const names = everyType.map(({ name }) => name);
const outputsOf = (rows: readonly Row[]): readonly Row[] => rows.map((row) => model.predict(row).output);
const recordsOf = ({ json: body }: Heard): unknown => (body as { predictions: unknown }).predictions;
const tensorsOf = ({ json: body }: Heard): readonly Row[] => {
  const { outputs } = body as {
    readonly outputs: readonly { readonly name: string; readonly data: readonly Value[] }[];
  };
  return outputs[0]!.data.map((_, row) =>
    Object.fromEntries(outputs.map(({ name, data }) => [name, data[row]!])),
  );
};

function binaryRequest(rows: readonly Row[]) {
  const parts: Buffer[] = [];
  const inputs = everyType.map(({ name, type }) => {
    const values = rows.map((row): Value => row[name] ?? null);
    const bytes = Buffer.concat(values.map((value) => bytesOf(type, value)));
    // Only numbers have a missing value in binary.
    if (type !== "Float" && values.includes(null))
      return { name, datatype: datatypes[type], shape: [rows.length], data: values };
    parts.push(bytes);
    return {
      name,
      datatype: datatypes[type],
      shape: [rows.length],
      parameters: { binary_data_size: bytes.length },
    };
  });
  const head = Buffer.from(JSON.stringify({ inputs }));
  return {
    body: Buffer.concat([head, ...parts]),
    headers: { "inference-header-content-length": String(head.length) },
  };
}

function bytesOf(type: DataType, value: Value): Buffer {
  const eight = Buffer.alloc(8);
  if (type === "Boolean") return Buffer.from([Number(value)]);
  if (type === "Int") eight.writeBigInt64LE(BigInt(Number(value)));
  else if (type === "Float") eight.writeDoubleLE(value === null ? Number.NaN : Number(value));
  else {
    const text = Buffer.from(String(value));
    const length = Buffer.alloc(4);
    length.writeUInt32LE(text.length);
    return Buffer.concat([length, text]);
  }
  return eight;
}

const csvField = (value: Value | undefined): string =>
  value === null || value === undefined
    ? ""
    : typeof value === "string"
      ? `"${value.replaceAll('"', '""')}"`
      : String(value);

describe("the same rows by every protocol", () => {
  it("get the bits of the model itself", async () => {
    const random = createRandom("protocols");
    for (let round = 0; round < 40; round++) {
      const rows = madeRows(random, 0.2);
      const expected = outputsOf(rows);
      const lists = rows.map((row) => names.map((name) => row[name]));
      const tensors = everyType.map(({ name, type }) => ({
        name,
        datatype: datatypes[type],
        shape: [rows.length],
        data: rows.map((row) => row[name]),
      }));
      const post = (path: string, sent: Parameters<typeof ask>[3]): Promise<Heard> =>
        ask(routes, "POST", path, sent);
      expect(tensorsOf(await post("/v2/models/echo/infer", json({ inputs: tensors })))).toEqual(expected);
      expect(tensorsOf(await post("/v2/models/echo/infer", binaryRequest(rows)))).toEqual(expected);
      for (const body of [
        { dataframe_split: { columns: names, data: lists } },
        { dataframe_records: rows },
        { instances: lists },
        { inputs: Object.fromEntries(names.map((name) => [name, rows.map((row) => row[name])])) },
        lists,
      ])
        expect(recordsOf(await post("/invocations", json(body)))).toEqual(expected);
      const lines = lists.map((list) => list.map((value) => csvField(value)).join(","));
      const csv = (text: string, type: string): Promise<Heard> =>
        post("/invocations", { body: text, headers: { "content-type": type } });
      expect(
        recordsOf(await csv([names.join(","), ...lines].join("\n"), "text/csv; header=present")),
      ).toEqual(expected);
      expect(recordsOf(await csv(`${lines.join("\r\n")}\r\n`, "text/csv; header=absent"))).toEqual(expected);
      expect(recordsOf(await post("/vertex:predict", json({ instances: rows })))).toEqual(expected);
    }
  });
});

/** Changes a few bytes: cuts, repeats, swaps one for another, or puts in a word that means something. */
function mutated(bytes: Buffer, random: Random): Buffer {
  let changed = bytes;
  for (let times = 1 + random.integer(4); times > 0; times--) {
    const at = random.integer(changed.length + 1);
    const end = Math.min(changed.length, at + random.integer(12));
    const word = words[random.integer(words.length)]!;
    const middle = [Buffer.from(word), changed.subarray(at, end), Buffer.from([random.integer(256)])];
    changed = Buffer.concat([
      changed.subarray(0, at),
      ...middle.slice(0, random.integer(4)),
      changed.subarray(random.next() < 0.5 ? at : end),
    ]);
  }
  return changed;
}

const words = [
  "null",
  "[",
  "]",
  "{}",
  "-1",
  "1e999",
  "NaN",
  '"',
  ",",
  "\n",
  "9007199254740993",
  "[[1],2]",
  "true",
  '"__proto__":',
];

describe("requests that something has happened to", () => {
  const random = createRandom("broken");
  const rows = madeRows(random, 0.2);
  const inputs = everyType.map(({ name, type }) => ({
    name,
    datatype: datatypes[type],
    shape: [rows.length, 1],
    data: rows.map((row) => [row[name]]),
  }));
  const requests: readonly (readonly [string, { body: string | Buffer; headers: Record<string, string> }])[] =
    [
      [
        "/v2/models/echo/infer",
        json({ id: "a", inputs, outputs: [{ name: "word again", parameters: { binary_data: true } }] }),
      ],
      ["/v2/models/echo/infer", binaryRequest(rows)],
      [
        "/invocations",
        json({
          dataframe_split: { columns: names, data: rows.map((row) => names.map((name) => row[name])) },
        }),
      ],
      [
        "/invocations",
        json({ inputs: Object.fromEntries(names.map((name) => [name, rows.map((row) => row[name])])) }),
      ],
      [
        "/invocations",
        { body: `${names.join(",")}\n1,2,3,"a","b",c\n`, headers: { "content-type": "text/csv" } },
      ],
      [
        "/invocations",
        {
          body: rows.map((row) => JSON.stringify(row)).join("\n"),
          headers: { "content-type": "application/jsonlines" },
        },
      ],
      ["/vertex:predict", json({ instances: rows, parameters: { key: "a" } })],
      ["/v2/repository/index", json({ ready: true })],
    ];

  it.each(requests.map(([path, request], at) => ({ at, path, request })))(
    "are answered or refused, never failed: $at $path",
    async ({ path, request }) => {
      const counts = { answered: 0, refused: 0 };
      for (let round = 0; round < 200; round++) {
        const heard = await ask(routes, "POST", path, {
          ...request,
          body: mutated(Buffer.from(request.body), random),
        });
        expect(heard.status === 200 || (heard.status >= 400 && heard.status < 500)).toBe(true);
        if (heard.status !== 200) expect(heard.text).toMatch(/T\d{4} /);
        counts[heard.status === 200 ? "answered" : "refused"]++;
      }
      expect(counts.answered).toBeGreaterThan(0);
      expect(counts.refused).toBeGreaterThan(0);
    },
  );

  it("are refused in no time where they are made to cost much", async () => {
    const long = "x".repeat(1_000_000);
    const many = Array.from({ length: 50_000 }, (_, at) => ({
      name: `x${at}`,
      datatype: "BOOL",
      shape: [1],
      data: [true],
    }));
    const costly: readonly (readonly [string, unknown])[] = [
      ["/v2/models/echo/infer", { inputs: many }],
      ["/v2/models/echo/infer", { inputs: [{ name: long, datatype: "BOOL", shape: [1], data: [true] }] }],
      [
        "/v2/models/echo/infer",
        {
          inputs: [
            {
              name: "flag",
              datatype: "BOOL",
              shape: [300_000],
              data: Array.from({ length: 300_000 }, () => true),
            },
          ],
        },
      ],
      ["/v2/models/echo/infer", { inputs: [{ name: "X", datatype: "FP64", shape: [1e15, 0], data: [] }] }],
      ["/invocations", { dataframe_split: { columns: [long], data: [[1]] } }],
      [
        "/invocations",
        { dataframe_split: { columns: Array.from({ length: 100_000 }, (_, at) => `x${at}`), data: [[]] } },
      ],
      ["/invocations", { instances: Array.from({ length: 300_000 }, () => []) }],
      ["/invocations", { inputs: { flag: Array.from({ length: 300_000 }, () => 1) } }],
    ];
    for (const [path, body] of costly) {
      const sent = json(body);
      const begin = process.cpuUsage();
      expect((await ask(routes, "POST", path, sent)).status).toBe(400);
      expect(process.cpuUsage(begin).user).toBeLessThan(2_000_000);
    }
    for (const text of [
      "\n".repeat(4_000_000),
      "1\n".repeat(200_000),
      `"${'""'.repeat(300_000)}`,
      ",".repeat(300_000),
    ])
      for (const type of ["text/csv", "application/jsonlines"])
        expect(
          (await ask(routes, "POST", "/invocations", { body: text, headers: { "content-type": type } }))
            .status,
        ).toBe(400);
  });
});
