import { execFile } from "node:child_process";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { csv } from "../../src/index.ts";
import { csvText, goodRows, projectFolder, refusalOf, runIn } from "./project.test-support.ts";

const spec = { data: csv("data.csv"), predict: "y" };
const config = `import { csv, defineProject } from "tandem-ml";
export default defineProject({ data: csv("data.csv"), predict: "y", models: ["baseline"] } as never);
`;
const main = new URL("../../src/cli/main.ts", import.meta.url).pathname;
const node = [process.execPath, "--conditions=tandem-development", main] as const;

/** The command line in a process of its own: exit code and messages. */
async function tandem(
  args: readonly string[],
  shell?: string,
): Promise<{ code: number; out: string; err: string }> {
  const [program, ...rest] = shell
    ? ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", shell, ...node, ...args]
    : [...node, ...args];
  try {
    const { stdout, stderr } = await promisify(execFile)(program, rest);
    return { code: 0, out: stdout, err: stderr };
  } catch (error) {
    const failed = error as { code: number; stdout: string; stderr: string };
    return { code: failed.code, out: failed.stdout, err: failed.stderr };
  }
}

describe("a store that cannot be used", () => {
  it.each([
    ["is damaged", "T2025", "store.sqlite", "no database at all ".repeat(500)],
    ["is a file where the folder should be", "T2020", null, "x"],
  ])(
    "that %s fails with %s and a cure, and works once it is out of the way",
    async (_, code, name, content) => {
      const folder = await projectFolder({ "data.csv": goodRows });
      const path = join(folder, ".tandem", name ?? "");
      if (name) await mkdir(join(folder, ".tandem"));
      await writeFile(name ? path : join(folder, ".tandem"), content);
      expect(await refusalOf(() => runIn(folder, spec), "work")).toMatchObject([{ code }]);
      await rm(name ? path : join(folder, ".tandem"));
      expect((await runIn(folder, spec)).registeredVersion).toBe(1);
    },
  );
});

describe("a full disk", () => {
  it.each([60, 200, 240])("of %i KiB is told, and the run goes on once there is space", async (size) => {
    const rows = csvText(
      "x,c,y",
      4000,
      (row) => `${(row * 7919) % 1009},${(row * 31) % 613}-${row % 97},${row % 2}`,
    );
    const folder = await projectFolder({ "data.csv": rows, "tandem.config.ts": config });
    // The tmpfs is the whole .tandem folder; what is left of it is copied out, so that it can be looked at and run again.
    const disk = join(folder, ".tandem");
    await mkdir(disk);
    const shell = `mount -t tmpfs -o size=${size}k tmpfs "${disk}" && "$0" "$@"; code=$?; cp -a "${disk}" "${disk}-left"; exit $code`;
    const told = await tandem(["run", folder], shell);
    expect([told.code, told.err]).toEqual([1, expect.stringMatching(/^error T/)]);
    expect(told.err).toMatch(/T2020|T2025|T1403|T1408/);
    expect(told.err).toMatch(/disk|space/i);
    expect(told.err).not.toMatch(/\n\s+at /);
    const left = await readdir(`${disk}-left`, { recursive: true });
    expect(left.filter((name) => /\.partial$|\.part$/.test(name))).toEqual([]);
    await rm(disk, { recursive: true });
    await promisify(execFile)("mv", [`${disk}-left`, disk]);
    expect((await runIn(folder, spec)).record.snapshot.rowCount).toBe(4000);
  });
});

describe("two processes on one folder", () => {
  it("both finish, and agree on what they made", async () => {
    const folder = await projectFolder({ "data.csv": goodRows, "tandem.config.ts": config });
    const both = await Promise.all([tandem(["run", folder, "--json"]), tandem(["run", folder, "--json"])]);
    expect(both.map(({ code, err }) => [code, err])).toEqual([
      [0, ""],
      [0, ""],
    ]);
    const packages = both.map(
      ({ out }) => (JSON.parse(out) as { package: { hash: string; version: number } }).package,
    );
    expect(packages[0]).toMatchObject({ hash: packages[1]!.hash, version: 1 });
    const listed = await tandem(["runs", folder, "--json"]);
    expect((JSON.parse(listed.out) as { runs: unknown[] }).runs).toHaveLength(2);
    const left = await readdir(join(folder, ".tandem"), { recursive: true });
    expect(left.filter((name) => /\.partial$|\.part$/.test(name))).toEqual([]);
  });
});

describe("the command line with bad input", () => {
  it.each([
    ["a config with a syntax error", "export default {{{", "T2030", /Unexpected token/],
    [
      "a config that exports a promise that fails",
      'export default Promise.reject(new Error("no"));',
      "T2035",
      /await/,
    ],
  ])("%s: exit code 2, the code, and no stack", async (_, text, code, names) => {
    const folder = await projectFolder({ "tandem.config.ts": text });
    const told = await tandem(["run", folder]);
    expect(told.code).toBe(2);
    expect(told.err).toContain(code);
    expect(told.err).toMatch(names);
    expect(told.err).not.toMatch(/\n\s+at /);
    expect(await readFile(join(folder, "tandem.config.ts"), "utf8")).toBe(text);
  });
});
