/** What the commands of growing trees share: where the plan of a training and the arguments of a command stand, and how threads part work and wait. */

export const sequenceAt: usize = 64;
export const arrivedAt: usize = 128;
export const generationAt: usize = 192;
export const argumentsAt: usize = 256;
// Not 0 when a thread of the crew has gone; how many waits of a second in a row are taken for that.
const goneAt: usize = 768;
const patienceAt: usize = 772;
export const tableAt: usize = 512;
export const resultsAt: usize = 1024;
export const countsAt: usize = 5120;
export const planAt: usize = 9216;
// For each thread, whose group of columns it has helped with.
export const helpedAt: usize = 9728;
// Which share of rows is taken next: a ticket for each thread, then as many more.
const ticketsAt: usize = 10240;
const ticketBytes: usize = 16;
export const mostThreads: i32 = 64;
export const lineBytes: usize = 64;

export function argument(at: i32): i32 {
  return load<i32>(argumentsAt + ((<usize>at) << 2));
}
export function plan(at: i32): i32 {
  return load<i32>(planAt + ((<usize>at) << 2));
}

// The numbers of the plan.
export const planColumns = 0;
export const planColumnStride = 1;
export const planRowCount = 2;
export const planGroupCount = 3;
export const planGroups = 4;
export const planSlots = 5;
export const planRows = 6;
export const planTemporary = 7;
export const planDerivatives = 8;
export const planThreads = 9;
export const planThreadBytes = 10;
export const planKinds = 11;
export const planColumnList = 12;
export const planMembers = 13;
export const planColumnCount = 14;

// A group: its address, how many slots it has, which is the first.
export const groupBytes: usize = 16;
// A slot: the place of its first column in the list of members, how many columns it has, how many values.
export const slotBytes: usize = 16;
// A column: how many cells it has room for, where they stand in a histogram, how many it has, how many of them are used.
export const columnBytes: usize = 16;

/** A column's entry in the plan. */
export function columnAt(column: i32): usize {
  return <usize>plan(planColumnList) + <usize>column * columnBytes;
}
/** The column that is a member of a slot. */
export function memberAt(place: i32): i32 {
  return load<i32>(<usize>plan(planMembers) + ((<usize>place) << 2));
}

/** Where this thread works: the sums of a group, then scratch. */
export function places(thread: i32): usize {
  return <usize>plan(planThreads) + <usize>thread * <usize>plan(planThreadBytes);
}

/**
 * How often a thread looks before it sleeps. Commands follow each other within a tenth of a millisecond, and waking takes as long as
 * a command of a small leaf, so a thread stays awake for about that time.
 */
export const spins = 400_000;

const second: i64 = 1_000_000_000;
const timedOut: i32 = 2;

/**
 * All threads of a command wait for each other. Who waits for one that has gone traps: a thread that trapped says so in memory, and one that
 * was ended from outside cannot, so a long silence is taken for it. Time decides only whether to give up.
 */
export function meet(threads: i32): void {
  if (threads == 1) return;
  const generation = atomic.load<i32>(generationAt);
  if (atomic.add<i32>(arrivedAt, 1) == threads - 1) {
    atomic.store<i32>(arrivedAt, 0);
    atomic.add<i32>(generationAt, 1);
    atomic.notify(generationAt, -1);
    return;
  }
  for (let turn = 0; turn < spins; turn++) if (atomic.load<i32>(generationAt) != generation) return;
  for (let silent = 0; atomic.load<i32>(generationAt) == generation;) {
    if (silent > load<i32>(patienceAt)) atomic.store<i32>(goneAt, 1);
    if (atomic.load<i32>(goneAt) != 0) unreachable();
    if (atomic.wait<i32>(generationAt, generation, second) == timedOut) silent++;
  }
}

/** Begins the tickets of a command anew. */
export function clearTickets(): void {
  memory.fill(ticketsAt, 0, 2 * <usize>mostThreads * ticketBytes);
}

/** The next share that nobody has taken, by one of the tickets; no such share where it is not below `shareCount`. */
export function takeShare(ticket: i32): i32 {
  return atomic.add<i32>(ticketsAt + <usize>ticket * ticketBytes, 1);
}

const mostShares = 32;
const leastRows = 1024;

/**
 * How many rows are taken at a time: few enough that a thread which is held up keeps the others waiting for a small part of the
 * command only.
 */
export function rowsOfShare(count: i32): i32 {
  return max(leastRows, ((count / mostShares + 64) >> 6) << 6);
}
export function shareCount(count: i32): i32 {
  const rows = rowsOfShare(count);
  return count / rows + (count % rows != 0 ? 1 : 0);
}

/** The end of a thread's share of `count` things, in units of 64. */
export function shareEnd(thread: i32, threads: i32, count: i32): i32 {
  if (thread + 1 == threads) return count;
  const share = <i32>((((<i64>count * (thread + 1)) / threads) >> 6) << 6);
  return share;
}
export function shareBegin(thread: i32, threads: i32, count: i32): i32 {
  return thread == 0 ? 0 : shareEnd(thread - 1, threads, count);
}
