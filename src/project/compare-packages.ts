import { showValue } from "../base/index.ts";
import { createNeverMissing } from "../compile/index.ts";
import type { ColumnProfile } from "../explore/index.ts";
import { typeOf } from "../ir/index.ts";
import { isClassTask } from "../model/index.ts";
import { similarNames, valueToJson, type DataType, type Field, type Value } from "../schema/index.ts";
import { servedSchema } from "./package-features.ts";
import type { ModelPackage } from "./model-package.ts";

/** What a new package changes for those who use an old one. */
export interface PackageFinding {
  /** `breaks`: a client of the old one fails; `warns`: it goes on, with other answers or warnings; `fine`: it need not know. */
  readonly severity: "breaks" | "warns" | "fine";
  /** What changed: `column`, `answer` or `model`. */
  readonly about: "column" | "answer" | "model";
  /** The name of the column or the answer; for the model what of it. */
  readonly name: string;
  /** One plain sentence. */
  readonly text: string;
}

/** Whether clients of an old package can go on with a new one, and what is different. */
export interface PackageComparison {
  /** False when something breaks. */
  readonly compatible: boolean;
  /** What breaks first, then what warns, then what is fine; within each the columns, the answers, the model. */
  readonly findings: readonly PackageFinding[];
}

const severities = ["breaks", "warns", "fine"] as const;

/**
 * Tells what changes for a client that was written for an old package when a new one answers instead: rows that it may still
 * send, answers that it can still read, and values that the new model has not learnt from. Reads only what the packages say; no
 * row is scored.
 * @example
 * comparePackages(champion, candidate).findings.filter(({ severity }) => severity === "breaks")
 */
export function comparePackages(before: ModelPackage, after: ModelPackage): PackageComparison {
  const found = [
    ...columnFindings(before, after),
    ...answerFindings(before, after),
    ...modelFindings(before, after),
  ];
  const findings = severities.flatMap((severity) => found.filter((one) => one.severity === severity));
  return { compatible: findings.every(({ severity }) => severity !== "breaks"), findings };
}

const quoted = (name: string): string => JSON.stringify(name);

type Told = Omit<PackageFinding, "about">;

function columnFindings(before: ModelPackage, after: ModelPackage): PackageFinding[] {
  const [old, now] = [byName(servedSchema(before).fields), byName(servedSchema(after).fields)];
  const added = [...now.keys()].filter((name) => !old.has(name));
  const told: Told[] = [
    ...added.map((name) => addedColumn(now.get(name)!)),
    ...[...old.values()].flatMap((field) => {
      const other = now.get(field.name);
      return other ? changedColumn(field, other) : [removedColumn(field, added)];
    }),
    ...before.baseline.columns.flatMap((column) => {
      const other = after.baseline.columns.find(({ name }) => name === column.name);
      return other && other.type === column.type ? knownValues(column, other) : [];
    }),
    ...privateColumns(before, after),
  ];
  return told.map((one) => ({ ...one, about: "column" }));
}

/** Which values are kept, and where, is another matter for those who run the service. */
function privateColumns({ private: old = [] }: ModelPackage, { private: now = [] }: ModelPackage): Told[] {
  return [
    ...old
      .filter((name) => !now.includes(name))
      .map((name): Told => ({
        severity: "warns",
        name,
        text: `${quoted(name)} is no longer private: a prediction log that begins with the new model keeps its values.`,
      })),
    ...now
      .filter((name) => !old.includes(name))
      .map((name): Told => ({
        severity: "fine",
        name,
        text: `${quoted(name)} is private: the prediction log keeps a keyed hash of it from then on.`,
      })),
  ];
}

const byName = (fields: readonly Field[]): ReadonlyMap<string, Field> =>
  new Map(fields.map((field) => [field.name, field]));

const addedColumn = ({ name, type, nullable }: Field): Told =>
  nullable
    ? { severity: "fine", name, text: `${quoted(name)} (${type}) is new and may be left out.` }
    : {
        severity: "breaks",
        name,
        text: `${quoted(name)} (${type}) is new and must be there; an old client does not send it.`,
      };

function removedColumn({ name }: Field, added: readonly string[]): Told {
  const [similar] = similarNames(name, added);
  const hint = similar === undefined ? "" : ` Perhaps it is called ${quoted(similar)} now.`;
  return {
    severity: "breaks",
    name,
    text: `${quoted(name)} is gone; a row that still has it is refused as having an unknown column.${hint}`,
  };
}

function changedColumn(old: Field, now: Field): Told[] {
  const { name } = old;
  const told: Told[] = [];
  if (old.type === "Int" && now.type === "Float")
    told.push({
      severity: "fine",
      name,
      text: `${quoted(name)} was Int and may now have fractions (Float).`,
    });
  else if (now.type === "Text" && (old.type === "Day" || old.type === "Instant"))
    told.push({
      severity: "warns",
      name,
      text: `${quoted(name)} was ${old.type} and is Text; what an old client sends is taken as any other text.`,
    });
  else if (old.type !== now.type)
    told.push({
      severity: "breaks",
      name,
      text: `${quoted(name)} was ${old.type} and is ${now.type}; values as an old client sends them are refused.`,
    });
  if (old.nullable && !now.nullable)
    told.push({
      severity: "breaks",
      name,
      text: `${quoted(name)} could be null or left out and must be there now.`,
    });
  if (!old.nullable && now.nullable)
    told.push({ severity: "fine", name, text: `${quoted(name)} had to be there and may be left out now.` });
  return told;
}

