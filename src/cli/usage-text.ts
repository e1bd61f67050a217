import { text_en, type ApplicationText } from "@stricli/core";
import { errorDiagnostic, formatDiagnostic, type Diagnostic } from "../base/index.ts";

/** Arguments that cannot be read: what is wrong, and what to do. */
export type UsageProblem = Diagnostic;

const seeHelp = "`tandem --help` lists the commands, `tandem COMMAND --help` the flags.";

/** The parser's messages as errors with a code and a cure, like all others. `onProblem` hears of each. */
export function usageText(onProblem: (problem: UsageProblem) => void): ApplicationText {
  const say = (code: string, message: string): string => {
    const problem = errorDiagnostic(code, message.replace(/,? did you mean /, "; did you mean "), {
      cure: seeHelp,
    });
    onProblem(problem);
    return `error ${formatDiagnostic(problem)}`;
  };
  return {
    ...text_en,
    noCommandRegisteredForInput: (found) =>
      say(
        "T2401",
        text_en
          .noCommandRegisteredForInput(found)
          .replace("No command registered for", "There is no command"),
      ),
    exceptionWhileParsingArguments: (error, ansiColor) =>
      say(
        "T2402",
        text_en
          .exceptionWhileParsingArguments(error, ansiColor)
          .replace("No flag registered for", "There is no flag"),
      ),
  };
}
