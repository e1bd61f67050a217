import { execFile } from "node:child_process";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, describe, expect, it } from "vitest";
import { openObjectStore } from "./object-store.ts";
import { writeFileAtomically } from "./files.ts";

const folder = await mkdtemp(join(tmpdir(), "tandem-objects-"));
afterAll(() => rm(folder, { recursive: true, force: true }));

describe("the object store", () => {
  it("gives back the bytes under their hash", async () => {
    const store = openObjectStore(join(folder, "a"));
    const hash = await store.put("hello");
    expect(hash).toBe("2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824");
    expect((await store.get(hash)).toString()).toBe("hello");
  });

  it("removes a changed file and says that it is not there", async () => {
    const store = openObjectStore(join(folder, "b"));
    const hash = await store.put("good");
    await writeFile(store.pathOf(hash), "evil");
    expect(await store.holds(hash)).toBe(false);
    await expect(store.get(hash)).rejects.toThrow(/T2021.*missing or was changed/);
    expect(await store.put("good")).toBe(hash);
    expect(await store.holds(hash)).toBe(true);
  });

  it("stores the same bytes once, also when many write them at the same time", async () => {
    const store = openObjectStore(join(folder, "c"));
    const hashes = await Promise.all(Array.from({ length: 20 }, () => store.put("x".repeat(100_000))));
    expect(new Set(hashes).size).toBe(1);
    const files = await readdir(join(folder, "c"), { recursive: true });
    expect(files.filter((name) => name.endsWith(".partial"))).toEqual([]);
  });
});

describe("writing a file", () => {
  it("says that the disk is full, and leaves nothing behind", async () => {
    const disk = join(folder, "small-disk");
    const script = `mkdir -p ${disk} && mount -t tmpfs -o size=64k tmpfs ${disk}`;
    const source = `
      import { readdirSync } from "node:fs";
      import { writeFileAtomically } from ${JSON.stringify(new URL("./files.ts", import.meta.url).href)};
      const error = await writeFileAtomically(${JSON.stringify(join(disk, "big"))}, "x".repeat(1_000_000)).catch((failure) => failure);
      console.log(JSON.stringify({ message: error.message, files: readdirSync(${JSON.stringify(disk)}) }));`;
    const { stdout } = await promisify(execFile)("unshare", [
      "--user",
      "--map-root-user",
      "--mount",
      "sh",
      "-c",
      `${script} && exec "$0" --input-type=module -e "$1"`,
      process.execPath,
      source,
    ]);
    const told = JSON.parse(stdout) as { message: string; files: string[] };
    expect(told.message).toMatch(
      /T2020 Cannot write the file \(ENOSPC\).*disk is full: free some space and run again; finished steps are kept/,
    );
    expect(told.files).toEqual([]);
  });

  it("says when a file stands where a folder is needed", async () => {
    await writeFile(join(folder, "file"), "");
    await expect(writeFileAtomically(join(folder, "file", "below"), "x")).rejects.toThrow(
      /T2020.*(ENOTDIR|EEXIST)/,
    );
  });
});
