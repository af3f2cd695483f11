import { type Series, type Zone, next } from '#recurrence/index';
import { type Booking, type Occupancy, occupancies, onOneTimeLine, spanOf } from './booking.ts';
import { horizonOf } from './clash.ts';
import { type Interval, merge } from './interval.ts';

/** Whether every occurrence lies within opening hours; where not, the first that does not. */
export type OpeningVerdict =
  | { readonly kind: 'closed'; readonly occupancy: Occupancy }
  | { readonly kind: 'open'; readonly proof: 'finite' | 'repetition' }
  | { readonly kind: 'open-until'; readonly horizon: number };

/** When something is open in a window: hours are series whose occurrences last as long as it is open. Ascending, disjoint. */
export function openTimes(hours: readonly Series[], window: Interval): Interval[] {
  return merge(hours.flatMap((series) => occupancies({ series }, window)));
}

/**
 * The first occurrence of a booking that is not inside opening hours, decided for all of time as `findClash` does:
 * until the booking ends, or until calendar, clocks and hours repeat. Buffers may lie outside the hours.
 * O(occurrences looked at · hours in them). `budget` counts occurrences, by default 400,000.
 */
export function findClosed(booking: Booking, hours: readonly Series[], zone?: Zone, budget = 400_000): OpeningVerdict {
  const [own, ...open] = onOneTimeLine([{ series: booking.series }, ...hours.map((series) => ({ series }))], zone);
  const horizon = horizonOf(own!, open);
  const series = open.map((one) => one.series);
  let looked = 0;
  for (let page = next(own!.series, -Infinity)?.start ?? Infinity; page <= horizon.end;) {
    if (looked > budget) return { kind: 'open-until', horizon: page };
    const to = Math.min(page + PAGE, horizon.end + 1);
    const mine = occupancies(own!, { start: page, end: to + spanOf(own!) }).filter(
      ({ start }) => start >= page && start < to,
    );
    const times = mine.length ? openTimes(series, { start: page, end: to + spanOf(own!) }) : [];
    const closed = firstOutside(mine, times);
    if (closed) return { kind: 'closed', occupancy: closed };
    looked += mine.length + times.length;
    page = mine.length ? to : Math.max(to, next(own!.series, to)?.start ?? Infinity);
  }
  return { kind: 'open', proof: horizon.proof };
}

const PAGE = 200 * 86_400_000;

/** Both lists ascend by start, so one walk over each suffices. */
function firstOutside(mine: readonly Occupancy[], times: readonly Interval[]): Occupancy | undefined {
  let index = 0;
  return mine.find(({ start, end }) => {
    while (index < times.length && times[index]!.end <= start) index++;
    const open = times[index];
    return !open || start < open.start || end > open.end;
  });
}
