import { InvalidInput } from '#kernel/index';
import { type Occurrence, type Series, type Zone, overlapping, reachOf, readIn } from '#recurrence/index';
import type { Interval, Load } from './interval.ts';

/** Milliseconds that are blocked beside each occurrence: to set up, travel or clean. */
export interface Buffers {
  readonly before: number;
  readonly after: number;
}

/** A claim on a resource or person: once or recurring, finite or not. Its `series` has the length in it. */
export interface Booking {
  readonly series: Series;
  readonly buffers?: Buffers;
  /** How much of a capacity it takes; 1 unless said otherwise. */
  readonly units?: number;
}

/** One occurrence of a booking, with the time it blocks, buffers included. */
export interface Occupancy extends Load {
  readonly booking: Booking;
  readonly occurrence: Occurrence;
}

/** What a booking blocks at some time of a window, by start. Costs one window of recurrence. */
export function occupancies(booking: Booking, { start, end }: Interval): Occupancy[] {
  const { before, after } = booking.buffers ?? NO_BUFFERS;
  const units = booking.units ?? 1;
  const found = overlapping(booking.series, { from: start - after, to: end + before, limit: MOST });
  const blocked = found.map((occurrence): Occupancy => ({
    start: occurrence.start - before,
    end: occurrence.end + after,
    units,
    booking,
    occurrence,
  }));
  return blocked.filter((one) => one.end > start && one.start < end && one.start < one.end);
}

/** An upper bound for the time that one occurrence blocks. */
export function spanOf({ series, buffers = NO_BUFFERS }: Booking): number {
  return reachOf(series) + buffers.before + buffers.after;
}

export const NO_BUFFERS: Buffers = { before: 0, after: 0 };

/** A window with more occurrences than this is refused by TooManyOccurrences. */
const MOST = 1_000_000;

/**
 * Bookings on one time line, so that they can be compared: floating and all-day ones are read in `zone`. Without a zone
 * either all must float or none. Throws InvalidInput.
 */
export function onOneTimeLine(bookings: readonly Booking[], zone: Zone | undefined): Booking[] {
  if (zone) return bookings.map((booking) => ({ ...booking, series: readIn(booking.series, zone) }));
  const floating = bookings.filter(({ series }) => !series.zone).length;
  if (floating === 0 || floating === bookings.length) return [...bookings];
  throw new InvalidInput('/zone', 'zone_missing', 'Floating and zoned times can only be compared in a zone.');
}
