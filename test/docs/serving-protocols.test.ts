import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { containerSettings } from "../../src/server/protocols/container-settings.ts";
import { protocolRoutes } from "../../src/server/protocols/protocol-routes.ts";
import { frozenModel } from "../../src/server/protocols/service.test-support.ts";
import { isLeftOut, runPython } from "../clients/clients.test-support.ts";
import { serveModel, type ListeningService } from "../serving.test-support.ts";
import { fencesOf } from "./fences.test-support.ts";

const fences = await fencesOf(join(import.meta.dirname, "../../docs/serving-protocols.md"));

/** A piece of the page with what it says comes out. */
const pairsOf = (kind: string) =>
  fences.flatMap((fence, at) => {
    const answer = fences[at + 1];
    return fence.info === kind && answer
      ? [{ code: fence.code, info: answer.info, answer: answer.code }]
      : [];
  });

describe("docs/serving-protocols.md", () => {
  let service: ListeningService;
  beforeAll(async () => {
    const container = containerSettings({
      AIP_HEALTH_ROUTE: "/v1/endpoints/17/deployedModels/4",
      AIP_PREDICT_ROUTE: "/v1/endpoints/17/deployedModels/4:predict",
    });
    service = await serveModel(() => Promise.resolve(frozenModel("boosting-binary")), {
      protocols: [(models) => protocolRoutes(models, "0.1.0", container)],
    });
  });
  afterAll(() => service.close());

  it.each(pairsOf("http").map((pair, at) => ({ at, ...pair })))(
    "says what request $at gives",
    async ({ code, info, answer }) => {
      const [head = "", body] = code.trimEnd().split(/\n\n([\s\S]*)/);
      const [line = "", ...headers] = head.split("\n");
      const [method, path] = line.split(" ");
      const response = await fetch(`${service.address}${path}`, {
        method: method!,
        headers: headers.map((header): [string, string] => header.split(": ") as [string, string]),
        ...(body === undefined ? {} : { body: `${body}\n` }),
      });
      const text = await response.text();
      const [type, status = "200"] = info.split(" ");
      expect([text, response.status]).toEqual([text, Number(status)]);
      if (type === "json") expect(JSON.parse(text)).toEqual(JSON.parse(answer));
      else expect(text).toBe(answer);
    },
  );

  it.skipIf(isLeftOut).each(pairsOf("python").map((pair, at) => ({ at, ...pair })))(
    "says what the Python of example $at prints",
    async ({ code, answer }) => {
      const { port } = new URL(service.address);
      expect(await runPython(code.replace(/\b8080\b/, port))).toBe(answer);
    },
  );

  it("has examples of every protocol", () => {
    expect(pairsOf("http").length).toBeGreaterThanOrEqual(12);
    expect(pairsOf("python")).toHaveLength(2);
  });
});
