import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { protocolRoutes } from "../../src/server/protocols/protocol-routes.ts";
import { echoModel, everyType } from "../../src/server/protocols/service.test-support.ts";
import { serveModel, type ListeningService } from "../serving.test-support.ts";
import { isLeftOut, runScript } from "./clients.test-support.ts";

interface Inferred {
  readonly id: string | null;
  readonly version: string;
  readonly values: Readonly<Record<string, readonly unknown[]>>;
  readonly dtypes: Readonly<Record<string, string>>;
}
interface Document {
  readonly [name: string]: unknown;
  readonly version: string;
  readonly json: Inferred;
  readonly binary: Inferred;
  readonly byDefault: Inferred;
  readonly packed: Readonly<Record<string, boolean>>;
  readonly widths: Readonly<Record<string, readonly unknown[]>>;
  readonly refusals: Readonly<Record<string, { readonly status: string; readonly message: string } | null>>;
}

const echo = echoModel("echo", everyType);
const numbers = echoModel("numbers", [
  { name: "a", type: "Float", nullable: true },
  { name: "b", type: "Int", nullable: true },
]);

const values = {
  flag: [true, false],
  whole: [9007199254740991, -7],
  real: [0.1, 1e-300],
  word: ["né", ""],
  day: ["2024-01-31", "1969-12-31"],
  moment: ["2024-01-31T12:30:00.000Z", "1969-12-31T23:59:59.999Z"],
};
const ofBytes = {
  flag: "bool",
  whole: "int64",
  real: "float64",
  word: "object",
  day: "object",
  moment: "object",
};

describe.skipIf(isLeftOut)("tritonclient[http]", () => {
  const services: ListeningService[] = [];
  let heard: Document;
  beforeAll(async () => {
    for (const model of [echo, numbers])
      services.push(
        await serveModel(() => Promise.resolve(model), {
          protocols: [(service) => protocolRoutes(service, "1.2.3")],
        }),
      );
    const [first, second] = services.map(({ address }) => new URL(address).host);
    heard = await runScript<Document>("triton_client.py", first!, "echo", second!, "numbers");
  });
  afterAll(() => Promise.all(services.map((service) => service.close())));

  it("finds server, model and version ready, and others not", () => {
    expect(heard).toMatchObject({
      live: true,
      ready: true,
      modelReady: true,
      otherModelReady: false,
      versionReady: true,
      otherVersionReady: false,
    });
  });

  it("reads the metadata", () => {
    expect(heard["server"]).toEqual({
      name: "tandem",
      version: "1.2.3",
      extensions: ["binary_tensor_data", "model_repository"],
    });
    expect(heard["model"]).toMatchObject({
      name: "echo",
      versions: [heard.version],
      inputs: everyType.map(({ name }) => ({ name, shape: [-1] })),
    });
    expect(heard["versionModel"]).toEqual([heard.version]);
    expect(heard["index"]).toEqual([{ name: "echo", version: heard.version, state: "READY", reason: "" }]);
  });

  it("gets every type back through JSON, with its id and the version", () => {
    expect(heard.json).toEqual({ id: "row 17", version: heard.version, values, dtypes: ofBytes });
    expect(heard["versioned"]).toBe(heard.version);
  });

  it("gets every type back in binary, where it asks for it and by its default", () => {
    const withGap = { ...values, real: [0.1, "NaN"] };
    expect(heard.binary).toEqual({ id: null, version: heard.version, values: withGap, dtypes: ofBytes });
    expect(heard.byDefault).toEqual(heard.binary);
    expect(heard["mixed"]).toEqual(values);
    expect(heard["keyed"]).toBe(heard.version);
  });

  it("gets a missing number as NaN and a missing text as None", () => {
    expect(heard["missing"]).toEqual({ real: ["NaN", "NaN"], word: [null, null] });
  });

  it("sends whole and real numbers of every width without loss", () => {
    const { "bfloat16 binary": bfloat, ...others } = heard.widths;
    expect(bfloat).toEqual([-3.140625]);
    for (const [name, got] of Object.entries(others))
      expect([name, got]).toEqual([name, name.startsWith("float") ? [true] : [7, 100]]);
    expect(Object.keys(heard.widths)).toHaveLength(21);
  });

  it("packs requests and reads packed answers, by gzip and deflate", () => {
    expect(Object.keys(heard.packed)).toHaveLength(9);
    expect(Object.values(heard.packed).every(Boolean)).toBe(true);
  });

  it("sends all columns as one tensor, where all are numbers", () => {
    expect(heard["matrix"]).toEqual({
      "float64 binary": [
        [0.5, "NaN", 1e300],
        [1, 2, 3],
      ],
      "float32 binary": [
        [0.5, "NaN"],
        [1, 2],
      ],
      "float64 json": [
        [0.5, 1e300],
        [1, 3],
      ],
    });
  });

  it("sends requests beside one another", () => {
    expect(heard["asynchronous"]).toEqual(Array.from({ length: 20 }, (_, at) => at));
  });

  it.each([
    ["model", "404", "T2370"],
    ["version", "404", "T2340"],
    ["output", "400", "T2380"],
    ["column", "400", "T1102"],
    ["type", "400", "T1104"],
    ["large", "400", "T2377"],
    ["largeJson", "400", "T2377"],
    ["half", "400", "T2375"],
    ["classes", "400", "T2381"],
    ["sequence", "400", "T2381"],
    ["load", "400", "T2382"],
    ["unload", "400", "T2382"],
    ["config", "400", "T2382"],
    ["statistics", "400", "T2382"],
    ["memory", "404", "T2301"],
    ["logging", "404", "T2301"],
    ["unknownPath", "404", "T2370"],
  ])("tells its user why it is refused: %s", (name, status, code) => {
    const refused = heard.refusals[name];
    expect([refused?.status, refused?.message.split(" ")[0]]).toEqual([status, code]);
  });
});
