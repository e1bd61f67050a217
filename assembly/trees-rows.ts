/** Commands on rows: groups of columns, places, histograms, partition. */

import { addAll, addPicked } from "./histogram";
import {
  tableAt,
  resultsAt,
  countsAt,
  lineBytes,
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
 * derivatives, 7 the mask of their rows. Each thread takes as many groups as the others, and a share of the rows of those that are left.
 */
export function fill(thread: i32, threads: i32): void {
  const count = argument(3);
  const histogram = <usize>argument(5);
  const sums = places(thread);
  const groupCount = plan(planGroupCount);
  const whole = groupCount - (groupCount % threads);
  for (let one = thread; one < whole; one += threads) {
    addRows(one, 0, count);
    const entry = groupAt(one);
    settle(sums, histogram, load<i32>(entry, 8), load<i32>(entry, 4), 0, 1);
  }
  for (let one = whole; one < groupCount; one++) {
    addRows(one, shareBegin(thread, threads, count), shareEnd(thread, threads, count));
    meet(threads);
    const entry = groupAt(one);
    const width = load<i32>(entry, 4);
    for (let slot = thread; slot < width; slot += threads) collectSums(slot, thread, threads);
    settle(sums, histogram, load<i32>(entry, 8), width, thread, threads);
    meet(threads);
  }
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

/** Adds the sums that the other threads have of a slot to those of this one; where theirs stood are zeros then. */
function collectSums(slot: i32, thread: i32, threads: i32): void {
  const zero = i64x2.splat(0);
  const first = (<usize>slot) << 11;
  const mine = places(thread) + first;
  for (let other = 0; other < threads; other++) {
    if (other == thread) continue;
    const theirs = places(other) + first;
    for (let at: usize = 0; at < 2048; at += 16) {
      v128.store(mine + at, i64x2.add(v128.load(mine + at), v128.load(theirs + at)));
      v128.store(theirs + at, zero);
    }
  }
}

/** Moves the sums of a group's slots, each `step`th of them, to the histogram; where they stood are zeros then. */
function settle(sums: usize, histogram: usize, first: i32, width: i32, from: i32, step: i32): void {
  for (let at = from; at < width; at += step) {
    const slot = <usize>plan(planSlots) + <usize>(first + at) * slotBytes;
    const from = sums + ((<usize>at) << 11);
    if (load<i32>(slot, 4) == 1) moveSums(from, histogram, columnAt(memberAt(load<i32>(slot))));
    else partSums(from, histogram, slot);
  }
}

/** Moves the sums of one column. */
function moveSums(from: usize, histogram: usize, entry: usize): void {
  const zero = i64x2.splat(0);
  let to = histogram + <usize>load<i32>(entry, 4);
  const end = from + ((<usize>load<i32>(entry)) << 3);
  for (; from < end; from += 32) {
    v128.store(to, v128.load(from));
    v128.store(to, v128.load(from, 16), 16);
    v128.store(from, zero);
    v128.store(from, zero, 16);
    to += 32;
  }
}

/** Parts the sums of columns that share a slot: each digit's sums, from the highest, while the others are added up below. */
function partSums(sums: usize, histogram: usize, slot: usize): void {
  const member = load<i32>(slot);
  const end = member + load<i32>(slot, 4);
  let values = load<i32>(slot, 8);
  for (let at = member; at < end; at++) {
    const entry = columnAt(memberAt(at));
    const used = load<i32>(entry, 12);
    const below = (<usize>(values / used)) << 3;
    let to = histogram + <usize>load<i32>(entry, 4);
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
      to += 8;
      from += below;
    }
    for (; to < padded; to += 8) store<i64>(to, 0);
    values = <i32>(below >> 3);
  }
  store<i64>(sums, 0);
}

/** Takes the sums at 3 from those at 2; 4 is their length in bytes, a multiple of 64. */
export function subtract(thread: i32, threads: i32): void {
  const length = argument(4);
  const end = <usize>argument(2) + <usize>shareEnd(thread, threads, length);
  let parent = <usize>argument(2) + <usize>shareBegin(thread, threads, length);
  let child = <usize>argument(3) + <usize>shareBegin(thread, threads, length);
  for (; parent < end; parent += 32) {
    v128.store(parent, i64x2.sub(v128.load(parent), v128.load(child)));
    v128.store(parent, i64x2.sub(v128.load(parent, 16), v128.load(child, 16)), 16);
    child += 32;
  }
}

/**
 * Parts the rows at the places from 2, as many as 3, by the bins in column 4 and the table of 256 answers. Each thread parts
 * its share, left ones from its beginning and right ones from its end; then all know where theirs go.
 */
export function part(thread: i32, threads: i32): void {
  const count = argument(3);
  const from = <usize>argument(2);
  const rows = <usize>plan(planRows) + (from << 2);
  const temporary = <usize>plan(planTemporary) + (from << 2);
  const column = <usize>plan(planColumns) + <usize>argument(4) * <usize>plan(planColumnStride);
  const begin = (<usize>shareBegin(thread, threads, count)) << 2;
  const end = (<usize>shareEnd(thread, threads, count)) << 2;
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
  const kept = left - temporary - begin;
  store<i32>(countsAt + <usize>thread * lineBytes, <i32>(kept >> 2));
  meet(threads);
  let leftTo = rows;
  let rightTo = rows;
  for (let other = 0; other < threads; other++) {
    const lefts = load<i32>(countsAt + <usize>other * lineBytes);
    const share = shareEnd(other, threads, count) - shareBegin(other, threads, count);
    rightTo += (<usize>lefts) << 2;
    if (other < thread) {
      leftTo += (<usize>lefts) << 2;
      rightTo += (<usize>(share - lefts)) << 2;
    }
  }
  if (thread == 0) store<i32>(resultsAt, sumOfCounts(threads));
  memory.copy(leftTo, temporary + begin, kept);
  for (let at = temporary + end - 4; at > right; at -= 4) {
    store<i32>(rightTo, load<i32>(at));
    rightTo += 4;
  }
}

function sumOfCounts(threads: i32): i32 {
  let sum = 0;
  for (let other = 0; other < threads; other++) sum += load<i32>(countsAt + <usize>other * lineBytes);
  return sum;
}
