/** Commands on rows: groups of columns, places, histograms, partition. */

import { addAll, addPicked } from "./histogram";
import {
  tableAt,
  resultsAt,
  countsAt,
  helpedAt,
  mostThreads,
  argument,
  plan,
  planColumns,
  planColumnStride,
  planRowCount,
  planGroupCount,
  planGroups,
  planSlots,
  planRows,
  planTemporary,
  groupBytes,
  slotBytes,
  columnAt,
  memberAt,
  places,
  meet,
  rowsOfShare,
  shareCount,
  takeShare,
  shareEnd,
  shareBegin,
} from "./trees-plan";

/** Copies columns into groups: rows of 16 bytes, one for each slot of the group. */
export function group(thread: i32, threads: i32): void {
  const rowCount = plan(planRowCount);
  const first = places(thread);
  const second = first + 256;
  const end = shareEnd(thread, threads, rowCount);
  for (let one = 0; one < plan(planGroupCount); one++) {
    const entry = <usize>plan(planGroups) + <usize>one * groupBytes;
    const width = load<i32>(entry, 4);
    const slots = <usize>plan(planSlots) + <usize>load<i32>(entry, 8) * slotBytes;
    let to = <usize>load<i32>(entry) + ((<usize>shareBegin(thread, threads, rowCount)) << 4);
    for (let row = shareBegin(thread, threads, rowCount); row < end; row += 16) {
      for (let at = 0; at < 16; at++)
        v128.store(
          first + ((<usize>at) << 4),
          at < width ? bytesOf(slots + <usize>at * slotBytes, row) : i64x2.splat(0),
        );
      interleave(first, second);
      interleave(second, first);
      interleave(first, second);
      interleave(second, to);
      to += 256;
    }
  }
  memory.fill(first, 0, 512);
}

/** The bytes of a slot for 16 rows: the bins of its columns as the digits of a number, those of the first column highest. */
function bytesOf(slot: usize, row: i32): v128 {
  const member = load<i32>(slot);
  const end = member + load<i32>(slot, 4);
  let bytes = v128.load(binsOf(memberAt(member), row));
  for (let at = member + 1; at < end; at++) {
    const column = memberAt(at);
    const count = i16x8.splat(<i16>load<i32>(columnAt(column), 12));
    const digits = v128.load(binsOf(column, row));
    bytes = i8x16.add(
      i8x16.narrow_i16x8_u(
        i16x8.mul(i16x8.extend_low_i8x16_u(bytes), count),
        i16x8.mul(i16x8.extend_high_i8x16_u(bytes), count),
      ),
      digits,
    );
  }
  return bytes;
}

/** Where a column has the bin of a row. */
function binsOf(column: i32, row: i32): usize {
  return <usize>plan(planColumns) + <usize>column * <usize>plan(planColumnStride) + <usize>row;
}

/** Of 16 vectors, the bytes of vectors i and i + 8 in turn: four times that turns a square of 16 x 16 bytes. */
function interleave(from: usize, to: usize): void {
  for (let at: usize = 0; at < 128; at += 16) {
    const low = v128.load(from + at);
    const high = v128.load(from + at, 128);
    v128.store(
      to + (at << 1),
      v128.shuffle<u8>(low, high, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23),
    );
    v128.store(
      to + (at << 1),
      v128.shuffle<u8>(low, high, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31),
      16,
    );
  }
}

// The list for parting has room for so many columns at once.
const mostMovers = 4;

/** Gives the rows of all columns the order of their places: the row that stands at a place becomes the row of that number. */
export function move(thread: i32, threads: i32): void {
  if (thread >= mostMovers) return;
  const rowCount = <usize>plan(planRowCount);
  const rows = <usize>plan(planRows);
  const columnStride = <usize>plan(planColumnStride);
  const moved = <usize>plan(planTemporary) + <usize>thread * rowCount;
  for (let one = thread; one < argument(2); one += min(threads, mostMovers)) {
    const column = <usize>plan(planColumns) + <usize>one * columnStride;
    for (let place: usize = 0; place < rowCount; place++)
      store<u8>(moved + place, load<u8>(column + <usize>load<i32>(rows + (place << 2))));
    memory.copy(column, moved, rowCount);
  }
}

/** Makes all rows the first leaf. */
export function numberRows(thread: i32, threads: i32): void {
  const begin = shareBegin(thread, threads, argument(2));
  const rows = <usize>plan(planRows);
  const end = rows + ((<usize>shareEnd(thread, threads, argument(2))) << 2);
  // The last four may reach beyond the end, where there is room.
  let four = i32x4.add(i32x4.splat(begin), i32x4(0, 1, 2, 3));
  const step = i32x4.splat(4);
  for (let at = rows + ((<usize>begin) << 2); at < end; at += 16) {
    v128.store(at, four);
    four = i32x4.add(four, step);
  }
}

