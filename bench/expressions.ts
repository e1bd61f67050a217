/**
 * Programs of expressions as generated JavaScript: 20 numeric expressions beside the loop that a person would write for them, texts
 * and days beside the SQL that the same Programs compile to (DuckDB, one thread), and the time to compile 1,000 expressions.
 *   npm run bench -- expressions [runs]
 * Prints medians of the processor time of runs in turn, and ratios; the bars are below.
 */
import { createRandom } from "../src/base/index.ts";
import { compileDuckdb, compileTable, identifier, sql } from "../src/compile/index.ts";
import { openEngine } from "../src/data/index.ts";
import { parseProgram, type Program } from "../src/ir/index.ts";
import { tableFromVectors, type Table, type Vector } from "../src/schema/index.ts";
import { handWritten } from "./hand-written.ts";
import { median } from "./measure.ts";

/** At least so many rows a second on one core for the 20 numeric expressions. */
const leastRowsPerSecond = 5_000_000;
/** At most so many times the time of a loop written by hand. */
const mostTimesHandWritten = 1.5;
/** At most so many times the time of DuckDB on one thread. */
const mostTimesDuckdb = 2;
/** At most so many milliseconds to compile 1,000 expressions. */
const mostCompileMs = 50;

const rowCount = 1_000_000;
/** Texts that are mostly different are slow everywhere. */
const differentRows = 200_000;
const missingShare = 0.1;

/** Twenty expressions as features have them: imputed, scaled, clipped, compared, combined. */
const numericProgram = parseProgram(`program 1
input a: Float?
input b: Float?
input c: Float?
input d: Float?
input n: Int?
input m: Int?
output e1 = add(@a:Float, @b:Float)
output e2 = multiply(subtract(@a:Float, @b:Float), @c:Float)
output e3 = divide(@a:Float, @d:Float)
output e4 = choose(isNull(@a:Float) => 1.0, else 0.0)
output e5 = coalesce(@a:Float, 0.25)
output e6 = divide(subtract(coalesce(@b:Float, 1.5), 1.25), 0.75)
output e7 = greater(@a:Float, @b:Float)
output e8 = abs(subtract(@c:Float, @d:Float))
output e9 = sqrt(@d:Float)
output e10 = greatest(least(@b:Float, 1.5), -1.5)
output e11 = round(@c:Float)
output e12 = add(@n:Int, @m:Int)
output e13 = multiply(toFloat(@n:Int), 0.5)
output e14 = and(greater(@a:Float, 0.5), less(@b:Float, 1.5))
output e15 = choose(lessOrEqual(@a:Float, -0.5) => 1, lessOrEqual(@a:Float, 0.5) => 2, else 3)
output e16 = linear(0.5, 2.0 * @a:Float, -1.5 * @b:Float, 0.25 * @c:Float, 0.125 * @d:Float)
output e17 = floor(divide(@c:Float, 0.25))
output e18 = negate(@d:Float)
output e19 = nullIf(@n:Int, 0)
output e20 = isNotNull(@m:Int)
`);

const textProgram = parseProgram(`program 1
input city: Text?
input code: Text?
output clean = lower(trim(@city:Text))
output long = greater(length(@city:Text), 12)
output airport = contains(@city:Text, "INTL")
output start = substring(@city:Text, 1, 3)
output both = concat(coalesce(@city:Text, "?"), " / ", coalesce(@code:Text, "?"))
output bucket = hashBucket(@city:Text, 64)
output number = parseInt(splitPart(@code:Text, "-", 2))
output mean = lookup(upper(@city:Text), Float {"CITY 1 INTL" => 0.5, "CITY 2" => 0.25, "CITY 3 INTL" => 0.125}, else 0.0)
`);

