import { spawn, type ChildProcess } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { packageText } from "../../src/project/index.ts";
import { addKey } from "../../src/server/index.ts";
import { frozenModel } from "../../src/server/protocols/service.test-support.ts";
import { freePort } from "../../src/data/database/postgres/free-port.test-support.ts";
import { isLeftOut, runPython } from "./clients.test-support.ts";

const model = frozenModel("boosting-binary");
const { proof } = model.content;
const predict = "/v1/endpoints/17/deployedModels/4:predict";
const root = resolve(import.meta.dirname, "../..");

/** Asks for the proof rows with Triton's client, in binary, and tells how it is refused without the key. */
const triton = (port: number, key: string): string => `
import json, sys
import numpy as np
import tritonclient.http as triton
from tritonclient.utils import InferenceServerException

client = triton.InferenceServerClient("127.0.0.1:${port}")
rows = json.loads(${JSON.stringify(JSON.stringify(proof.map(({ input }) => input)))})
def tensor(name, kind, values):
    made = triton.InferInput(name, [len(rows)], kind)
    made.set_data_from_numpy(values)
    return made
inputs = [
    tensor("day", "BYTES", np.array([row["day"] for row in rows], dtype=object)),
    tensor("size", "BYTES", np.array([row["size"] for row in rows], dtype=object)),
    tensor("speed", "FP64", np.array([row["speed"] for row in rows], dtype=np.float64)),
]
try:
    client.infer("boosting-binary", inputs)
except InferenceServerException as error:
    refused = [error.status(), error.message()]
answer = client.infer("boosting-binary", inputs, headers={"Authorization": "Bearer ${key}"})
print(json.dumps({
    "ready": client.is_server_ready(),
    "refused": refused,
    "probability": answer.as_numpy("probability").tolist(),
    "prediction": answer.as_numpy("prediction").tolist(),
}))
`;

describe.skipIf(isLeftOut)("tandem serve, in a container", () => {
  let folder: string;
  let child: ChildProcess;
  let port: number;
  let key: string;
  let said = "";
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "tandem-container-"));
    await writeFile(join(folder, "model.tandem.json"), packageText(model.content));
    const keys = join(folder, "keys.json");
    key = (await addKey(keys, { name: "tests", scopes: ["predict"] }, Date.now())).text;
    port = await freePort();
    child = spawn(
      process.execPath,
      [
        "--conditions=tandem-development",
        join(root, "src/cli/main.ts"),
        "serve",
        "--package",
        "model.tandem.json",
        "--keys",
        keys,
      ],
      {
        cwd: folder,
        stdio: ["ignore", "ignore", "pipe"],
        env: {
          ...process.env,
          SAGEMAKER_BIND_TO_PORT: String(port),
          SAGEMAKER_DEFAULT_INVOCATIONS_ACCEPT: "text/csv",
          AIP_HEALTH_ROUTE: "/v1/endpoints/17/deployedModels/4",
          AIP_PREDICT_ROUTE: predict,
        },
      },
    );
    child.stderr!.setEncoding("utf8").on("data", (text: string) => (said += text));
    while ((await fetch(`http://127.0.0.1:${port}/ping`).catch(() => undefined))?.status !== 200) {
      if (child.exitCode !== null) throw new Error(said);
      await setTimeout(50);
    }
  });
  afterAll(async () => {
    child.kill("SIGKILL");
    await rm(folder, { recursive: true });
  });

  const ask = (path: string, body: string, type: string, headers: Record<string, string> = {}) =>
    fetch(`http://127.0.0.1:${port}${path}`, {
      method: "POST",
      headers: { authorization: `Bearer ${key}`, "content-type": type, ...headers },
      body,
    });

  it("answers Triton's client with the bits of the proof, and tells it when a key is missing", async () => {
    const heard = JSON.parse(await runPython(triton(port, key))) as Readonly<Record<string, unknown>>;
    expect(heard["ready"]).toBe(true);
    expect(heard["refused"]).toEqual(["401", expect.stringMatching(/^T\d{4} /)]);
    expect(heard["probability"]).toEqual(proof.map(({ output }) => output["probability"]));
    expect(heard["prediction"]).toEqual(proof.map(({ output }) => output["prediction"]));
  });

  it("answers a transform of SageMaker as its environment says", async () => {
    const rows = proof.map(({ input }) => `${input["day"]},${input["size"]},${input["speed"] ?? ""}\n`);
    const response = await ask("/invocations", rows.join(""), "text/csv");
    expect(await response.text()).toBe(
      proof.map(({ output }) => `${output["prediction"]},${output["probability"]}\n`).join(""),
    );
    const refused = await ask("/invocations", rows.join(""), "text/csv", { authorization: "Bearer none" });
    expect([refused.status, await refused.json()]).toEqual([
      401,
      { error_code: "UNAUTHENTICATED", message: expect.stringMatching(/^T\d{4} /) as string },
    ]);
  });

  it("answers Vertex AI at its paths", async () => {
    const body = JSON.stringify({ instances: proof.map(({ input }) => input) });
    const response = await ask(predict, body, "application/json");
    expect(await response.json()).toEqual({ predictions: proof.map(({ output }) => output) });
    expect((await fetch(`http://127.0.0.1:${port}/v1/endpoints/17/deployedModels/4`)).status).toBe(200);
  });

  it("tells of all of it in its OpenAPI page", async () => {
    const { paths } = (await (await fetch(`http://127.0.0.1:${port}/openapi.json`)).json()) as {
      readonly paths: object;
    };
    expect(Object.keys(paths)).toEqual(
      expect.arrayContaining([
        "/v2/models/{name}/versions/{version}/infer",
        "/invocations",
        "/execution-parameters",
        predict,
      ]),
    );
  });

  it("ends with 0 on SIGTERM", async () => {
    const ended = new Promise((done) => child.on("exit", done));
    child.kill("SIGTERM");
    expect(await ended).toBe(0);
  });
});
