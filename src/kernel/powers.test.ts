import { describe, expect, it } from "vitest";
import { exponential, powerOfTwo } from "../base/index.ts";
import { plainExponentials, plainLogarithms, plainSigmoids } from "./powers-plain.ts";
import { exponentials, logarithms, sigmoids } from "./powers.ts";

/** Numbers of all sizes, and those at which the way to the power changes. */
function manyNumbers(): Float64Array {
  let state = 7;
  const next = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 31 - 1;
  };
  const edges = [
    0,
    1,
    Math.LN2 / 2,
    1.5 * Math.LN2,
    2 ** -28,
    700,
    709.782712893384,
    745.1332191019411,
    1e308,
    5e-324,
    Infinity,
  ].flatMap((edge) => [edge, edge * (1 + 2 ** -52), edge * (1 - 2 ** -53), edge * (1 + 2 ** -30)]);
  return Float64Array.from([
    ...[...edges, 2 ** -1022, 708.39].flatMap((edge) => [edge, -edge]),
    Number.NaN,
    // Where the way to a logarithm changes.
    ...[2 ** -1022, 1, 0.5, 2 ** -0.5, 1.380_859_375, 1.419_921_875].flatMap((border) =>
      Array.from({ length: 2000 }, (_, at) => border * (1 + (at - 1000) * 2 ** -(19 + (at % 33)))),
    ),
    ...Array.from({ length: 60_000 }, () => next() * 10),
    ...Array.from({ length: 20_000 }, () => next() * 760),
    ...Array.from({ length: 20_000 }, () => next() * powerOfTwo(Math.floor(next() * 40))),
  ]);
}

const bits = (values: Float64Array): BigUint64Array => new BigUint64Array(values.slice().buffer);

describe("powers", () => {
  const values = manyNumbers();
  it("have the bits of their plain twins, and those the bits of exponential", () => {
    for (const slope of [1, 0.7, -3]) {
      for (const [kernel, plain] of [
        [exponentials, plainExponentials],
        [sigmoids, plainSigmoids],
        [logarithms, plainLogarithms],
      ] as const) {
        const [fast, slow] = [new Float64Array(values.length), new Float64Array(values.length)];
        kernel(values, fast, slope);
        plain(values, slow, slope);
        const wrong = [...bits(fast).entries()].filter(
          ([at, word]) => word !== bits(slow.subarray(at, at + 1))[0] && !Number.isNaN(slow[at]),
        );
        expect(wrong.map(([at]) => [values[at], fast[at], slow[at]])).toEqual([]);
        expect([...fast.keys()].filter((at) => Number.isNaN(fast[at]) !== Number.isNaN(slow[at]))).toEqual(
          [],
        );
      }
    }
    const powers = new Float64Array(values.length);
    exponentials(values, powers);
    for (const at of [0, 1, 5, 77, 100, 70_000, 99_999]) expect(powers[at]).toBe(exponential(values[at]!));
  });

  it("work in place, on lists of any length", () => {
    for (const length of [0, 1, 63, 64, 65, 8191, 8192, 8193, 20_001]) {
      const some = values.subarray(200, 200 + length).slice();
      const expected = some.map((value) => exponential(value));
      exponentials(some, some);
      expect(some).toEqual(expected);
    }
  });
});
