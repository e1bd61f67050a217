import { describe, expect, it } from "vitest";
import { ask, frozenModel, serviceOf } from "./service.test-support.ts";
import { containerSettings, noContainer } from "./container-settings.ts";
import { protocolRoutes, withRoutes } from "./protocol-routes.ts";

const model = frozenModel("ridge-regression");
const { proof, schema } = model.content;
const environment = {
  AIP_HTTP_PORT: "8085",
  AIP_HEALTH_ROUTE: "/v1/endpoints/17/deployedModels/4",
  AIP_PREDICT_ROUTE: "/v1/endpoints/17/deployedModels/4:predict",
};
const { vertex } = containerSettings(environment);
const routes = protocolRoutes(serviceOf(model), "1", containerSettings(environment));
const predict = (body: unknown, id = "request 1") =>
  ask(routes, "POST", vertex!.predict, { body: JSON.stringify(body), id });

describe("a container of Vertex AI", () => {
  it("answers at the paths of its environment", async () => {
    expect((await ask(routes, "GET", vertex!.health)).status).toBe(200);
    const byName = await predict({ instances: proof.map(({ input }) => input) });
    const byPosition = await predict({
      instances: proof.map(({ input }) => schema.fields.map(({ name }) => input[name])),
      parameters: { key: "customer 17" },
    });
    expect(byName.json).toEqual({ predictions: proof.map(({ output }) => output) });
    expect(byPosition.json).toEqual(byName.json);
  });

  it("is not healthy while no model has proven itself", async () => {
    const waiting = protocolRoutes(serviceOf(), "1", containerSettings(environment));
    const heard = await ask(waiting, "GET", vertex!.health);
    expect([heard.status, heard.json]).toEqual([503, { error: "T2015 No proof. Build it." }]);
  });

  it.each([
    ["no instances", { rows: [] }, "T2395"],
    ["instances that are an object", { instances: {} }, "T2395"],
    ["a parameter that does nothing", { instances: [], parameters: { confidence: 0.5 } }, "T2386"],
    ["a wrong row", { instances: [{ day: 3 }] }, "T1104"],
  ])("refuses %s", async (_, body, code) => {
    const heard = await predict(body);
    expect([heard.status, (heard.json as { error: string }).error.split(" ")[0]]).toEqual([400, code]);
  });

  it("wins a path that the service has too", async () => {
    const taken = containerSettings({ AIP_HEALTH_ROUTE: "/ping", AIP_PREDICT_ROUTE: "/invocations" });
    const over = protocolRoutes(serviceOf(model), "1", taken);
    expect(over.filter(({ path }) => path === "/ping" || path === "/invocations")).toHaveLength(2);
    expect((await ask(over, "POST", "/invocations", { body: "[]" })).text).toContain("T2395");
    const own = { ...routes[0]!, method: "POST", path: "/predict" } as const;
    const theirs = { ...own, summary: "theirs" };
    expect(withRoutes([own, routes[1]!], [theirs])).toEqual([routes[1], theirs]);
  });
});

describe("the environment of a container", () => {
  it("says nothing outside of one", () => {
    expect(containerSettings({})).toEqual(noContainer);
    expect(containerSettings({ AIP_HTTP_PORT: "" })).toEqual(noContainer);
  });

  it("names the port of SageMaker or Vertex AI, and the usual type of answers", () => {
    expect(containerSettings({ SAGEMAKER_BIND_TO_PORT: "8081" }).port).toBe(8081);
    expect(containerSettings(environment).port).toBe(8085);
    expect(containerSettings({ SAGEMAKER_DEFAULT_INVOCATIONS_ACCEPT: "text/csv" }).accept).toBe("text/csv");
  });

  it.each([
    ["a port of text", { AIP_HTTP_PORT: "http" }],
    ["a port too high", { SAGEMAKER_BIND_TO_PORT: "65536" }],
    ["a path without a slash", { ...environment, AIP_PREDICT_ROUTE: "predict" }],
    ["a path for any text", { ...environment, AIP_PREDICT_ROUTE: "/:name" }],
    ["a path with a query", { ...environment, AIP_PREDICT_ROUTE: "/predict?a" }],
    ["one path without the other", { AIP_PREDICT_ROUTE: "/predict" }],
  ])("is refused with %s", (_, wrong) => {
    expect(() => containerSettings(wrong)).toThrow(/T2393/);
  });
});
