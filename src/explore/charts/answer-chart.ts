import type { Json } from "../../base/index.ts";
import { formatNumber, formatShare } from "../format.ts";
import type { AnswerPicture, GroupDistribution } from "../question/answer-picture.ts";
import type { Answer, GroupEstimate } from "../question/answer-question.ts";
import {
  createChart,
  freeScale,
  intervalLayers,
  namesAxis,
  namesHeight,
  numberAxis,
  percentFormat,
  verticalRule,
} from "./base-spec.ts";
import type { Chart } from "./chart.ts";

/** The colour of means and lines, which stands out from that of the values. */
const accent = "#c26a1c";
/** Groups and categories that are drawn at most. */
const mostGroups = 40;
const mostCategories = 6;

/** The effect of an answer with its interval, and the value that would mean nothing; null without an interval. */
export function effectChart({ result, neutral }: Answer): Chart | null {
  const { name, estimate, interval } = result.effect;
  if (!interval) return null;
  const { level } = interval;
  // An open side is drawn one and a half times as long as the other.
  const open =
    1.5 *
    Math.max(
      Math.abs(estimate - finite(interval.low, estimate)),
      Math.abs(finite(interval.high, estimate) - estimate),
    );
  const low = finite(interval.low, estimate - open);
  const high = finite(interval.high, estimate + open);
  const openSide =
    low !== interval.low
      ? " The interval is open below."
      : high !== interval.high
        ? " The interval is open above."
        : "";
  return createChart(
    "How large it is",
    `${name.slice(0, 1).toUpperCase()}${name.slice(1)}: ${formatNumber(estimate)}, with ${formatShare(level)} confidence between ${formatNumber(interval.low)} and ${formatNumber(interval.high)}; the dashed line at ${formatNumber(neutral)} is where there would be nothing.${openSide}`,
    [{ name: shortName(name), estimate, low, high }],
    {
      height: namesHeight(1),
      layer: [
        verticalRule(neutral),
        ...intervalLayers((field) => numberAxis(field, shortName(name), {}, freeScale), "name").map(
          withoutNames,
        ),
      ],
    },
  );
}

const finite = (value: number, otherwise: number): number => (Number.isFinite(value) ? value : otherwise);

/** What stands in brackets behind the name of an effect says what it is; the axis has room for the name alone. */
const shortName = (name: string): string => (name.length <= 60 ? name : name.replace(/ \(.*\)$/, ""));

const withoutNames = (layer: Json): Json => {
  const { encoding, ...rest } = layer as { readonly encoding: Readonly<Record<string, Json>> };
  return {
    ...rest,
    encoding: { ...encoding, y: { field: "name", type: "nominal", title: null, axis: null } },
  };
};

/** The data behind an answer: distributions, a cloud with a line, shares with intervals or parts of bars; null unless it has a picture. */
export function answerChart(answer: Answer): Chart | null {
  const { picture } = answer;
  switch (picture?.kind) {
    case "distributions":
      return distributionsChart(answer, picture.groups.slice(0, mostGroups));
    case "relation":
      return relationChart(picture);
    case "shares":
      return sharesChart(answer);
    case "table":
      return tableChart(picture);
    case undefined:
      return null;
  }
}

function distributionsChart(
  { question, neutral, groups: known }: Answer,
  groups: readonly GroupDistribution[],
): Chart | null {
  const values = groups.map(({ name, mean, interval, quantiles }) => ({
    name,
    mean,
    low: finite(interval?.low ?? mean, mean),
    high: finite(interval?.high ?? mean, mean),
    ...Object.fromEntries(["p5", "p25", "p50", "p75", "p95"].map((key, at) => [key, quantiles[at] ?? mean])),
  }));
  const first = groups[0];
  if (!first) return null;
  const y = namesAxis("name");
  const x = (field: string): Json => numberAxis(field, question.outcome, {}, freeScale);
  const middles = groups
    .slice(0, 6)
    .map(
      ({ name, mean, quantiles }) =>
        `${name}: ${formatNumber(mean)} (median ${formatNumber(quantiles[2] ?? mean)})`,
    );
  return createChart(
    groups.length === 1 ? `How ${first.name} is spread` : `How ${question.outcome} is spread in each group`,
    `A bar holds the middle half of the values, the line 90 % of them, the tick is the median; the dot is the mean with its interval. Means: ${middles.join(", ")}${groups.length > 6 ? " …" : ""}.`,
    values,
    {
      height: Math.max(2, groups.length) * 34,
      layer: [
        ...(known.length === 0 ? [verticalRule(neutral)] : []),
        {
          mark: { type: "rule", strokeWidth: 1, opacity: 0.6 },
          encoding: { y, x: x("p5"), x2: { field: "p95" } },
        },
        {
          mark: { type: "bar", height: { band: 0.6 }, opacity: 0.4 },
          encoding: { y, x: x("p25"), x2: { field: "p75" } },
        },
        {
          mark: { type: "tick", thickness: 2, opacity: 1, height: { band: 0.6 } },
          encoding: { y, x: x("p50") },
        },
        {
          mark: { type: "rule", strokeWidth: 4, color: accent, opacity: 1 },
          encoding: { y, x: x("low"), x2: { field: "high" } },
        },
        {
          mark: { type: "point", filled: true, size: 60, color: accent, opacity: 1 },
          encoding: { y, x: x("mean") },
        },
      ],
    },
  );
}

