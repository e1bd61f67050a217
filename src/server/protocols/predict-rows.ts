import type { PredictionAnswer, PredictionService } from "../../serve/index.ts";
import type { HttpRequest } from "../http/route.ts";
import { checkRowCount } from "../routes/read-rows.ts";

/** What a request says beside its rows. */
interface Wishes {
  readonly version?: string | undefined;
  readonly key?: string | undefined;
  readonly place?: string;
}

/** Has rows answered that came by a request of another protocol. Fails with T2303 for too many of them. */
export function predictRows(
  service: PredictionService,
  { id, signal }: HttpRequest,
  rows: readonly unknown[],
  { version, key, place = "rows" }: Wishes,
): PredictionAnswer | Promise<PredictionAnswer> {
  checkRowCount(rows.length, place);
  return service.predict({
    rows,
    id,
    place,
    signal,
    ...(version === undefined ? {} : { version }),
    ...(key === undefined ? {} : { key }),
  });
}
