import { errorDiagnostic, failInput, TandemError, type ErrorKind } from "../../base/index.ts";

/** What is told of a failure: no address, user or password of a database stands in it, only its name. */
export interface FailureWords {
  readonly message: string;
  readonly place: string;
  readonly value?: string;
  readonly cure: string;
  readonly kind?: ErrorKind;
  readonly cause?: unknown;
}

const failure = (code: string, { message, kind = "input", cause, ...rest }: FailureWords): TandemError =>
  new TandemError(
    [
      errorDiagnostic(code, message, {
        ...rest,
        ...(rest.value === undefined ? {} : { value: rest.value.slice(0, 200) }),
      }),
    ],
    kind,
    { cause },
  );

/** T2990: a text that is no address of a table. */
export function failAddress(words: FailureWords): never {
  throw failure("T2990", words);
}

/** T2991: a variable of the environment that is needed and not there. */
export function failEnvironment(words: FailureWords): never {
  throw failure("T2991", words);
}

/** T2992: a database that cannot be opened or reached, or lets nobody in. */
export const closedDatabase = (words: FailureWords): TandemError => failure("T2992", words);

/** T2620: a server that asks for a login that is not known here. */
export const unknownLogin = (words: FailureWords): TandemError => failure("T2620", words);

/** T2621: what answers at the address of a database is none. */
export const foreignServer = (words: FailureWords): TandemError => failure("T2621", words);

/** T2995: a database that refuses or breaks off the work. */
export const refusedWork = (words: FailureWords): TandemError => failure("T2995", words);

/** T2996: a table that is there already. */
export const existingTable = (place: string): TandemError =>
  failure("T2996", {
    message: "There is such a table already",
    place,
    cure: "Name one that is not there yet, or drop it first.",
  });

/** Whether an error says that there is such a table already. */
export const isExisting = (error: unknown): boolean =>
  error instanceof TandemError && error.diagnostics.some(({ code }) => code === "T2996");

/** T2997: bytes in a column that is computed with. */
export const failBytes = (name: string, place: string): never =>
  failInput("T2997", `The column ${JSON.stringify(name)} holds bytes, and the model computes with it`, {
    place,
    cure: "Name a view that has their meaning as a number or a text.",
  });
