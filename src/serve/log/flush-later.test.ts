import { mkdtempSync, rmSync } from "node:fs";
import { open } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, describe, expect, it, vi } from "vitest";
import { flushLater } from "./flush-later.ts";

const folder = mkdtempSync(join(tmpdir(), "tandem-flush-"));
afterAll(() => rmSync(folder, { recursive: true }));

describe("a flush that comes later", () => {
  it("tells once, to whoever writes next, that it failed", async () => {
    const later = flushLater(5);
    const file = await open(join(folder, "closed"), "w");
    await file.close();
    later.soon(file);
    later.failIfLost();
    await vi.waitFor(() => expect(() => later.failIfLost()).toThrow(/closed|EBADF/), 20_000);
    expect(() => later.failIfLost()).not.toThrow();
  });

  it("says nothing where all is well", async () => {
    const later = flushLater(5);
    const file = await open(join(folder, "open"), "w");
    await file.write("rows");
    later.soon(file);
    later.soon(file);
    await later.now(file);
    await pause(20);
    later.failIfLost();
    await file.close();
  });
});
