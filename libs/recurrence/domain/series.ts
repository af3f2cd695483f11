import { DAY } from './civil.ts';
import { type DateTime, type Length, isoOf } from './date-time.ts';
import { InvalidRecurrence } from './invalid-recurrence.ts';
import type { Rule } from './rule.ts';
import type { Zone } from './zone.ts';

/**
 * Everything that recurs as one: a start, rules, dates added and excluded, and changed occurrences. Its times are
 * *moments*: epoch milliseconds where the series has a zone, milliseconds on the wall clock where it floats or is all-day.
 */
export interface Series {
  /** DTSTART as a local time, even in a zone: recurrence happens on the wall clock. */
  readonly start: number;
  readonly form: 'date' | 'time';
  /** Absent for floating times and dates; `UTC` for times in UTC. */
  readonly zone?: Zone;
  readonly length: Length;
  /** Usually one; their occurrences are united. Without any, DTSTART is the only occurrence beside the added ones. */
  readonly rules: readonly Rule[];
  /** RDATE: further occurrences, each with a length of its own where it was given as a period. */
  readonly added: readonly Added[];
  /** EXDATE: moments at which the series does not occur. */
  readonly excluded: readonly number[];
  readonly overrides: readonly Override[];
  /** What a local time in a gap of the clock becomes: moved on by the gap (RFC 5545 §3.3.5, the default) or left out. */
  readonly gaps?: 'forward' | 'skip';
}

export interface Added {
  readonly start: number;
  readonly length?: Length;
}

/** A changed occurrence (RECURRENCE-ID), or with `following` a change of it and all after it (RANGE=THISANDFUTURE). */
export interface Override {
  /** The moment at which the series has the occurrence. */
  readonly recurrenceId: number;
  /** The moment to which it is moved; later occurrences of a `following` change move by as much on the wall clock. */
  readonly start?: number;
  readonly length?: Length;
  readonly cancelled?: boolean;
  readonly following?: boolean;
  /** Whatever else the change says (title, place…); carried along, never read. */
  readonly data?: unknown;
}

/** The moment that a written date or time means in a series. Throws InvalidRecurrence where it is not of the series' kind. */
export function momentOf(series: Series, value: DateTime, part: string): number {
  if ((value.form === 'date') !== (series.form === 'date')) {
    throw new InvalidRecurrence(part, 'must have the same value type as DTSTART', 'RFC 5545 §3.8.5');
  }
  if (value.form !== 'utc') return toMoment(series, value.local);
  if (series.zone) return value.local;
  throw new InvalidRecurrence(part, 'must be a local time, as DTSTART is', 'RFC 5545 §3.8.5');
}

/** The moment of a local time. */
export function toMoment({ zone }: Series, local: number): number {
  return zone ? zone.toEpoch(local) : local;
}

/** The local time of a moment. */
export function toLocal({ zone }: Series, moment: number): number {
  return zone ? zone.toLocal(moment) : moment;
}

/** A floating or all-day series as it is meant in a zone: the same clock times, its moments now epoch milliseconds. */
export function readIn(series: Series, zone: Zone): Series {
  if (series.zone) return series;
  const known = located.get(series);
  if (known?.zone === zone) return known;
  const toEpoch = (local: number) => zone.toEpoch(local);
  const read: Series = {
    ...series,
    form: 'time',
    zone,
    added: series.added.map((added) => ({ ...added, start: toEpoch(added.start) })),
    excluded: series.excluded.map(toEpoch),
    overrides: series.overrides.map((override) => ({
      ...override,
      recurrenceId: toEpoch(override.recurrenceId),
      ...(override.start !== undefined && { start: toEpoch(override.start) }),
    })),
  };
  located.set(series, read);
  return read;
}

/** The last reading of each series, so that its plan is made once. */
const located = new WeakMap<Series, Series>();

/** The moment at which an occurrence ends. */
export function endAfter(series: Series, start: number, { days, milliseconds }: Length): number {
  if (days === 0) return start + milliseconds;
  return toMoment(series, toLocal(series, start) + days * DAY) + milliseconds;
}

/** A moment as `2026-03-29`, `2026-03-29T03:30:00` or, in a zone, RFC 9557 `2026-03-29T03:30:00+02:00[Europe/Berlin]`. */
export function formatMoment(series: Series, moment: number): string {
  const text = isoOf(toLocal(series, moment));
  if (series.form === 'date') return text.slice(0, 10);
  if (!series.zone) return text;
  const minutes = Math.round(series.zone.offsetAt(moment) / 60_000);
  const size = Math.abs(minutes);
  const offset = [Math.floor(size / 60), size % 60].map((part) => String(part).padStart(2, '0')).join(':');
  return `${text}${minutes < 0 ? '-' : '+'}${offset}[${series.zone.id}]`;
}

/** The length from one moment to another: whole days between dates, exact between times (RFC 5545 §3.8.5.3). */
export function lengthBetween(series: Series, start: number, end: number, part: string): Length {
  if (end < start) throw new InvalidRecurrence(part, 'must be later than DTSTART', 'RFC 5545 §3.8.2.2');
  if (series.form === 'date') return { days: (end - start) / DAY, milliseconds: 0 };
  return { days: 0, milliseconds: end - start };
}
