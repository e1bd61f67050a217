import { describe, expect, it } from "vitest";
import { opTable, type OpName } from "../op-name.ts";
import { parseFormula } from "./formula.ts";
import { evaluateAlgorithm, algorithm } from "./algorithm.ts";
import { geographyAlgorithms, mathematicsAlgorithms } from "./algorithms.ts";

/** Distance between two numbers in float64 steps of the second. */
function steps(got: number, exact: number): number {
  const size = Math.abs(exact);
  const step = size < 2 ** -1022 ? 2 ** -1074 : 2 ** (Math.floor(Math.log2(size)) - 52);
  return Math.abs(got - exact) / step;
}

const evaluate = (op: OpName, args: readonly number[]): number => Number(opTable[op].evaluate(...args));

// Correctly rounded values by mpmath 1.4 with 400 bits.
const references: readonly (readonly [op: OpName, args: readonly number[], exact: number])[] = [
  ["exp", [-1.057], 0.34749673837241524],
  ["exp", [-2.0949], 0.12308255129370486],
  ["exp", [0.905607], 2.473432841217345],
  ["exp", [1e-9], 1.000000001],
  ["exp", [-20.125], 1.8189616875530459e-9],
  ["exp", [300.7], 3.911566412479153e130],
  ["exp", [709.7], 1.6549840276802644e308],
  ["expm1", [-2.56538], -0.9231100422942519],
  ["expm1", [0.215292], 0.24022398950291357],
  ["expm1", [-0.805866], -0.5532990839852914],
  ["expm1", [1e-9], 1.0000000005000001e-9],
  ["expm1", [-20.125], -0.9999999981810384],
  ["expm1", [300.7], 3.911566412479153e130],
  ["expm1", [709.7], 1.6549840276802644e308],
  ["ln", [0.173997], -1.7487172212955526],
  ["ln", [1.52231], 0.42022891806891854],
  ["ln", [0.112487], -2.1849176195702755],
  ["ln", [1e-310], -713.8013788281542],
  ["ln", [1.0000001], 9.999999505838704e-8],
  ["ln", [0.9999999], -1.0000000494736474e-7],
  ["ln", [123456.7], 11.723645766285614],
  ["ln", [1e300], 690.7755278982137],
  ["log2", [1.30094], 0.3795544257770327],
  ["log2", [0.209566], -2.2545234219540067],
  ["log2", [0.272139], -1.8775843721301615],
  ["log2", [1e-310], -1029.7977094150824],
  ["log2", [1.0000001], 1.4426949695965583e-7],
  ["log2", [0.9999999], -1.4426951122643492e-7],
  ["log2", [123456.7], 16.913645608159147],
  ["log2", [1e300], 996.5784284662087],
  ["log10", [1.27356], 0.10501941027732507],
  ["log10", [2.48056], 0.39454973625177264],
  ["log10", [0.371406], -0.4301510845869668],
  ["log10", [1e-310], -310.0],
  ["log10", [1.0000001], 4.3429446044209946e-8],
  ["log10", [0.9999999], -4.342945033893839e-8],
  ["log10", [123456.7], 5.0915146640862625],
  ["log10", [1e300], 300.0],
  ["sigmoid", [-1.66057], 0.15968549606426152],
  ["sigmoid", [0.764599], 0.6823513926134962],
  ["sigmoid", [2.68625], 0.9362103958265626],
  ["sigmoid", [0.462618], 0.613635054454662],
  ["sigmoid", [1e-9], 0.50000000025],
  ["sigmoid", [-12.75], 2.902311985211097e-6],
  ["sigmoid", [1234.5], 1.0],
  ["logit", [0.39668], -0.4193178255821273],
  ["logit", [0.976255], 3.7163518407786187],
  ["logit", [0.0465827], -3.0188234606222637],
  ["logit", [0.858468], 1.8026235654016696],
  ["logit", [0.5000001], 3.99999999789463e-7],
  ["logit", [1e-12], -27.63102111592755],
  ["logit", [0.999999], 13.815509557935018],
  ["softplus", [-1.26234], 0.24919411137719974],
  ["softplus", [-2.13447], 0.11181618188939116],
  ["softplus", [-2.29325], 0.09616243479316629],
  ["softplus", [-1.14911], 0.2752946908216019],
  ["softplus", [1e-9], 0.6931471810599453],
  ["softplus", [-12.75], 2.9023161969266757e-6],
  ["softplus", [1234.5], 1234.5],
  ["cbrt", [1.89676], 1.2378579041648843],
  ["cbrt", [-1.91564], -1.2419514883945248],
  ["cbrt", [0.489601], 0.7881594711047383],
  ["cbrt", [0.833481], 0.9410916094596375],
  ["cbrt", [1e-9], 0.001],
  ["cbrt", [-12.75], -2.33616436417763],
  ["cbrt", [1234.5], 10.727463151582116],
  ["sin", [-2.55205], -0.5559809370035195],
  ["sin", [0.954889], 0.8162496208447916],
  ["sin", [-8.74422], -0.6292267811903711],
  ["sin", [1e-9], 1e-9],
  ["sin", [355], -3.014435335948845e-5],
  ["sin", [99999.5], 0.5104916150747798],
  ["sin", [999999.9], -0.4417641579026114],
  ["sin", [-710], -6.0288706691585265e-5],
  ["cos", [-8.80798], -0.8157347784948289],
  ["cos", [-5.88083], 0.920141240254591],
  ["cos", [3.608], -0.8931895944331355],
  ["cos", [1e-9], 1.0],
  ["cos", [355], -0.999999999545659],
  ["cos", [99999.5], -0.8598827309222711],
  ["cos", [999999.9], 0.8971312216128678],
  ["cos", [-710], 0.999999998182636],
  ["tan", [-1.44815], -8.112602718525492],
  ["tan", [-3.71706], -0.6487093102824653],
  ["tan", [1.71124], -7.073416032113957],
  ["tan", [1e-9], 1e-9],
  ["tan", [355], 3.0144353373184265e-5],
  ["tan", [99999.5], -0.593675854528733],
  ["tan", [999999.9], -0.4924186643603878],
  ["tan", [-710], -6.0288706801151796e-5],
  ["asin", [-0.0936312], -0.09376855024051715],
  ["asin", [-0.400466], -0.4120253501996591],
  ["asin", [0.588759], 0.6295226760993455],
  ["asin", [0.397989], 0.4093237130141644],
  ["asin", [0.99999], 1.5663241871131188],
  ["asin", [-0.9999999], -1.5703491131957876],
  ["asin", [1e-9], 1e-9],
  ["acos", [-0.511807], 2.10808316529925],
  ["acos", [0.148847], 1.4213941454592616],
  ["acos", [0.050393], 1.5203819739301285],
  ["acos", [0.750275], 0.7223183888340988],
  ["acos", [0.99999], 0.0044721396817777506],
  ["acos", [-0.9999999], 3.141145439990684],
  ["acos", [1e-9], 1.5707963257948967],
  ["atan", [1.37667], 0.9425773114733433],
  ["atan", [-1.27237], -0.9046906935033735],
  ["atan", [2.88105], 1.2367112170363639],
  ["atan", [-2.29161], -1.1593310190440627],
  ["atan", [1e-9], 1e-9],
  ["atan", [-12.75], -1.4925251862736186],
  ["atan", [1234.5], 1.5699862824196225],
  ["sinh", [-0.491263], -0.5112630011676716],
  ["sinh", [1.54285], 2.2320661651103744],
  ["sinh", [-2.08809], -3.9727820551220105],
  ["sinh", [1e-9], 1e-9],
  ["sinh", [-20.125], -274882095.33023417],
  ["sinh", [300.7], 1.9557832062395764e130],
  ["sinh", [709.7], 8.274920138401322e307],
  ["cosh", [-0.0662214], 1.0021934383022189],
  ["cosh", [-2.76476], 7.9691103468607745],
  ["cosh", [1.0093], 1.5540768944667112],
  ["cosh", [1e-9], 1.0],
  ["cosh", [-20.125], 274882095.33023417],
  ["cosh", [300.7], 1.9557832062395764e130],
  ["cosh", [709.7], 8.274920138401322e307],
  ["tanh", [1.58743], 0.9197543531430711],
  ["tanh", [0.438156], 0.4121147887419884],
  ["tanh", [2.25287], 0.9781505095463496],
  ["tanh", [-1.11751], -0.8067010704788197],
  ["tanh", [1e-9], 1e-9],
  ["tanh", [-12.75], -0.999999999983153],
  ["tanh", [1234.5], 1.0],
  ["degrees", [1.17177], 67.13747556004446],
  ["degrees", [0.566219], 32.44195898011796],
  ["degrees", [0.479371], 27.465935120965785],
  ["degrees", [-0.262768], -15.055497391093615],
  ["degrees", [1e-9], 5.7295779513082324e-8],
  ["degrees", [-12.75], -730.5211887917995],
  ["degrees", [1234.5], 70731.63980890013],
  ["radians", [2.03981], 0.035601400615105534],
  ["radians", [2.66809], 0.0465669552395355],
  ["radians", [-0.15541], -0.0027124161905243875],
  ["radians", [0.984913], 0.01718997469569491],
  ["radians", [1e-9], 1.7453292519943298e-11],
  ["radians", [-12.75], -0.22252947962927702],
  ["radians", [1234.5], 21.54608961587],
  ["power", [0.3, 0.7], 0.4305116202499342],
  ["power", [12.5, -31.25], 5.266985145276285e-35],
  ["power", [1.0000001, 100000000], 22026.454910182532],
  ["power", [0.999, -5000.5], 148.85935263199843],
  ["power", [123.456, 78.9], 1.0478827916671325e165],
  ["power", [5e-324, 0.125], 3.861206975615054e-41],
  ["power", [7, 3], 343.0],
  ["power", [10, -5], 1e-5],
  ["hypot", [0.3, 0.7], 0.7615773105863908],
  ["atan2", [0.3, 0.7], 0.40489178628508343],
  ["hypot", [-3e200, 4e199], 3.026549190084311e200],
  ["atan2", [-3e200, 4e199], -1.4382447944982226],
  ["hypot", [1e-300, 2e-300], 2.2360679774997897e-300],
  ["atan2", [1e-300, 2e-300], 0.4636476090008061],
  ["hypot", [1.5, -0.001], 1.5000003333332963],
  ["atan2", [1.5, -0.001], 1.571462993362798],
];

