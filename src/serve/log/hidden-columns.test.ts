import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { quietEffects } from "../../base/index.ts";
import type { DataType } from "../../schema/index.ts";
import type { LiveVersion } from "../prediction-service.ts";
import { importLabels } from "./import-labels.ts";
import { answeredRows, liveVersion, logRows } from "./log.test-support.ts";
import { eraseFromClosedLog } from "./maintain-closed-log.ts";
import { maintainLog } from "./maintain-log.ts";
import { readManifest } from "./manifest.ts";
import { openingLog } from "./opening-log.ts";
import { openPredictionLog } from "./prediction-log.ts";

let root = "";
let folders = 0;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "tandem-hidden-"));
});
afterAll(() => rm(root, { recursive: true }));

const newFolder = (): string => join(root, `log-${++folders}`);
const now = (): number => 1_700_000_100_000;
const here = { maintenance: "here" } as const;
const seal = (folder: string) => maintainLog({ folder, openFrom: Number.POSITIVE_INFINITY, now: now() });

/** A version whose package marks columns private. */
function marking(names: readonly string[], version = liveVersion()): LiveVersion {
  const { predictor } = version;
  return { ...version, predictor: { ...predictor, content: { ...predictor.content, private: names } } };
}

/** Which files below a folder hold a text, as bytes. */
async function filesWith(folder: string, text: string): Promise<string[]> {
  const names = await readdir(folder, { recursive: true });
  const found = await Promise.all(
    names.map(async (name) => {
      const path = join(folder, name);
      return (await stat(path)).isFile() && (await readFile(path)).includes(text) ? [name] : [];
    }),
  );
  return found.flat();
}

const ana = "ana@mail.example";
const ben = "ben@mail.example";

