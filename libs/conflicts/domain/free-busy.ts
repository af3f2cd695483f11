import { InvalidInput } from '#kernel/index';
import { type Series, type Zone, readIn } from '#recurrence/index';
import { type Booking, NO_BUFFERS, type Buffers, occupancies } from './booking.ts';
import { type Interval, gaps, intersect, merge } from './interval.ts';
import { openTimes } from './opening-hours.ts';

/** A person or resource that has to be free: what it is busy with, when it works or is open, and its units. */
export interface Participant {
  readonly bookings: readonly Booking[];
  /** Working or opening hours as series that last as long as it is open; absent: always. */
  readonly hours?: readonly Series[];
  /** Time it needs before and after every booking, say to travel; where bookings have their own, the longer counts. */
  readonly buffers?: Buffers;
  /** How many units may be taken at once. Default 1. */
  readonly capacity?: number;
  /** How many units of it the new booking takes. Default 1. */
  readonly needs?: number;
  /** Where its floating and all-day bookings and hours are meant to be. */
  readonly zone?: Zone;
}

/** When at least one unit is taken, ascending and disjoint. O(occurrences in the window · log). */
export function busyTimes(bookings: readonly Booking[], window: Interval, zone?: Zone): Interval[] {
  const found = bookings.flatMap((booking) => occupancies(located(booking, zone), window));
  return clip(merge(found), window);
}

/** When a participant can take the new booking: open, and enough units left. O(occurrences in the window · log). */
export function freeTimes(participant: Participant, window: Interval): Interval[] {
  const { zone, hours, capacity = 1, needs = 1, buffers = NO_BUFFERS } = participant;
  const loads = participant.bookings
    .map((booking) => withBuffers(located(booking, zone), buffers))
    .flatMap((booking) => occupancies(booking, window));
  const free = gaps(takenTimes(loads, capacity - needs), window);
  if (!hours) return free;
  return intersect(
    free,
    clip(
      openTimes(
        hours.map((series) => (zone ? readIn(series, zone) : series)),
        window,
      ),
      window,
    ),
  );
}

/** What is asked of `findSlots`; times in epoch milliseconds. */
export interface SlotRequest {
  /** All of them have to be free together. */
  readonly participants: readonly Participant[];
  readonly length: number;
  /** Time that must be free of bookings around the slot as well. */
  readonly buffers?: Buffers;
  readonly from: number;
  /** No slot starts at or after this moment; the search is bounded by it. */
  readonly until: number;
  /** How many slots to find. Default 5. */
  readonly count?: number;
  /** Slots start at multiples of this since the epoch, a quarter of an hour by default. */
  readonly grid?: number;
}

/**
 * The next free slots of a length, earliest first, one not overlapping the other. Looks at a week at a time, so an early
 * answer is a cheap one: O(occurrences in the weeks looked at · log). Throws InvalidInput.
 */
export function findSlots(request: SlotRequest): Interval[] {
  const { participants, length, from, until, count = 5, grid = QUARTER, buffers = NO_BUFFERS } = request;
  if (!(length > 0)) throw new InvalidInput('/length', 'length_not_positive', 'A slot must be longer than nothing.');
  if (!(grid > 0)) throw new InvalidInput('/grid', 'grid_not_positive', 'The grid must be longer than nothing.');
  const needed = buffers.before + length + buffers.after;
  const slots: Interval[] = [];
  for (let week = from; week < until && slots.length < count; week += WEEK) {
    const end = Math.min(week + WEEK, until);
    const window = { start: week - buffers.before, end: end + needed };
    const free = participants.map((one) => freeTimes(one, window)).reduce(intersect, [window]);
    for (const gap of free) {
      let start = Math.max(gap.start + buffers.before, week, slots.at(-1)?.end ?? -Infinity);
      for (start = Math.ceil(start / grid) * grid; start < end; start = Math.ceil((start + length) / grid) * grid) {
        if (start + length + buffers.after > gap.end || slots.length === count) break;
        slots.push({ start, end: start + length });
      }
    }
  }
  return slots;
}

const QUARTER = 15 * 60_000;
const WEEK = 7 * 86_400_000;

/** When loads add up to more than `spare` units. Sweep-line, O(n log n). */
function takenTimes(loads: readonly (Interval & { units: number })[], spare: number): Interval[] {
  if (spare < 0) return [{ start: -Infinity, end: Infinity }];
  const changes = loads
    .flatMap(({ start, end, units }) => [
      { at: start, units },
      { at: end, units: -units },
    ])
    .sort((a, b) => a.at - b.at || a.units - b.units);
  const taken: Interval[] = [];
  let level = 0;
  let since = 0;
  for (const { at, units } of changes) {
    const wasTaken = level > spare;
    level += units;
    if (!wasTaken && level > spare) since = at;
    else if (wasTaken && level <= spare && since < at) taken.push({ start: since, end: at });
  }
  return merge(taken);
}

function withBuffers(booking: Booking, { before, after }: Buffers): Booking {
  const own = booking.buffers ?? NO_BUFFERS;
  return { ...booking, buffers: { before: Math.max(own.before, before), after: Math.max(own.after, after) } };
}

const located = (booking: Booking, zone: Zone | undefined): Booking =>
  zone ? { ...booking, series: readIn(booking.series, zone) } : booking;

const clip = (intervals: readonly Interval[], window: Interval) => intersect(intervals, [window]);