describe("algorithms", () => {
  it("are within two steps of the exact value", () => {
    const far = references.filter(([op, args, exact]) => !(steps(evaluate(op, args), exact) <= 2));
    expect(far).toEqual([]);
  });

  it("keep their signs: odd functions are odd, even ones even, to the bit", () => {
    const signs: Partial<Record<OpName, -1 | 1>> = {
      sin: -1,
      tan: -1,
      asin: -1,
      atan: -1,
      sinh: -1,
      tanh: -1,
      cbrt: -1,
      cos: 1,
      cosh: 1,
    };
    for (const [op, [a = 0]] of references) {
      const sign = signs[op];
      if (sign) expect(evaluate(op, [-a]), `${op}(${-a})`).toBe(sign * evaluate(op, [a]));
    }
  });

  it("take the steps of the older functions, to the bit", () => {
    for (const [op, args] of references) {
      const own = Object.entries(mathematicsAlgorithms).find(([name]) => name === op)![1];
      expect(evaluateAlgorithm(own, args), `${op}(${args.join(", ")})`).toBe(evaluate(op, args));
    }
  });

  it("measure the Earth as other programs do", () => {
    // geopy 2.5.0: great_circle with a radius of 6371.0088 km; its method is another one (Vincenty's on the sphere).
    const places = [
      [[48.8566, 2.3522], [51.5074, -0.1278], 343556.53488088405],
      [[40.6413, -73.7781], [51.47, -0.4543], 5540018.970166088],
      [[-33.8688, 151.2093], [35.6762, 139.6503], 7825829.425997214],
    ] as const;
    for (const [from, to, metres] of places)
      expect(Math.abs(evaluate("haversine", [...from, ...to]) / metres - 1)).toBeLessThan(1e-13);
    // C. Veness, "Calculate distance, bearing and more", movable-type.co.uk: Land's End to John o' Groats, to the second.
    const [from, to] = [
      [50 + 3 / 60 + 59 / 3600, -(5 + 42 / 60 + 53 / 3600)],
      [58 + 38 / 60 + 38 / 3600, -(3 + 4 / 60 + 12 / 3600)],
    ];
    expect(evaluate("haversine", [...from, ...to]) / 1000).toBeCloseTo(968.9, 1);
    expect(evaluate("bearing", [...from, ...to])).toBeCloseTo(9 + 7 / 60 + 11 / 3600, 3);
  });

  it("stay missing when one input is missing", () => {
    for (const one of Object.values({ ...mathematicsAlgorithms, ...geographyAlgorithms }))
      for (const [at] of one.inputs.entries())
        for (const other of [0, 0.5, 1])
          expect(
            evaluateAlgorithm(
              one,
              one.inputs.map((_, place) => (place === at ? Number.NaN : other)),
            ),
            `${one.name}, input ${at} beside ${other}`,
          ).toBeNaN();
  });
});