type Relation = Extract<AnswerPicture, { readonly kind: "relation" }>;

function relationChart({ x, y, count, points, curve, curvePoints }: Relation): Chart | null {
  const [first, last] = [curvePoints[0], curvePoints.at(-1)];
  const shown =
    points.length < count
      ? ` ${formatNumber(points.length)} of ${formatNumber(count)} points are drawn.`
      : "";
  const along =
    first && last
      ? `${curve === "line" ? "The line with the band of its mean" : "The medians of parts of equal size, with the quartiles as a band,"} goes from ${formatNumber(first.y)} where ${x} is ${formatNumber(first.x)} to ${formatNumber(last.y)} where it is ${formatNumber(last.x)}.`
      : "";
  const place = (field: string, title: string): Json => numberAxis(field, title, {}, { zero: false });
  const bends = curve === "line" ? "linear" : "monotone";
  return createChart(
    `${y} against ${x}`,
    `Each point is a row. ${along}${shown}`,
    points.map(([a, b]) => ({ x: a, y: b })),
    {
      height: 280,
      layer: [
        {
          mark: { type: "point", filled: true, size: 20, opacity: points.length > 150 ? 0.35 : 0.7 },
          encoding: { x: place("x", x), y: place("y", y) },
        },
        ...(first
          ? [
              {
                data: { values: curvePoints.map((one) => ({ ...one })) },
                mark: { type: "area", opacity: 0.25, color: accent, interpolate: bends },
                encoding: { x: place("x", x), y: place("low", y), y2: { field: "high" } },
              },
              {
                data: { values: curvePoints.map((one) => ({ ...one })) },
                mark: { type: "line", color: accent, strokeWidth: 2.5, interpolate: bends },
                encoding: { x: place("x", x), y: place("y", y) },
              },
            ]
          : []),
      ],
    },
  );
}

function sharesChart({ measure, groups, neutral }: Answer): Chart | null {
  if (groups.length === 0) return null;
  const values = groups.slice(0, mostGroups).map(plainEstimate);
  return createChart(
    `The ${measure}`,
    `The ${measure} with its interval: ${values.map((one) => `${one.name}: ${formatShare(one.estimate)} (${formatShare(one.low)} to ${formatShare(one.high)})`).join(", ")}.`,
    values,
    {
      height: namesHeight(values.length),
      layer: [
        ...(groups.length === 1 ? [verticalRule(neutral)] : []),
        ...intervalLayers((field) => numberAxis(field, measure, percentFormat, freeScale), "name"),
      ],
    },
  );
}

const plainEstimate = ({ name, estimate, interval }: GroupEstimate) => ({
  name,
  estimate,
  low: interval?.low ?? estimate,
  high: interval?.high ?? estimate,
});

type Table = Extract<AnswerPicture, { readonly kind: "table" }>;

/** One bar a row, in parts that add up to all of it; rare columns are put together. */
function tableChart({ rowName, columnName, columns, rows }: Table): Chart | null {
  const totals = columns.map((_, at) => rows.reduce((sum, { counts }) => sum + (counts[at] ?? 0), 0));
  const order = columns
    .map((_, at) => at)
    .toSorted((one, other) => totals[other]! - totals[one]! || one - other);
  const kept = order.length <= mostCategories ? order : order.slice(0, mostCategories - 1);
  const names = [...kept.map((at) => columns[at]!), ...(kept.length < order.length ? ["all others"] : [])];
  const values = rows.slice(0, mostGroups).flatMap(({ name, counts }) => {
    const whole = counts.reduce((sum, one) => sum + one, 0);
    let from = 0;
    return names.map((part, place) => {
      const count =
        place < kept.length
          ? (counts[kept[place]!] ?? 0)
          : order.slice(kept.length).reduce((sum, at) => sum + (counts[at] ?? 0), 0);
      const share = whole === 0 ? 0 : count / whole;
      const one = {
        name,
        part,
        share,
        from,
        to: from + share,
        middle: from + share / 2,
        label: share >= 0.08 ? `${Math.round(share * 100)} %` : "",
      };
      from += share;
      return one;
    });
  });
  const y = namesAxis("name", rowName);
  return createChart(
    `${columnName} in each ${rowName}`,
    `Each bar is one ${rowName}, its parts are the shares of ${columnName}; the first part is ${names[0] ?? ""}: ${rows
      .slice(0, 6)
      .map(({ name }) => `${formatShare(values.find((one) => one.name === name)?.share ?? 0)} in ${name}`)
      .join(", ")}${rows.length > 6 ? " …" : ""}.`,
    values,
    {
      height: Math.max(2, Math.min(rows.length, mostGroups)) * 30,
      layer: [
        {
          mark: { type: "bar", height: { band: 0.8 }, stroke: "#808080", strokeWidth: 0.5 },
          encoding: {
            y,
            x: numberAxis("from", "share", percentFormat),
            x2: { field: "to" },
            color: {
              field: "part",
              type: "nominal",
              sort: names,
              title: columnName,
              scale: { domain: names },
            },
          },
        },
        {
          mark: { type: "text", fontSize: 10 },
          encoding: {
            y,
            x: { field: "middle", type: "quantitative" },
            text: { field: "label", type: "nominal" },
          },
        },
      ],
    },
  );
}
