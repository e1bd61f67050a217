/** Why a pattern is refused. */
export interface PatternProblem {
  readonly code: string;
  readonly message: string;
  readonly cure: string;
}

/** Carries a problem out of the parser. */
export class PatternRefusal extends Error {
  readonly problem: PatternProblem;

  constructor(problem: PatternProblem) {
    super(problem.message);
    this.problem = problem;
  }
}

/** A construct that one engine has and another lacks or reads otherwise. */
export const refuseConstruct = (what: string, place: number, cure: string): never => {
  throw new PatternRefusal({
    code: "T1250",
    message: `the pattern has ${what} at place ${place}, which not every target has`,
    cure,
  });
};

/** Something that is no pattern. */
export const refuseSyntax = (what: string, place: number, cure: string): never => {
  throw new PatternRefusal({ code: "T1251", message: `the pattern has ${what} at place ${place}`, cure });
};

/** Reads a pattern code point by code point; places count from 1. */
export class PatternReader {
  readonly #points: readonly string[];
  #at = 0;

  constructor(source: string) {
    this.#points = Array.from(source);
  }

  /** The place of the next code point. */
  get place(): number {
    return this.#at + 1;
  }

  /** The next code point, or one further on; empty behind the end. */
  peek(ahead = 0): string {
    return this.#points[this.#at + ahead] ?? "";
  }

  /** The next code point, which is taken. */
  take(): string {
    const point = this.peek();
    this.#at++;
    return point;
  }

  /** Takes a text when it comes next. */
  takeIf(text: string): boolean {
    const points = Array.from(text);
    if (!points.every((point, ahead) => this.peek(ahead) === point)) return false;
    this.#at += points.length;
    return true;
  }

  /** Takes code points as long as they fit, `most` at most. */
  takeWhile(fits: (point: string) => boolean, most = Infinity): string {
    let taken = "";
    for (let count = 0; count < most && this.peek() !== "" && fits(this.peek()); count++)
      taken += this.take();
    return taken;
  }
}
