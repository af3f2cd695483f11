import { InvalidInput } from '#kernel/index';
import type { Interval } from './problem.ts';

/** 1 is Monday, 7 Sunday (ISO 8601). */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;

/** When somebody works: local hours of each weekday (`['09:00', '12:30']`; an end at or before the beginning is on the next day), and days off. */
export interface WorkingWeek {
  readonly timeZone: string;
  /** A weekday that is not named is free; part time is fewer or shorter stretches. */
  readonly hours: Readonly<Partial<Record<Weekday, readonly (readonly [from: string, to: string])[]>>>;
  /** Holidays and leave, first to last day. */
  readonly off?: readonly { readonly from: Temporal.PlainDate; readonly to: Temporal.PlainDate }[];
  /** Absences of less than a day. */
  readonly away?: readonly { readonly from: Temporal.Instant; readonly to: Temporal.Instant }[];
}

/** Days that a calendar may span: ten years. */
const MAX_DAYS = 3_660;

/**
 * The working time of `days` days from `from` on, in minutes since `origin`, for `Person.working`, `SharedResource.working` or
 * `Problem.working`. Hours are local: a night in which clocks change is an hour shorter or longer. Throws `InvalidInput` on too many
 * days, and `RangeError` on an unknown zone or malformed time. O(days · (stretches + days off) + absences).
 */
export function workingIntervals(
  week: WorkingWeek,
  from: Temporal.PlainDate,
  days: number,
  origin: Temporal.Instant,
): Interval[] {
  if (!Number.isInteger(days) || days < 0 || days > MAX_DAYS) {
    throw new InvalidInput('/days', 'number_out_of_range', `/days must be a whole number from 0 to ${MAX_DAYS}.`);
  }
  const minutes = (moment: { epochMilliseconds: number }) =>
    Math.round((moment.epochMilliseconds - origin.epochMilliseconds) / 60_000);
  const isOff = (day: Temporal.PlainDate) =>
    (week.off ?? []).some(
      (span) => Temporal.PlainDate.compare(span.from, day) <= 0 && Temporal.PlainDate.compare(day, span.to) <= 0,
    );
  const intervals: Interval[] = [];
  for (let ahead = 0; ahead < days; ahead++) {
    const day = from.add({ days: ahead });
    if (isOff(day)) continue;
    for (const [begin, end] of week.hours[day.dayOfWeek as Weekday] ?? []) {
      const local = (plainTime: string, on = day) =>
        minutes(on.toZonedDateTime({ timeZone: week.timeZone, plainTime }));
      const overnight = Temporal.PlainTime.compare(begin, end) >= 0;
      intervals.push([local(begin), overnight ? local(end, day.add({ days: 1 })) : local(end)]);
    }
  }
  const away = (week.away ?? []).map(({ from: gone, to: back }): Interval => [minutes(gone), minutes(back)]);
  return away.reduce(without, intervals).filter(([begin, end]) => begin < end);
}

function without(intervals: Interval[], [gone, back]: Interval): Interval[] {
  return intervals.flatMap(([begin, end]): Interval[] =>
    back <= begin || end <= gone
      ? [[begin, end]]
      : [
          [begin, Math.min(end, gone)],
          [Math.max(begin, back), end],
        ],
  );
}