describe("columns that a package marks private", () => {
  it("are hidden with no flag, and stay hidden when the process is killed before anything is sealed", async () => {
    const folder = newFolder();
    const privateKeyFile = `${folder}.key`;
    const log = await openPredictionLog(folder, now, { ...here, privateKeyFile });
    // Without private columns nothing needs a key.
    expect(await stat(privateKeyFile).catch(() => null)).toBeNull();
    await log.record(answeredRows(marking(["size", "elsewhere"]), "a", [{ size: ana }, { size: ben }]));
    expect(await filesWith(folder, "@mail.example")).toEqual([]);
    expect((await stat(privateKeyFile)).mode & 0o777).toBe(0o600);
    // What a killed process leaves is a folder like this one: nothing sealed, the lock let go.
    expect(await readManifest(folder)).toMatchObject({
      layouts: {},
      private: [{ name: "size", type: "Text" }],
    });
    const labels = join(root, "labels.csv");
    await writeFile(labels, `size,label,knownAt\n${ana},true,2023-11-14T22:20:00Z\n`);
    const named = { entity: "size", privateKeyFile };
    expect(await importLabels(folder, labels, named, quietEffects(now))).toMatchObject({ accepted: 1 });
    expect(await filesWith(folder, "@mail.example")).toEqual([]);
    await log.close();
    await expect(openPredictionLog(folder, now)).rejects.toThrow(/T2917.*size/);
    await seal(folder);
    const [first, second] = await logRows(folder);
    expect([first!["label"], second!["label"]]).toEqual(["true", null]);
    expect(first!["input.size"]).toMatch(/^[0-9a-f]{64}$/);
    expect(typeof first!["input.speed"]).toBe("number");
  });

  it("are hidden from the first row of a version that is swapped in, in the rows of all, and by no later one shown", async () => {
    const folder = newFolder();
    const privateKeyFile = `${folder}.key`;
    const open = () => openPredictionLog(folder, now, { ...here, privateKeyFile });
    const log = await open();
    const champion = liveVersion();
    const challenger = marking(["size"], liveVersion("boosting-binary", "2", "challenger"));
    await log.record(answeredRows(champion, "a", [{ size: "in the open" }]));
    await Promise.all([
      log.record(answeredRows(challenger, "b", [{ size: ana }])),
      log.record(answeredRows(challenger, "c", [{ size: ana }])),
    ]);
    await log.record(answeredRows(champion, "d", [{ size: ana }]));
    await log.close();
    const again = await open();
    await again.record(answeredRows(champion, "e", [{ size: ana, speed: 7 }]));
    await again.addLabels([{ entity: { size: ana }, label: true }], "one");
    await again.close();
    expect(await filesWith(folder, ana)).toEqual([]);
    await seal(folder);
    expect(await filesWith(folder, ana)).toEqual([]);
    const rows = await logRows(folder);
    const kept = rows.map((row) => String(row["input.size"]));
    expect(kept[0]).toBe("in the open");
    expect(new Set(kept.slice(1)).size).toBe(1);
    expect(kept[1]).toMatch(/^[0-9a-f]{64}$/);
    expect(rows.map(({ label }) => label)).toEqual([null, null, null, null, "true"]);
  });

  it("are not kept at all without a key: the version is not admitted, and its rows are refused", async () => {
    const folder = newFolder();
    const log = await openPredictionLog(folder, now);
    await expect(log.admit(marking(["size"]))).rejects.toThrow(/T2910.*size/);
    await expect(log.record(answeredRows(marking(["size"]), "a", [{ size: ana }]))).rejects.toThrow("T2910");
    await expect(log.addLabels([{ entity: { size: ana }, label: true }], "one")).rejects.toThrow("T2910");
    await log.close();
    expect(await filesWith(folder, ana)).toEqual([]);
    expect(await logRows(folder)).toEqual([]);
  });

  it("are hidden by a log that is opened after the version was", async () => {
    const folder = newFolder();
    const opening = Promise.withResolvers<Awaited<ReturnType<typeof openPredictionLog>>>();
    const log = openingLog(opening.promise);
    await log.admit(marking(["size"]));
    const labelled = log.addLabels([{ entity: { size: ana }, label: true }], "one");
    const recorded = log.record(answeredRows(liveVersion(), "a", [{ size: ana }]));
    opening.resolve(await openPredictionLog(folder, now, { ...here, privateKeyFile: `${folder}.key` }));
    await Promise.all([labelled, recorded]);
    await log.close();
    expect(await filesWith(folder, ana)).toEqual([]);
    expect(await logRows(folder)).toMatchObject([{ "input.size": expect.stringMatching(/^[0-9a-f]{64}$/) }]);
  });
});

describe("erasing an entity of several columns", () => {
  const of = (entity: Readonly<Record<string, string>>) =>
    Object.entries(entity).map(([column, value]) => ({ column, value }));

  it("takes the rows that agree in all of them, of a private one by its hash, and leaves the others", async () => {
    const folder = newFolder();
    const privateKeyFile = `${folder}.key`;
    const log = await openPredictionLog(folder, now, { ...here, privateKeyFile });
    await log.record(answeredRows(liveVersion(), "a", [{ size: ana, speed: 70 }]));
    const both = marking(["size"], liveVersion("boosting-binary", "2"));
    const rows = [
      { size: ana, speed: 70 },
      { size: ana, speed: 80 },
      { size: ben, speed: 70 },
    ];
    await log.record(answeredRows(both, "b", rows));
    await log.record(answeredRows(liveVersion("ridge-regression", "3"), "c", [{ size: ana }]));
    await log.addLabels([{ request: "b", row: 0, label: "gone" }], "one");
    await log.addLabels([{ entity: { speed: 80 }, label: "stays" }], "two");
    expect(await log.erase(of({ size: ana, speed: "070" }))).toEqual({
      time: now(),
      column: "size",
      columns: ["size", "speed"],
      predictions: 2,
      labels: 1,
      damagedFiles: 0,
    });
    await log.close();
    const left = (await logRows(folder)).map(({ request, row, label }) => [request, row, label]);
    expect(left).toEqual([
      ["b", 1, "stays"],
      ["b", 2, null],
      ["c", 0, null],
    ]);
    const entity = of({ speed: "80", size: ana });
    expect(await eraseFromClosedLog(folder, { entity, privateKeyFile }, now())).toMatchObject({
      predictions: 1,
      labels: 1,
    });
    await expect(
      eraseFromClosedLog(folder, { entity: of({ speed: "70", sise: ana }), privateKeyFile }, now()),
    ).rejects.toThrow(/T2909.*Did you mean "size"/);
    await expect(eraseFromClosedLog(folder, { entity }, now())).rejects.toThrow("T2910");
  });
});

