import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { quietEffects } from "../../base/index.ts";
import { profileFile } from "../../project/index.ts";
import { profileText } from "./profile.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tandem-profile-"));
});
afterAll(() => rm(folder, { recursive: true }));

describe("the text of a profile", () => {
  it("shows days and instants as text, between two of them the earlier day", async () => {
    const path = join(folder, "times.csv");
    const lines = ["day,at", "2020-07-01,2020-07-01T10:30:00Z", "2020-07-04,2020-07-02T00:00:00Z"];
    await writeFile(path, lines.join("\n"));
    const text = profileText(await profileFile(path, quietEffects()), "page.html");
    expect(text).toMatch(/^day .* 2020-07-01 to 2020-07-04, median 2020-07-02$/m);
    expect(text).toMatch(
      /^at .* 2020-07-01T10:30:00\.000Z to 2020-07-02, median 2020-07-01T17:15:00\.000Z$/m,
    );
  });
});
