import type { DonePart } from "./part-journal.ts";
import type { PartPlace } from "./score-part.ts";

/** Hands parts on in the order of the files, whatever the order in which they are done. */
export interface PartQueue {
  /** Names the part that comes behind those that were named before. */
  expect(place: PartPlace): void;
  add(part: DonePart): void;
  /** No more parts are named. */
  end(): void;
  /** The parts that were named will not all be done: who waits for them hears it. */
  fail(error: unknown): void;
  readonly parts: AsyncIterable<DonePart>;
}

/** Begins without a part. */
export function createPartQueue(): PartQueue {
  const order: string[] = [];
  const done = new Map<string, DonePart>();
  let failure: { readonly error: unknown } | undefined;
  let isEnd = false;
  let wake = (): void => {};
  async function* inOrder(): AsyncGenerator<DonePart> {
    for (;;) {
      if (failure) throw failure.error;
      const [first] = order;
      const next = first === undefined ? undefined : done.get(first);
      if (first === undefined && isEnd) return;
      if (first !== undefined && next) {
        order.shift();
        done.delete(first);
        yield next;
      } else await new Promise<void>((resolve) => (wake = resolve));
    }
  }
  return {
    expect: (place) => void order.push(nameOf(place)),
    add: (part) => {
      done.set(nameOf(part), part);
      wake();
    },
    end: () => {
      isEnd = true;
      wake();
    },
    fail: (error) => {
      failure = { error };
      wake();
    },
    parts: inOrder(),
  };
}

const nameOf = ({ file, part }: PartPlace): string => `${file} ${part}`;
