/** A column of numbers by the place of the event. The array may be exchanged for a larger one; NaN is missing. */
export interface EventNumbers {
  values: Float64Array<ArrayBuffer>;
}

/** What an accumulator can know of the events: they are named by their place in these columns. */
export interface EventColumnsOf {
  /** When each happened, in milliseconds. */
  readonly at: EventNumbers;
  /** What is aggregated: texts by their number in a dictionary, true and false as 1 and 0. */
  readonly value: EventNumbers;
  /** Below 0 where the left event comes first in the order of events. */
  readonly compare: (left: number, right: number) => number;
}

/**
 * The state of one feature of one key: events enter it and leave it again, and it says the feature's value at any moment. What
 * it says depends on which events are in it and not on how they came. This is the only place where an aggregate is
 * computed: the join and the online state drive the same accumulators.
 */
export interface Accumulator {
  /** Forgets all events. */
  clear(): void;
  add(event: number): void;
  /** Takes out an event that is in it. */
  remove(event: number): void;
  /** The feature at a moment, NaN where it is missing. */
  read(time: number): number;
}

/** A number that a feature may have, or NaN. */
export const finiteOrMissing = (value: number): number => (Number.isFinite(value) ? value + 0 : Number.NaN);