const dateProgram = parseProgram(`program 1
input day: Day?
input moment: Instant?
output year = year(@day:Day)
output month = month(@day:Day)
output weekday = weekday(@day:Day)
output week = isoWeek(@day:Day)
output dayOfYear = dayOfYear(@day:Day)
output start = monthStart(@day:Day)
output hour = hour(@moment:Instant)
output days = daysBetween(@day:Day, toDay(@moment:Instant))
output later = addDays(@day:Day, 30)
output winter = isIn(month(@day:Day), 12, 1, 2)
`);

type NumberType = Exclude<Vector["type"], "Text">;

const random = createRandom("expressions");

const numbers = (type: NumberType, write: () => number): Vector => ({
  kind: "numbers",
  type,
  values: Float64Array.from({ length: rowCount }, () =>
    random.next() < missingShare ? Number.NaN : write(),
  ),
});

function texts(dictionary: readonly string[], count: number): Vector {
  const codes = Int32Array.from({ length: count }, () =>
    random.next() < missingShare ? -1 : random.integer(dictionary.length),
  );
  return { kind: "texts", type: "Text", codes, dictionary: [...dictionary] };
}

const measure = (): number => (random.next() - 0.5) * 8;
const numericTable = (): Table =>
  tableFromVectors([
    ...["a", "b", "c", "d"].map((name) => [name, numbers("Float", measure)] as const),
    ["n", numbers("Int", () => random.integer(10))],
    ["m", numbers("Int", () => random.integer(1_000_000))],
  ]);

/** Texts of which few are different, as those of an airport. */
const textTable = (): Table =>
  tableFromVectors([
    [
      "city",
      texts(
        Array.from({ length: 300 }, (_, at) => ` City ${at}${at % 2 === 0 ? "" : " INTL"} `),
        rowCount,
      ),
    ],
    [
      "code",
      texts(
        Array.from({ length: 5000 }, (_, at) => `K${at % 7}-${at}`),
        rowCount,
      ),
    ],
  ]);

/** Every text about twice: nearly nothing can be computed once for many rows. */
function differentTable(): Table {
  const half = Array.from({ length: differentRows / 2 }, (_, at) => at);
  return tableFromVectors([
    [
      "city",
      texts(
        half.map((at) => ` City ${at} INTL `),
        differentRows,
      ),
    ],
    [
      "code",
      texts(
        half.map((at) => `K${at % 7}-${at}`),
        differentRows,
      ),
    ],
  ]);
}

const dateTable = (): Table =>
  tableFromVectors([
    ["day", numbers("Day", () => random.integer(12_000) + 8000)],
    ["moment", numbers("Instant", () => random.integer(2 ** 31) * 700)],
  ]);

/** Seconds of processor time, all threads of the process together: what else the machine does counts less in it. */
const secondsOf = async (work: () => unknown): Promise<number> => {
  const begin = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(begin);
  return (user + system) / 1_000_000;
};

/** The median seconds of each work, run in turn after one run of each that does not count. */
async function inTurn(works: readonly (() => unknown)[], runs: number): Promise<number[]> {
  const seconds = works.map((): number[] => []);
  for (const work of works) await work();
  for (let run = 0; run < runs; run++)
    for (const [at, work] of works.entries()) seconds[at]!.push(await secondsOf(work));
  return seconds.map(median);
}

/** Prints a line for a bar and says whether it holds. */
function bar(title: string, value: string, holds: boolean): boolean {
  console.log(`${title.padEnd(66)} ${value.padStart(18)}   ${holds ? "holds" : "MISSED"}`);
  return holds;
}

async function benchNumbers(runs: number): Promise<boolean> {
  const table = numericTable();
  const score = compileTable(numericProgram);
  const column = (name: string): Float64Array => {
    const vector = table.columns.get(name)!;
    if (vector.kind !== "numbers") throw new TypeError(`${name} holds no numbers`);
    return vector.values;
  };
  const columns = ["a", "b", "c", "d", "n", "m"].map(column);
  const [ours, theirs] = await inTurn([() => score(table), () => handWritten(columns, rowCount)], runs);
  const rate = rowCount / ours!;
  return [
    bar(
      `20 numeric expressions, at least ${leastRowsPerSecond.toLocaleString("en")} rows/s`,
      `${Math.round(rate).toLocaleString("en")} rows/s`,
      rate >= leastRowsPerSecond,
    ),
    bar(
      `the same as a loop by hand, at most ${mostTimesHandWritten} times its time`,
      `ratio ${(ours! / theirs!).toFixed(2)}`,
      ours! <= mostTimesHandWritten * theirs!,
    ),
  ].every(Boolean);
}

