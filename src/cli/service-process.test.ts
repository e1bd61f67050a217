import { describe, expect, it } from "vitest";
import { serviceStart, type StartedProcess } from "./service-process.ts";

const started: StartedProcess = {
  platform: "linux",
  argv: ["/usr/bin/node", "/app/main.js", "serve", "--port", "0"],
  execArgv: ["--enable-source-maps"],
  env: { HOME: "/root" },
  hasChannel: false,
};

describe("how a service begins", () => {
  it("keeps what it was told, with one pool of memory and generations that do not grow", () => {
    expect(serviceStart(started)).toEqual({
      args: [
        "--enable-source-maps",
        "--min-semi-space-size=16",
        "--max-semi-space-size=16",
        "--heap-growing-percent=50",
        "/app/main.js",
        "serve",
        "--port",
        "0",
      ],
      env: { HOME: "/root", MALLOC_ARENA_MAX: "1" },
    });
  });

  it("does not begin a second time", () => {
    const { args, env } = serviceStart(started)!;
    expect(serviceStart({ ...started, argv: ["/usr/bin/node", ...args.slice(4)], env })).toBeUndefined();
  });

  it.each([
    ["another command", { argv: ["/usr/bin/node", "/app/main.js", "run"] }],
    ["a system without these settings", { platform: "darwin" }],
    ["a channel to the process that started it", { hasChannel: true }],
    ["a number of pools that the user has chosen", { env: { MALLOC_ARENA_MAX: "4" } }],
  ] as const)("leaves alone %s", (_, changes) => {
    expect(serviceStart({ ...started, ...changes })).toBeUndefined();
  });

  it.each([
    { env: { NODE_OPTIONS: "--max-semi-space-size=64" } },
    { execArgv: ["--max_semi_space_size=64"] },
  ])("leaves a young generation as the user has chosen it: %j", (changes) => {
    expect(serviceStart({ ...started, ...changes })?.args.join(" ")).not.toContain("=16");
  });

  it("leaves the growth of the heap as the user has chosen it", () => {
    const changes = { execArgv: ["--heap-growing-percent=100"] };
    expect(serviceStart({ ...started, ...changes })?.args.join(" ")).not.toContain("=50");
  });
});
