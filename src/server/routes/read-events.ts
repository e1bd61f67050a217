import { errorDiagnostic, isRecord, showValue, throwIfErrors, type Diagnostic } from "../../base/index.ts";

/** The most events in a request, and characters in its key. */
const eventLimit = 10_000;
const keyLimit = 200;

/** Events of one source; null for rows of the data themselves. */
export interface RequestedEvents {
  readonly table: string | null;
  readonly events: readonly unknown[];
  readonly key: string | undefined;
}

/** Reads a request with events; every mistake of its form is told at once (T2547). */
export function readEvents(body: unknown): RequestedEvents {
  const diagnostics: Diagnostic[] = [];
  const tell = (message: string, place: string, value: unknown, cure: string): void => {
    diagnostics.push(errorDiagnostic("T2547", message, { place, value: showValue(value), cure }));
  };
  const { table, events, key } = isRecord(body) ? body : {};
  if (!Array.isArray(events))
    tell("The request has no events", "body", body, 'Send {"table": "orders", "events": [{…}]} as JSON.');
  else if (events.length > eventLimit)
    tell(
      `The request has ${events.length} events, more than ${eventLimit}`,
      "body.events",
      events.length,
      "Send several requests.",
    );
  if (typeof table !== "string" && table !== null)
    tell(
      "The request does not say which events they are",
      "body.table",
      table,
      'Name the source: "table": "orders"; null for rows of the data themselves.',
    );
  if (key !== undefined && (typeof key !== "string" || key === "" || key.length > keyLimit))
    tell(
      `The key of a batch is a text of at most ${keyLimit} characters`,
      "body.key",
      key,
      "Leave it out, or give each batch a name of its own.",
    );
  throwIfErrors(diagnostics);
  return {
    table: table as string | null,
    events: events as readonly unknown[],
    key: key as string | undefined,
  };
}
