import { basename, relative, resolve } from "node:path";
import { failInput, showValue } from "../../base/index.ts";
import {
  answerQuestion,
  canReadQuestion,
  parseQuestion,
  type Answer,
  type AnswerOptions,
  type Question,
} from "../../explore/index.ts";
import { loadConfig, withFile, withProject, writeFileAtomically } from "../../project/index.ts";
import { writeAnswerReport } from "../../report/index.ts";
import { adjustFamily, type Family, type TestName } from "../../stats/index.ts";
import { answerText, familyText } from "../answer-text.ts";
import { command } from "../command.ts";
import type { CliContext } from "../context.ts";

/** Flags of `tandem test`. */
export interface TestFlags {
  readonly json: boolean;
  readonly level?: number;
  readonly alternative?: "two-sided" | "less" | "greater";
  readonly test?: TestName;
  readonly adjust?: "holm" | "benjamini-hochberg";
  readonly html?: string;
}

const dataFile = /\.(csv|tsv|txt|json|jsonl|ndjson|parquet)$/i;

/** A question as it was asked, and what came out. */
interface AskedAnswer {
  readonly asked: string;
  readonly answer: Answer;
}

/** `tandem test QUESTION… [FOLDER | FILE]`: questions of the data, each with the test that fits it. */
export const testCommand = command<TestFlags, string[]>(async (context, flags, ...words) => {
  const { questions, place } = splitWords(words);
  const path = resolve(context.folder, place ?? ".");
  const answers = dataFile.test(path)
    ? await askFile(context, path, questions, optionsOf(flags))
    : await askProject(context, path, questions, optionsOf(flags));
  const [only] = answers;
  const family = answers.length > 1 ? familyOf(answers, flags) : null;
  const page = flags.html === undefined ? null : resolve(context.folder, flags.html);
  if (page !== null) {
    const { html } = await writeAnswerReport({ name: basename(path), answers, family });
    await writeFileAtomically(page, html);
  }
  return {
    text: [
      ...answers.flatMap(({ asked, answer }) => [
        ...(family ? [`# ${asked}`, ""] : []),
        answerText(answer),
        ...(family ? [""] : []),
      ]),
      ...(family ? [familyText(family)] : []),
      ...(page === null ? [] : ["", `Page: ${relative(context.folder, page)}`]),
    ].join("\n"),
    document: family || !only ? { answers, family, ...pageOf(page) } : { ...only.answer, ...pageOf(page) },
  };
});

const pageOf = (page: string | null): { readonly page?: string } => (page === null ? {} : { page });

/** The questions, and behind them the folder or the file, if what stands last is no question. */
function splitWords(words: readonly string[]): {
  readonly questions: readonly string[];
  readonly place: string | undefined;
} {
  const last = words.at(-1) ?? "";
  const hasPlace = words.length > 1 && (dataFile.test(last) || !canReadQuestion(last));
  const questions = hasPlace ? words.slice(0, -1) : words;
  const repeated = questions.find((one, at) => questions.indexOf(one) !== at);
  if (repeated !== undefined)
    failInput("T2879", "The same question is asked twice", {
      value: showValue(repeated),
      cure: "Ask each question once: all of them are counted when their p-values are adjusted.",
    });
  return { questions, place: hasPlace ? last : undefined };
}

const optionsOf = ({ level, alternative, test, html }: TestFlags): AnswerOptions => ({
  ...(level === undefined ? {} : { level }),
  ...(alternative === undefined ? {} : { alternative }),
  ...(test === undefined ? {} : { test }),
  ...(html === undefined ? {} : { withPicture: true }),
});

/** All questions are read before the first is answered, so that a mistake is told at once. */
const readAll = (questions: readonly string[], target?: string): readonly (readonly [string, Question])[] =>
  questions.map((asked) => [asked, parseQuestion(asked, target)] as const);

function askFile(
  { effects }: CliContext,
  path: string,
  questions: readonly string[],
  options: AnswerOptions,
): Promise<AskedAnswer[]> {
  const read = readAll(questions);
  return withFile(path, effects, async (reader, _snapshot, texts) => {
    const answers: AskedAnswer[] = [];
    for (const [asked, question] of read)
      answers.push({ asked, answer: await answerQuestion(reader, question, { ...options, texts }) });
    return answers;
  });
}

async function askProject(
  context: CliContext,
  path: string,
  questions: readonly string[],
  options: AnswerOptions,
): Promise<AskedAnswer[]> {
  const config = await loadConfig(path, context.resolveLibrary);
  const place = relative(context.folder, config.path) || config.path;
  return withProject(
    config.spec,
    { folder: config.folder, place, effects: context.effects },
    async ({ reader, definition, texts, hidden }) => {
      const { target, group, time, weight } = definition;
      const roles = { group: group ?? null, time: time ?? null, weight: weight ?? null };
      const told = { ...options, texts, roles, ...(hidden ? { unshown: hidden.amounts } : {}) };
      const answers: AskedAnswer[] = [];
      for (const [asked, question] of readAll(questions, target ?? undefined))
        answers.push({ asked, answer: await answerQuestion(reader, question, told) });
      return answers;
    },
  );
}

const familyOf = (answers: readonly AskedAnswer[], { level, adjust }: TestFlags): Family =>
  adjustFamily(Object.fromEntries(answers.map(({ asked, answer }) => [asked, answer.result])), {
    ...(adjust === undefined ? {} : { method: adjust }),
    ...(level === undefined ? {} : { bound: 1 - level }),
  });
