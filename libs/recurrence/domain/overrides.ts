import { parseDateTime, parseLength } from './date-time.ts';
import { InvalidRecurrence } from './invalid-recurrence.ts';
import { type Occurrence, occurrenceNamed } from './occurrences.ts';
import { type Override, type Series, endAfter, lengthBetween, momentOf } from './series.ts';

/** A changed occurrence as text, in the zone of the series: the values of RECURRENCE-ID, DTSTART, DTEND or DURATION. */
export interface OverrideText {
  readonly recurrenceId: string;
  readonly dtstart?: string;
  readonly dtend?: string;
  readonly duration?: string;
  readonly cancelled?: boolean;
  /** RANGE=THISANDFUTURE. */
  readonly following?: boolean;
  readonly data?: unknown;
}

/** Reads a changed occurrence beside its series (RFC 5545 §3.8.4.4). Throws InvalidRecurrence. */
export function overrideOf(series: Series, text: OverrideText): Override {
  const moment = (value: string, part: string) => momentOf(series, parseDateTime(value, part), part);
  const recurrenceId = moment(text.recurrenceId, 'RECURRENCE-ID');
  const start = text.dtstart === undefined ? undefined : moment(text.dtstart, 'DTSTART');
  const length =
    text.dtend !== undefined
      ? lengthBetween(series, start ?? recurrenceId, moment(text.dtend, 'DTEND'), 'DTEND')
      : text.duration !== undefined
        ? parseLength(text.duration)
        : undefined;
  const { cancelled, following, data } = text;
  return {
    recurrenceId,
    ...(start !== undefined && { start }),
    ...(length && { length }),
    ...(cancelled && { cancelled }),
    ...(following && { following }),
    ...(data !== undefined && { data }),
  };
}

/** The series with one more override; a former one of the same occurrence and range gives way. */
export function withOverride(series: Series, override: Override): Series {
  const others = series.overrides.filter(
    (one) => one.recurrenceId !== override.recurrenceId || !one.following !== !override.following,
  );
  return { ...series, overrides: [...others, override] };
}

/** Moves one occurrence, keeping its length unless another is given. Throws where the series has no such occurrence. */
export function moveOccurrence(series: Series, recurrenceId: number, start: number, end?: number): Series {
  const moved = existing(series, recurrenceId);
  const keeps = end === undefined || end === endAfter(series, start, moved.override?.length ?? series.length);
  const length = keeps ? moved.override?.length : lengthBetween(series, start, end, 'DTEND');
  const { data } = moved.override ?? {};
  return withOverride(series, {
    recurrenceId,
    start,
    ...(length && { length }),
    ...(data !== undefined && { data }),
  });
}

/** Takes one occurrence out (EXDATE). Throws where the series has no such occurrence. */
export function cancelOccurrence(series: Series, recurrenceId: number): Series {
  existing(series, recurrenceId);
  const overrides = series.overrides.filter((one) => one.following || one.recurrenceId !== recurrenceId);
  return { ...series, overrides, excluded: [...series.excluded, recurrenceId] };
}

function existing(series: Series, recurrenceId: number): Occurrence {
  const found = occurrenceNamed(series, recurrenceId);
  if (found) return found;
  throw new InvalidRecurrence('RECURRENCE-ID', 'the series has no such occurrence', 'RFC 5545 §3.8.4.4');
}
