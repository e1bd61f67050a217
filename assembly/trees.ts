/**
 * Growing trees on bins: every function is run by all threads of a crew at once on one memory, each doing its share. What
 * stands where is told in `src/kernel/tree-places.ts`; the plan of a training and the arguments of a command are numbers of
 * 32 bits there. Sums are whole numbers, so it does not matter who adds which rows.
 */

import { derive, shareOut } from "./trees-derivatives";
import { sumLosses } from "./trees-losses";
import { argumentsAt, clearTickets, sequenceAt, argument, spins, meet } from "./trees-plan";
import { fill, group, move, numberRows, part } from "./trees-rows";
import { addValues } from "./trees-scores";
import { search } from "./trees-search";

/** Does command after command until it is told to leave: what a thread beside the first one does. */
export function serve(thread: i32, begun: i32): void {
  let sequence = begun;
  for (;;) {
    let next = atomic.load<i32>(sequenceAt);
    for (let turn = 0; turn < spins && next == sequence; turn++) next = atomic.load<i32>(sequenceAt);
    while (next == sequence) {
      atomic.wait<i32>(sequenceAt, sequence, -1);
      next = atomic.load<i32>(sequenceAt);
    }
    sequence = next;
    const command = argument(0);
    if (command == 0) return;
    const threads = argument(1);
    if (thread < threads) run(thread, command, threads);
  }
}

/** Begins a command that other threads take part in, and does the first one's share. Returns when all have done theirs. */
export function lead(command: i32, threads: i32): void {
  store<i32>(argumentsAt, command);
  store<i32>(argumentsAt + 4, threads);
  clearTickets();
  if (threads > 1 || command == 0) {
    atomic.add<i32>(sequenceAt, 1);
    atomic.notify(sequenceAt, -1);
  }
  if (command != 0) run(0, command, threads);
}

function run(thread: i32, command: i32, threads: i32): void {
  if (command == 1) group(thread, threads);
  else if (command == 2) numberRows(thread, threads);
  else if (command == 3) fill(thread, threads);
  else if (command == 5) part(thread, threads);
  else if (command == 6) search(thread, threads);
  else if (command == 11) addValues(thread, threads);
  else if (command == 12) move(thread, threads);
  else if (command == 20) derive(thread);
  else if (command == 21) shareOut(thread, threads);
  else if (command == 22) sumLosses(thread);
  meet(threads);
}
