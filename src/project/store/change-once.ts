import type { Transaction } from "kysely";
import { canonicalJson, failInput, type Effects } from "../../base/index.ts";
import type { StoreTables } from "./database.ts";
import type { Store } from "./store.ts";

export type StoreTransaction = Transaction<StoreTables>;

/** A change of what is served, and what it is called, so that it can be sent again. */
interface Change {
  readonly name: string;
  /** Names the request; without it a change is made each time it is asked for. */
  readonly request: string | undefined;
  readonly asked: Readonly<Record<string, unknown>>;
}

/**
 * Makes a change in one transaction. A request that was answered before is answered the same again and not made twice;
 * under its name nothing else may be asked (T2348).
 */
export const changeOnce = <Answer>(
  store: Store,
  { name, request, asked }: Change,
  effects: Pick<Effects, "now">,
  work: (transaction: StoreTransaction) => Promise<Answer>,
): Promise<Answer> =>
  store.database.transaction().execute(async (transaction) => {
    if (request === undefined) return work(transaction);
    const text = canonicalJson(asked);
    const known = await transaction
      .selectFrom("changeRequest")
      .select(["asked", "answer"])
      .where("name", "=", name)
      .where("request", "=", request)
      .executeTakeFirst();
    if (known && known.asked !== text)
      failInput("T2348", `The request ${JSON.stringify(request)} has asked for something else before`, {
        value: known.asked,
        cure: "Give each change a request id of its own, and the same one only to send it again.",
      });
    if (known) return JSON.parse(known.answer) as Answer;
    const answer = await work(transaction);
    await transaction
      .insertInto("changeRequest")
      .values({ name, request, asked: text, answer: JSON.stringify(answer), answeredAt: effects.now() })
      .execute();
    return answer;
  });