describe("a private column that models have in different types", () => {
  it("is erased in the rows of all of them, with labels by either", async () => {
    const folder = newFolder();
    const privateKeyFile = `${folder}.key`;
    const log = await openPredictionLog(folder, now, { ...here, privateKeyFile });
    const typed = (version: string, type: DataType): LiveVersion => ({
      ...marking(["size"], liveVersion("boosting-binary", version)),
      schema: { fields: [{ name: "size", type, nullable: true }] },
    });
    const values = { Day: "1984-02-29", Text: "1984-02-29", Int: 1984 } as const;
    const record = async (version: string, type: keyof typeof values): Promise<void> => {
      const [row] = answeredRows(liveVersion(), version);
      await log.record([{ ...row!, version: typed(version, type), row: { size: values[type] } }]);
    };
    await record("days", "Day");
    await log.addLabels([{ entity: { size: "1984-02-29" }, label: "as a day" }], "one");
    await record("texts", "Text");
    await log.addLabels([{ entity: { size: "1984-02-29" }, label: "as a text" }], "two");
    await record("numbers", "Int");
    await log.addLabels([{ entity: { size: 1984 }, label: "as a number" }], "three");
    const labels = join(root, "as-number.csv");
    await writeFile(labels, "size,label,knownAt\n01984,in a file,2023-11-14T22:16:00Z\n");
    await importLabels(folder, labels, { entity: "size", privateKeyFile }, quietEffects(now));
    expect((await logRows(folder)).map(({ request, label }) => [request, label])).toEqual([
      ["days", "as a day"],
      ["texts", "as a text"],
      ["numbers", "in a file"],
    ]);
    // Labels of the entity that belong to no row are its own as well.
    await log.addLabels([{ entity: { size: "1984-02-29" }, time: "1990-01-01", label: true }], "four");
    const entity = [{ column: "size", value: "1984-02-29" }];
    expect(await log.erase(entity)).toMatchObject({ predictions: 2, labels: 3 });
    await log.close();
    expect((await logRows(folder)).map(({ request }) => request)).toEqual(["numbers"]);
    const number = { entity: [{ column: "size", value: "01984" }], privateKeyFile };
    expect(await eraseFromClosedLog(folder, number, now())).toMatchObject({ predictions: 1, labels: 2 });
  });
});

describe("a file of labels by a private column", () => {
  it("is refused, or its rows are left out, without a value of theirs being told", async () => {
    const folder = newFolder();
    const privateKeyFile = `${folder}.key`;
    const log = await openPredictionLog(folder, now, { ...here, privateKeyFile });
    await log.record(answeredRows(marking(["size"]), "a", [{ size: ana }]));
    const labels = join(root, "broken.csv");
    const take = (text: string): Promise<unknown> =>
      writeFile(labels, `size,label,knownAt\n${text}\n`).then(() =>
        importLabels(folder, labels, { entity: "size", privateKeyFile }, quietEffects(now)),
      );
    const refused = await take(`${ana},true,2023-11-14\n${ana.repeat(100)},true,2023-11-14`).catch(String);
    expect(refused).toMatch(/T2920 An entity is one input column with its value \(at rows\[1\]\)/);
    expect(refused).not.toContain("@mail.example");
    const taken = await take(`${ana},true,2023-11-14\n${ana},true\n${ben},false,2023-11-14,${ben}`);
    expect(taken).toMatchObject({
      accepted: 1,
      rejected: { count: 2, samples: [{ text: "" }, { text: "" }] },
    });
    await log.close();
  });
});
