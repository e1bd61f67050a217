/**
 * The 20 expressions of `numericProgram` as a person would write them who knows that NaN is a missing value, that a result which is
 * not finite is missing, and that whole numbers beyond ±(2^53-1) are: one loop, one array for each answer.
 */
export function handWritten(columns: readonly Float64Array[], rowCount: number): readonly Float64Array[] {
  const [as, bs, cs, ds, ns, ms] = columns as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const out = Array.from({ length: 20 }, () => new Float64Array(rowCount));
  const [o1, o2, o3, o4, o5, o6, o7, o8, o9, o10] = out as Float64Array[];
  const [o11, o12, o13, o14, o15, o16, o17, o18, o19, o20] = out.slice(10);
  for (let i = 0; i < rowCount; i++) {
    const a = as[i]!;
    const b = bs[i]!;
    const c = cs[i]!;
    const d = ds[i]!;
    const n = ns[i]!;
    const m = ms[i]!;
    o1![i] = finite(a + b);
    o2![i] = finite((a - b) * c);
    o3![i] = finite(a / d);
    o4![i] = Number.isNaN(a) ? 1 : 0;
    o5![i] = Number.isNaN(a) ? 0.25 : a;
    o6![i] = finite(((Number.isNaN(b) ? 1.5 : b) - 1.25) / 0.75);
    o7![i] = Number.isNaN(a) || Number.isNaN(b) ? Number.NaN : a > b ? 1 : 0;
    o8![i] = finite(Math.abs(c - d));
    o9![i] = Math.sqrt(d);
    o10![i] = Number.isNaN(b) ? -1.5 : Math.max(Math.min(b, 1.5), -1.5);
    o11![i] = Math.sign(c) * Math.floor(Math.abs(c) + 0.5);
    o12![i] = whole(n + m);
    o13![i] = n * 0.5;
    o14![i] = a <= 0.5 || b >= 1.5 ? 0 : Number.isNaN(a) || Number.isNaN(b) ? Number.NaN : 1;
    o15![i] = a <= -0.5 ? 1 : a <= 0.5 ? 2 : 3;
    o16![i] = finite(0.5 + 2 * a - 1.5 * b + 0.25 * c + 0.125 * d);
    o17![i] = finite(Math.floor(c / 0.25));
    o18![i] = -d;
    o19![i] = n === 0 ? Number.NaN : n;
    o20![i] = Number.isNaN(m) ? 0 : 1;
  }
  return out;
}

const finite = (value: number): number => (Number.isFinite(value) ? value : Number.NaN);
const whole = (value: number): number => (Number.isSafeInteger(value) ? value : Number.NaN);