async function benchBesideDuckdb(
  title: string,
  program: Program,
  table: Table,
  runs: number,
): Promise<boolean> {
  const engine = await openEngine({ threads: 1, memoryLimitMb: 4096 });
  try {
    await engine.register("given", table);
    const query = compileDuckdb(program, { relation: identifier("given") });
    const score = compileTable(program);
    const [ours, theirs] = await inTurn(
      [() => score(table), () => engine.run(sql`CREATE OR REPLACE TEMP TABLE answers AS ${query}`)],
      runs,
    );
    const rate = `${Math.round(table.rowCount / ours!).toLocaleString("en")} rows/s`;
    return bar(
      `${title} (${rate}), at most ${mostTimesDuckdb} times DuckDB's time`,
      `ratio ${(ours! / theirs!).toFixed(2)}`,
      ours! <= mostTimesDuckdb * theirs!,
    );
  } finally {
    await engine.close();
  }
}

/** 1,000 different expressions; those of another turn are others, since an engine remembers source it has seen. */
function manyExpressions(turn: number): Program {
  const lines = Array.from({ length: 1000 }, (_, at) => {
    const [left, right] = [`abcd`.charAt(at % 4), "dcba".charAt((at >> 2) % 4)];
    const number = `${at + 1}.${turn}5`;
    const kinds = [
      `add(@${left}:Float, multiply(@${right}:Float, ${number}))`,
      `choose(greater(@${left}:Float, ${number}) => @${right}:Float, else 0.0)`,
      `divide(subtract(coalesce(@${left}:Float, ${number}), 1.5), 0.75)`,
      `and(lessOrEqual(@${left}:Float, ${number}), isNotNull(@${right}:Float))`,
    ];
    return `output e${at} = ${kinds[at % kinds.length]}`;
  });
  const inputs = ["a", "b", "c", "d"].map((name) => `input ${name}: Float?`);
  return parseProgram(`program 1\n${inputs.join("\n")}\n${lines.join("\n")}\n`);
}

async function benchCompile(runs: number): Promise<boolean> {
  const programs = Array.from({ length: Math.max(runs, 5) + 1 }, (_, turn) => manyExpressions(turn));
  const few: Table = tableFromVectors(
    ["a", "b", "c", "d"].map((name) => [
      name,
      { kind: "numbers", type: "Float", values: new Float64Array(1) },
    ]),
  );
  // With the first row: an engine may put off reading source until it runs.
  const [seconds] = await inTurn([() => compileTable(programs.pop()!)(few)], programs.length - 1);
  const ms = seconds! * 1000;
  return bar(
    `compiling 1,000 expressions and scoring a row, below ${mostCompileMs} ms`,
    `${ms.toFixed(1)} ms`,
    ms < mostCompileMs,
  );
}

/** Runs the benchmark; false where a bar is missed. */
export async function benchExpressions(runs = 5): Promise<boolean> {
  console.log(
    `${rowCount.toLocaleString("en")} rows, ${missingShare * 100} % of the values missing, one thread`,
  );
  const holds = [
    await benchNumbers(runs),
    await benchBesideDuckdb("texts, few of them different", textProgram, textTable(), runs),
    await benchBesideDuckdb("texts, half of them different", textProgram, differentTable(), runs),
    await benchBesideDuckdb("days and instants", dateProgram, dateTable(), runs),
    await benchCompile(runs),
  ];
  return holds.every(Boolean);
}
