import { errorDiagnostic, type Diagnostic } from "../base/index.ts";

/** What is wrong with the version of Node that runs, against the range `>=major.minor` of the package; undefined where it will do. */
export function nodeVersionProblem(running: string, range: string): Diagnostic | undefined {
  const [major = 0, minor = 0] = numbersOf(running);
  const [neededMajor = 0, neededMinor = 0] = numbersOf(range);
  if (major > neededMajor || (major === neededMajor && minor >= neededMinor)) return undefined;
  return errorDiagnostic(
    "T2403",
    `Tandem needs Node ${neededMajor}.${neededMinor} or newer, and this is ${running}`,
    {
      cure: "Install a newer Node; `node --version` says which one runs.",
    },
  );
}

const numbersOf = (version: string): number[] => (version.match(/\d+/g) ?? []).map(Number);
