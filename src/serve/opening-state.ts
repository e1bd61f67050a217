import type { FeatureStateStore } from "../feature/index.ts";

/**
 * A state of events that is still being opened: events and rows wait for it, and fail as the opening does. So a service can take requests
 * while the one before it, which still owns the file, comes to its end.
 */
export function openingState(opening: Promise<FeatureStateStore>): FeatureStateStore {
  let opened: FeatureStateStore | undefined;
  opening.then(
    (state) => (opened = state),
    () => {},
  );
  const whenOpen = <Answer>(work: (state: FeatureStateStore) => Promise<Answer>): Promise<Answer> =>
    opened ? work(opened) : opening.then(work);
  return {
    append: (...events) => whenOpen((state) => state.append(...events)),
    read: (row) => whenOpen((state) => state.read(row)),
    compact: (moment) => whenOpen((state) => state.compact(moment)),
    close: async () => {
      const state = await opening.catch(() => undefined);
      await state?.close();
    },
  };
}