/** What the models have seen of a column, where it changes which rows are answered with a warning. */
function knownValues(old: ColumnProfile, now: ColumnProfile): Told[] {
  // Time goes on, and no row is warned for it.
  if (now.role === "time") return [];
  return [...rangeFinding(old, now), ...levelFinding(old, now)];
}

function rangeFinding({ name, type, numbers: old }: ColumnProfile, { numbers: now }: ColumnProfile): Told[] {
  if (!old || !now || (now.min <= old.min && now.max >= old.max)) return [];
  const range = ({ min, max }: { min: number; max: number }): string =>
    `${showNumber(min, type)} to ${showNumber(max, type)}`;
  return [
    {
      severity: "warns",
      name,
      text: `The old model learnt from values of ${quoted(name)} from ${range(old)}, the new one from ${range(now)}: what lies outside is answered with a warning.`,
    },
  ];
}

const showNumber = (value: number, type: DataType): string => String(valueToJson(value, type));

/** How many levels a sentence names. */
const mostNamed = 5;

function levelFinding(old: ColumnProfile, now: ColumnProfile): Told[] {
  if (old.type !== "Text" || !listsAll(old) || !listsAll(now)) return [];
  const known = new Set(now.top.map(({ value }) => value));
  const unknown = old.top.map(({ value }) => value).filter((value) => !known.has(value));
  return unknown.length === 0
    ? []
    : [
        {
          severity: "warns",
          name: old.name,
          text: `The new model has never seen ${listed(unknown)} of ${quoted(old.name)}, which the old one knew: it answers with a warning, as for an unknown value.`,
        },
      ];
}

const listsAll = ({ distinct, top }: ColumnProfile): boolean => distinct <= top.length;

const listed = (values: readonly Value[]): string =>
  values
    .slice(0, mostNamed)
    .map((value) => showValue(value))
    .join(", ") + (values.length > mostNamed ? ` and ${values.length - mostNamed} more values` : "");

function answerFindings(before: ModelPackage, after: ModelPackage): PackageFinding[] {
  const [mayBeMissing, mayBeMissingNow] = [before, after].map(missingAnswers);
  const old = Object.entries(before.program.outputs);
  const told: Told[] = [
    ...old.flatMap(([name, expr]): Told[] => {
      const now = after.program.outputs[name];
      if (!now) return [{ severity: "breaks", name, text: `The answer ${quoted(name)} is gone.` }];
      const [type, typeNow] = [typeOf(expr), typeOf(now)];
      if (type !== typeNow)
        return [
          { severity: "breaks", name, text: `The answer ${quoted(name)} was ${type} and is ${typeNow}.` },
        ];
      return mayBeMissingNow!(name) && !mayBeMissing!(name)
        ? [
            {
              severity: "warns",
              name,
              text: `The answer ${quoted(name)} was always there and may be null now.`,
            },
          ]
        : [];
    }),
    ...Object.keys(after.program.outputs)
      .filter((name) => !Object.hasOwn(before.program.outputs, name))
      .map((name): Told => ({ severity: "fine", name, text: `The answer ${quoted(name)} is new.` })),
  ];
  return told.map((one) => ({ ...one, about: "answer" }));
}

function missingAnswers({ program }: ModelPackage): (name: string) => boolean {
  const isThere = createNeverMissing(program);
  return (name) => !isThere(program.outputs[name]!);
}

function modelFindings(before: ModelPackage, after: ModelPackage): PackageFinding[] {
  const told: Told[] = [
    ...(before.target === after.target || before.target === null || after.target === null
      ? []
      : [
          {
            severity: "breaks" as const,
            name: "target",
            text: `It predicts ${quoted(after.target)} and no longer ${quoted(before.target)}.`,
          },
        ]),
    ...taskFindings(before.task, after.task),
    ...(before.name === after.name
      ? []
      : [
          {
            severity: "warns" as const,
            name: "name",
            text: `It is called ${quoted(after.name)} and no longer ${quoted(before.name)}.`,
          },
        ]),
  ];
  return told.map((one) => ({ ...one, about: "model" }));
}

function taskFindings(old: ModelPackage["task"], now: ModelPackage["task"]): Told[] {
  if (!isClassTask(old) || !isClassTask(now))
    return old.kind === now.kind
      ? []
      : [{ severity: "breaks", name: "task", text: `It was a ${old.kind} model and is a ${now.kind} one.` }];
  const labels = (task: typeof old): Value[] => task.classes.map((value) => valueToJson(value, task.type));
  const [before, after] = [labels(old), labels(now)];
  const added = after.filter((value) => !before.includes(value));
  const gone = before.filter((value) => !after.includes(value));
  const told: Told[] = [];
  if (added.length > 0)
    told.push({
      severity: "warns",
      name: "classes",
      text: `It may answer ${listed(added)}, which an old client does not know.`,
    });
  if (gone.length > 0)
    told.push({ severity: "warns", name: "classes", text: `It never answers ${listed(gone)} any more.` });
  if (old.kind === "binary" && now.kind === "binary" && before[1] !== after[1])
    told.push({
      severity: "breaks",
      name: "classes",
      text: `The probability was that of ${showValue(before[1])} and is that of ${showValue(after[1])}.`,
    });
  return told;
}
