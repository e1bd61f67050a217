import { errorDiagnostic, failWork, TandemError, throwIfErrors, type Diagnostic } from "../base/index.ts";
import { typeOf } from "../ir/index.ts";
import type { AggregateResults } from "./aggregate.ts";
import type { JointTransform, Questions, StepInput, TargetContext } from "./transform.ts";

/** A transform that is about to learn from its inputs. */
export interface Learner {
  readonly transform: JointTransform<unknown>;
  readonly params: unknown;
  readonly inputs: readonly StepInput[];
  /** Where the step stands, for what is wrong with it. */
  readonly place: string;
}

/** The questions of one transform that are not answered yet; `at` is its place among those that learn. */
export interface OpenQuestions extends Learner {
  readonly requests: Questions;
  readonly at: number;
}

/** Iterative methods settle long before; a transform that asks on without end is stopped here. */
const mostRounds = 100;

/**
 * Lets several transforms ask until none has a new question: in each round the open questions of all of them go to `answer`
 * together. Gives their answers, in order. What is wrong with any of them is told together.
 */
export function askRounds(
  learners: readonly Learner[],
  target: TargetContext,
  answer: (open: readonly OpenQuestions[]) => readonly AggregateResults[],
): readonly AggregateResults[] {
  const known: AggregateResults[] = learners.map(() => ({}));
  for (let round = 0; ; round++) {
    const diagnostics: Diagnostic[] = [];
    const open = learners.flatMap((learner, at): OpenQuestions[] => {
      const requests = unanswered(learnAt(learner, target, known[at]!, diagnostics), known[at]!);
      return Object.keys(requests).length === 0 ? [] : [{ ...learner, requests, at }];
    });
    throwIfErrors(diagnostics);
    if (open.length === 0) return known;
    if (round === mostRounds)
      failWork("T1560", `${open[0]!.transform.name} asks on after ${mostRounds} rounds of questions`, {
        place: open[0]!.place,
        cure: "A transform must give no new question once it has learnt.",
      });
    for (const [index, answers] of answer(open).entries()) {
      const { at } = open[index]!;
      known[at] = { ...known[at], ...answers };
    }
  }
}

const unanswered = (requests: Questions, answers: AggregateResults): Questions =>
  Object.fromEntries(Object.entries(requests).filter(([name]) => !Object.hasOwn(answers, name)));

/** The questions of one transform about its inputs; a type or parameter that does not fit becomes a diagnostic. */
export function learnAt(
  { transform, inputs, params, place }: Learner,
  target: TargetContext,
  answers: AggregateResults,
  diagnostics: Diagnostic[],
): Questions {
  const { accepts, name } = transform;
  const wrong = inputs.filter(({ expr }) => !accepts.includes(typeOf(expr)));
  for (const input of wrong)
    diagnostics.push(
      errorDiagnostic(
        "T1505",
        `${name} does not work on ${JSON.stringify(input.name)}, which is ${typeOf(input.expr)}`,
        {
          place,
          cure: `It takes ${accepts.join(", ")}.`,
        },
      ),
    );
  if (wrong.length > 0) return {};
  try {
    return transform.learn(inputs, params, target, answers);
  } catch (error) {
    if (!(error instanceof TandemError)) throw error;
    diagnostics.push(...error.diagnostics.map((one) => ({ ...one, place })));
    return {};
  }
}