/**
 * Sums by bin of the rows at some places: 2 from, 3 count, 4 whether these are all rows in order, 5 where the sums go, 6 the
 * derivatives, 7 the mask of their rows, 8 from which sums they are taken, 0 for none. Each thread takes as many groups as the others; who is done with its last one helps another
 * with theirs, and all take rows of the groups that are left. Sums are whole numbers, so it does not matter who adds which rows.
 */
export function fill(thread: i32, threads: i32): void {
  const groupCount = plan(planGroupCount);
  const whole = groupCount - (groupCount % threads);
  let one = thread;
  for (; one + threads < whole; one += threads) {
    addRows(one, 0, argument(3));
    settle(thread, one, 0, 1);
  }
  if (whole > 0) {
    fillLast(thread, threads, one - thread);
    // What a thread has helped with is in its place until the other one has taken it.
    if (whole < groupCount) meet(threads);
  }
  for (one = whole; one < groupCount; one++) {
    addShares(mostThreads + one - whole, one);
    meet(threads);
    const width = load<i32>(groupAt(one), 4);
    for (let slot = thread; slot < width; slot += threads)
      for (let other = 0; other < threads; other++) if (other != thread) collectSums(slot, thread, other);
    settle(thread, one, thread, threads);
    meet(threads);
  }
}

/** Fills from the last group of each thread; that of the first thread is `first`. */
function fillLast(thread: i32, threads: i32, first: i32): void {
  const own = first + thread;
  const hasAll = addShares(thread, own) == shareCount(argument(3));
  let helped = -1;
  if (hasAll) {
    settle(thread, own, 0, 1);
    for (let step = 1; step < threads && helped < 0; step++) {
      const other = (thread + step) % threads;
      if (addShares(other, first + other) > 0) helped = other;
    }
  }
  store<i32>(helpedAt + ((<usize>thread) << 2), helped);
  meet(threads);
  if (hasAll) return;
  const width = load<i32>(groupAt(own), 4);
  for (let other = 0; other < threads; other++)
    if (load<i32>(helpedAt + ((<usize>other) << 2)) == thread)
      for (let slot = 0; slot < width; slot++) collectSums(slot, thread, other);
  settle(thread, own, 0, 1);
}

/** Adds shares of the rows to the sums of a group as long as there are any; gives how many it took. */
function addShares(ticket: i32, one: i32): i32 {
  const count = argument(3);
  const rows = rowsOfShare(count);
  const shares = shareCount(count);
  let taken = 0;
  for (let share = takeShare(ticket); share < shares; share = takeShare(ticket)) {
    addRows(one, share * rows, share + 1 == shares ? count : (share + 1) * rows);
    taken++;
  }
  return taken;
}

function groupAt(one: i32): usize {
  return <usize>plan(planGroups) + <usize>one * groupBytes;
}

/** Adds the rows of some places, counted from the first one of the command, to the sums of a group. */
function addRows(one: i32, from: i32, to: i32): void {
  if (from == to) return;
  const bins = <usize>load<i32>(groupAt(one));
  const width = load<i32>(groupAt(one), 4);
  const derivatives = <usize>argument(6);
  const begin = <usize>from;
  if (argument(4) != 0) addAll(width, bins + (begin << 4), derivatives + (begin << 2), to - from);
  else {
    const rows = <usize>plan(planRows) + ((<usize>argument(2) + begin) << 2);
    addPicked(width, bins, rows, derivatives, argument(7), to - from);
  }
}

/** Adds the sums that another thread has of a slot to those of this one; where theirs stood are zeros then. */
function collectSums(slot: i32, thread: i32, other: i32): void {
  const zero = i64x2.splat(0);
  const first = (<usize>slot) << 11;
  const mine = places(thread) + first;
  const theirs = places(other) + first;
  for (let at: usize = 0; at < 2048; at += 16) {
    v128.store(mine + at, i64x2.add(v128.load(mine + at), v128.load(theirs + at)));
    v128.store(theirs + at, zero);
  }
}

/**
 * Moves the sums of a group's slots, each `step`th of them, from where this thread has them to the histogram, and takes them from the
 * parent's; there are zeros then.
 */
function settle(thread: i32, one: i32, from: i32, step: i32): void {
  const sums = places(thread);
  const histogram = <usize>argument(5);
  const parent = <usize>argument(8);
  const width = load<i32>(groupAt(one), 4);
  const first = load<i32>(groupAt(one), 8);
  for (let at = from; at < width; at += step) {
    const slot = <usize>plan(planSlots) + <usize>(first + at) * slotBytes;
    const from = sums + ((<usize>at) << 11);
    if (load<i32>(slot, 4) == 1) moveSums(from, histogram, parent, columnAt(memberAt(load<i32>(slot))));
    else partSums(from, histogram, parent, slot);
  }
}