describe("algorithm", () => {
  it("takes its steps one after the other", () => {
    const hyperbola = algorithm(
      "hyperbola(x)",
      "size = abs(x); below = 1 + size; x < 0 ? -1 / below : 1 / below",
    );
    expect([3, -3].map((x) => evaluateAlgorithm(hyperbola, [x]))).toEqual([0.25, -0.25]);
  });

  it("reads operators by their rank and from the left", () => {
    const value = (text: string): number => evaluateAlgorithm(algorithm("f(a)", text), [2]);
    expect(value("1 - a - 3 * a / 4 + 2^-1")).toBe(-2);
    expect(value("a < 1 || a > 1 && a == 2 ? 5 : 7")).toBe(5);
    expect(value("polynomial(a, 1, 2, 3)")).toBe(17);
    expect(value("floor(-a / 4) + truncate(-a / 4)")).toBe(-1);
    expect(value("missing")).toBeNaN();
  });

  it("refuses what it does not know", () => {
    expect(() => algorithm("f(a)", "a + b")).toThrow("b is not known");
    expect(() => algorithm("f(a)", "a = 2; a")).toThrow("there are two of a");
    expect(() => algorithm("f(a)", "exp(a)")).toThrow("exp is no algorithm of 1 inputs");
    expect(() => parseFormula("1 +")).toThrow(RangeError);
    expect(() => parseFormula("1 ! 2")).toThrow(RangeError);
    expect(() => parseFormula("(1 2)")).toThrow(RangeError);
  });
});
