import { BadParameter } from '#kernel/index';

export const intervals = ['day', 'week', 'month'] as const;
export type Interval = (typeof intervals)[number];

/** The most periods that one report may have. */
export const PERIODS_LIMIT = 400;
const DEFAULT_WEEKS = 12;

/** A day, week (from Monday) or month of a report, in the reader's time zone. */
export interface Period {
  /** Its first day. */
  from: string;
  /** Its last day. */
  to: string;
  /** The moment after its last. */
  end: Temporal.Instant;
}

/** What a report covers: whole periods, one behind the other, and the moment at which the first begins. */
export interface Span {
  start: Temporal.Instant;
  periods: readonly Period[];
}

/**
 * The periods that hold the days from `from` to `to` (today at the latest; by default the last twelve weeks). Throws
 * `BadParameter` when there are none, or more than 400. O(periods).
 */
export function spanOf(
  { from, to, interval = 'week' }: { from?: string; to?: string; interval?: Interval },
  now: Temporal.Instant,
  timeZone: string,
): Span {
  const today = now.toZonedDateTimeISO(timeZone).toPlainDate();
  const asked = to ? Temporal.PlainDate.from(to) : today;
  const last = Temporal.PlainDate.compare(asked, today) > 0 ? today : asked;
  const first = startOf(from ? Temporal.PlainDate.from(from) : last.subtract({ weeks: DEFAULT_WEEKS - 1 }), interval);
  const periods: Period[] = [];
  for (let at = first; Temporal.PlainDate.compare(at, last) <= 0;) {
    if (periods.length === PERIODS_LIMIT) throw new BadParameter('from', 'span_too_long', tooLong);
    const next = at.add({ [`${interval}s`]: 1 });
    periods.push({ from: at.toString(), to: next.subtract({ days: 1 }).toString(), end: midnight(next, timeZone) });
    at = next;
  }
  if (periods.length === 0) throw new BadParameter('from', 'span_empty', 'The first day lies behind the last one.');
  return { start: midnight(first, timeZone), periods };
}

const tooLong = `A report has at most ${PERIODS_LIMIT} periods. Ask for fewer days or a longer interval.`;

const midnight = (day: Temporal.PlainDate, timeZone: string) => day.toZonedDateTime(timeZone).toInstant();

function startOf(day: Temporal.PlainDate, interval: Interval): Temporal.PlainDate {
  if (interval === 'week') return day.subtract({ days: day.dayOfWeek - 1 });
  return interval === 'month' ? day.with({ day: 1 }) : day;
}
