import type { PredictionLog } from "./prediction-log.ts";

const nothingYet = {
  recorded: 0,
  dropped: 0,
  refused: 0,
  labels: 0,
  unfit: 0,
  commits: 0,
  waitingBytes: 0,
} as const;

/**
 * A log that is still being opened: answers and labels wait for it, and fail as the opening does. So a service can take requests
 * while the one before it, which still writes the log, comes to its end.
 */
export function openingLog(opening: Promise<PredictionLog>): PredictionLog {
  let opened: PredictionLog | undefined;
  let ready = opening;
  const soon = (next: Promise<PredictionLog>): void => {
    ready = next;
    next.then(
      (log) => {
        if (ready === next) opened = log;
      },
      () => {},
    );
  };
  soon(opening);
  const whenOpen = <Answer>(work: (log: PredictionLog) => Promise<Answer>): Promise<Answer> =>
    opened ? work(opened) : ready.then(work);
  return {
    // Nobody waits for it: the one before ends only when this service takes requests. What stands against a version is told to its rows.
    admit: (version) => {
      if (opened) return opened.admit(version);
      soon(
        ready.then((log) =>
          log.admit(version).then(
            () => log,
            () => log,
          ),
        ),
      );
      return Promise.resolve();
    },
    record: (rows) => whenOpen((log) => log.record(rows)),
    addLabels: (...labels) => whenOpen((log) => log.addLabels(...labels)),
    erase: (entity) => whenOpen((log) => log.erase(entity)),
    maintain: (retention) => whenOpen((log) => log.maintain(retention)),
    status: () => opened?.status() ?? nothingYet,
    close: async () => {
      const log = await opening.catch(() => undefined);
      await log?.close();
    },
  };
}
