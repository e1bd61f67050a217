import { describe, expect, it } from "vitest";
import { packageText } from "../project/index.ts";
import { createPredictionService } from "./create-prediction-service.ts";
import { createLiveVersion } from "./live-version.ts";
import type { LiveArm } from "./live-models.ts";
import type { AnsweredRow, PredictionAnswer, PredictionRecorder } from "./prediction-service.ts";
import { loadPackage } from "./runtime.ts";
import { servePredictor } from "./serve-predictor.ts";
import { numberedPackage } from "./small-packages.test-support.ts";

const clock = { now: () => 1_700_000_000_000, timer: () => 0 };
const predictorOf = (which: number) => loadPackage(packageText(numberedPackage(which)));
const arm = (which: number, name: string, share: number): LiveArm => ({
  live: createLiveVersion({ version: String(which), arm: name, predictor: predictorOf(which), clock }),
  share,
});
const serve = (arms: readonly LiveArm[], recorder?: PredictionRecorder) =>
  createPredictionService("numbers", { arms, seed: 7 }, clock, recorder);

const codesOf = (work: () => unknown): readonly string[] => {
  try {
    work();
  } catch (error) {
    return (error as { diagnostics: { code: string }[] }).diagnostics.map(({ code }) => code);
  }
  return [];
};

describe("a service of one package", () => {
  it("answers at once, names the version by the package's hash, and takes no promise for one row", () => {
    const predictor = predictorOf(3);
    const service = servePredictor(predictor, { clock });
    const answer = service.predict({ id: "a", rows: [{ x: 2 }] }) as PredictionAnswer;
    expect(answer.predictions.map(({ output }) => output)).toEqual([{ prediction: 6, which: 3 }]);
    expect(answer.version.version).toBe(predictor.hash.slice(0, 12));
    expect(service.refusal()).toBeUndefined();
  });

  it("answers all rows or none, and tells the mistakes of all rows", () => {
    const service = servePredictor(predictorOf(3), { clock });
    const rows = [{ x: "a" }, { x: 1 }, { y: 1 }];
    expect(() => service.predict({ id: "a", rows })).toThrow(/rows\[0\].*\n.*rows\[2\]/);
    expect(codesOf(() => service.predict({ id: "a", rows }))).toEqual(["T1104", "T1102", "T1103"]);
  });

  it("does no work for a caller who has gone", () => {
    const service = servePredictor(predictorOf(3), { clock });
    const signal = AbortSignal.abort(new Error("gone"));
    expect(() => service.predict({ id: "a", rows: [{ x: 1 }], signal })).toThrow("gone");
  });

  it("gives others their turn in long work, and ends it when the caller has gone", async () => {
    let time = 0;
    const slow = { now: () => 0, timer: () => (time += 5) };
    const service = servePredictor(predictorOf(2), { clock: slow });
    const rows = Array.from({ length: 500 }, (_, x) => ({ x }));
    let turns = 0;
    let isOver = false;
    const turn = (): void => void (isOver || (turns++, setImmediate(turn)));
    turn();
    const answer = await service.predict({ id: "a", rows });
    isOver = true;
    expect(answer.predictions.map(({ output }) => output["prediction"])).toEqual(rows.map(({ x }) => 2 * x));
    expect(turns).toBeGreaterThan(2);
    const leaving = new AbortController();
    const left = service.predict({ id: "a", rows, signal: leaving.signal });
    leaving.abort(new Error("gone"));
    await expect(left).rejects.toThrow("gone");
  });
});

describe("a service of several versions", () => {
  const service = serve([arm(1, "champion", 0.75), arm(2, "challenger", 0.25), arm(3, "3", 0)]).service;
  const whichOf = (key: string): unknown =>
    (service.predict({ id: "r", key, rows: [{ x: 1 }] }) as PredictionAnswer).predictions[0]!.output["which"];

  it("keeps a key on its arm and divides keys by the shares", () => {
    const keys = Array.from({ length: 4000 }, (_, at) => `customer ${at}`);
    const first = keys.map(whichOf);
    expect(keys.map(whichOf)).toEqual(first);
    const share = first.filter((which) => which === 2).length / keys.length;
    // Four standard errors of a share of 0.25 in 4000.
    expect(Math.abs(share - 0.25)).toBeLessThan(0.0274);
    expect(first.filter((which) => which === 3)).toEqual([]);
  });

  it("moves only the keys that a shift of the traffic moves", () => {
    const shifted = serve([arm(1, "champion", 0.5), arm(2, "challenger", 0.5)]).service;
    const moved = Array.from({ length: 1000 }, (_, at) => `customer ${at}`).filter((key) => {
      const after = (shifted.predict({ id: "r", key, rows: [{ x: 1 }] }) as PredictionAnswer).predictions[0]!;
      return whichOf(key) === 2 && after.output["which"] === 1;
    });
    expect(moved).toEqual([]);
  });

  it("answers with the version or the arm that is asked for, also one without traffic", () => {
    for (const [version, which] of [
      ["3", 3],
      ["challenger", 2],
      ["1", 1],
    ] as const) {
      const answer = service.predict({ id: "r", version, rows: [{ x: 1 }] }) as PredictionAnswer;
      expect([answer.predictions[0]!.output["which"], answer.version.version]).toEqual([
        which,
        String(which),
      ]);
    }
    expect(codesOf(() => service.find("9"))).toEqual(["T2340"]);
    expect(service.versions().map(({ version }) => version)).toEqual(["1", "2", "3"]);
  });

  it("says that no model is ready, and why", () => {
    const none = serve([]).service;
    expect(codesOf(() => none.predict({ id: "r", rows: [{ x: 1 }] }))).toEqual(["T2341"]);
    expect(codesOf(() => none.find())).toEqual(["T2341"]);
    expect(none.refusal()).toEqual([]);
  });
});

describe("what is recorded", () => {
  it("has each row with the version that answered it, before the answer is given", async () => {
    const kept: AnsweredRow[] = [];
    let release = (): void => {};
    const recorder: PredictionRecorder = {
      record: (rows) => {
        kept.push(...rows);
        return new Promise((done) => (release = done));
      },
    };
    const held = serve([arm(4, "champion", 1)], recorder);
    let isAnswered = false;
    const answer = Promise.resolve(held.service.predict({ id: "r", rows: [{ x: 1 }, { x: 2 }] }));
    const answered = answer.then(() => (isAnswered = true));
    // A swap meanwhile changes nothing for a request that has begun.
    held.replace({ arms: [arm(5, "champion", 1)], seed: 7 });
    await new Promise((resume) => setImmediate(resume));
    expect(isAnswered).toBe(false);
    release();
    await answered;
    expect((await answer).version.version).toBe("4");
    expect(
      kept.map(({ request, index, row, output, version, time }) => [
        request,
        index,
        row,
        output,
        version.version,
        time,
      ]),
    ).toEqual([
      ["r", 0, { x: 1 }, { prediction: 4, which: 4 }, "4", clock.now()],
      ["r", 1, { x: 2 }, { prediction: 8, which: 4 }, "4", clock.now()],
    ]);
  });

  it("is nothing for a request that was refused", () => {
    const held = serve([arm(4, "champion", 1)], { record: () => expect.unreachable() });
    expect(() => held.service.predict({ id: "r", rows: [{ x: 1 }, { x: null }] })).toThrow("T1103");
  });
});