/** Moves the sums of one column. */
function moveSums(from: usize, histogram: usize, parent: usize, entry: usize): void {
  const zero = i64x2.splat(0);
  const cells = <usize>load<i32>(entry, 4);
  let to = histogram + cells;
  let rest = parent + cells;
  const end = from + ((<usize>load<i32>(entry)) << 3);
  for (; from < end; from += 32) {
    const first = v128.load(from);
    const second = v128.load(from, 16);
    v128.store(to, first);
    v128.store(to, second, 16);
    v128.store(from, zero);
    v128.store(from, zero, 16);
    to += 32;
    if (parent == 0) continue;
    v128.store(rest, i64x2.sub(v128.load(rest), first));
    v128.store(rest, i64x2.sub(v128.load(rest, 16), second), 16);
    rest += 32;
  }
}

/** Parts the sums of columns that share a slot: each digit's sums, from the highest, while the others are added up below. */
function partSums(sums: usize, histogram: usize, parent: usize, slot: usize): void {
  const member = load<i32>(slot);
  const end = member + load<i32>(slot, 4);
  let values = load<i32>(slot, 8);
  for (let at = member; at < end; at++) {
    const entry = columnAt(memberAt(at));
    const used = load<i32>(entry, 12);
    const below = (<usize>(values / used)) << 3;
    let to = histogram + <usize>load<i32>(entry, 4);
    let rest = parent + <usize>load<i32>(entry, 4);
    const padded = to + ((<usize>load<i32>(entry)) << 3);
    let from = sums;
    for (let digit = 0; digit < used; digit++) {
      let sum: i64 = 0;
      for (let place: usize = 0; place < below; place += 8) {
        const value = load<i64>(from + place);
        sum += value;
        if (digit == 0) continue;
        store<i64>(sums + place, load<i64>(sums + place) + value);
        store<i64>(from + place, 0);
      }
      store<i64>(to, sum);
      if (parent != 0) store<i64>(rest, load<i64>(rest) - sum);
      to += 8;
      rest += 8;
      from += below;
    }
    for (; to < padded; to += 8) store<i64>(to, 0);
    values = <i32>(below >> 3);
  }
  store<i64>(sums, 0);
}

/**
 * Parts the rows at the places from 2, as many as 3, by the bins in column 4 and the table of 256 answers. Each share of them is
 * parted by itself, left ones from its beginning and right ones from its end; then all know where they go.
 */
export function part(thread: i32, threads: i32): void {
  const count = argument(3);
  const rows = rowsOfShare(count);
  const shares = shareCount(count);
  for (let share = takeShare(0); share < shares; share = takeShare(0))
    partShare(share, share * rows, share + 1 == shares ? count : (share + 1) * rows);
  meet(threads);
  if (thread == 0) store<i32>(resultsAt, leftsBefore(shares));
  for (let share = takeShare(1); share < shares; share = takeShare(1))
    placeShare(share, share * rows, share + 1 == shares ? count : (share + 1) * rows, leftsBefore(shares));
}

function partShare(share: i32, from: i32, to: i32): void {
  const first = <usize>argument(2);
  const rows = <usize>plan(planRows) + (first << 2);
  const temporary = <usize>plan(planTemporary) + (first << 2);
  const column = <usize>plan(planColumns) + <usize>argument(4) * <usize>plan(planColumnStride);
  const begin = (<usize>from) << 2;
  const end = (<usize>to) << 2;
  let left = temporary + begin;
  let right = temporary + end - 4;
  for (let at = rows + begin; at < rows + end; at += 4) {
    const row = load<i32>(at);
    store<i32>(left, row);
    store<i32>(right, row);
    const goesLeft = (<usize>load<u8>(tableAt + <usize>load<u8>(column + <usize>row))) << 2;
    left += goesLeft;
    right += goesLeft - 4;
  }
  store<i32>(countsAt + ((<usize>share) << 2), <i32>((left - temporary - begin) >> 2));
}

/** Brings the rows of a parted share to their places, of which the first `middle` are for left ones. */
function placeShare(share: i32, from: i32, to: i32, middle: i32): void {
  const first = (<usize>argument(2)) << 2;
  const rows = <usize>plan(planRows) + first;
  const temporary = <usize>plan(planTemporary) + first;
  const lefts = leftsBefore(share);
  const kept = (<usize>load<i32>(countsAt + ((<usize>share) << 2))) << 2;
  memory.copy(rows + ((<usize>lefts) << 2), temporary + ((<usize>from) << 2), kept);
  let place = rows + ((<usize>(middle + from - lefts)) << 2);
  const last = temporary + ((<usize>from) << 2) + kept;
  for (let at = temporary + ((<usize>to) << 2) - 4; at >= last; at -= 4) {
    store<i32>(place, load<i32>(at));
    place += 4;
  }
}

/** Rows of the shares before one that go left. */
function leftsBefore(share: i32): i32 {
  let sum = 0;
  for (let before = 0; before < share; before++) sum += load<i32>(countsAt + ((<usize>before) << 2));
  return sum;
}
