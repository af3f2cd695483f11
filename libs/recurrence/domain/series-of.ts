import { type StartShape, checkRule, mendRule } from './check-rule.ts';
import { DAY, dayOf } from './civil.ts';
import { type DateTime, type Length, parseDateTime, parseLength } from './date-time.ts';
import { InvalidRecurrence } from './invalid-recurrence.ts';
import { type Rule, parseRule } from './rule.ts';
import { type Added, type Series, lengthBetween, momentOf, toMoment } from './series.ts';
import { Zone, zoneOf } from './zone.ts';

/** A series as text: values in RFC 5545 basic form or with ISO 8601 separators. */
export interface SeriesText {
  readonly dtstart: string;
  /** IANA identifier, or a zone made by `zoneFromObservances`; absent for floating, all-day and UTC series. */
  readonly tzid?: string | Zone;
  readonly dtend?: string;
  readonly duration?: string;
  readonly rrule?: string | readonly string[];
  /** Dates, times, or periods `start/end` and `start/duration`. */
  readonly rdate?: readonly string[];
  readonly exdate?: readonly string[];
  readonly gaps?: 'forward' | 'skip';
}

/**
 * Builds a series and checks every demand of RFC 5545 §3.3.10 and §3.8.5. Local times among RDATE and EXDATE are in the
 * zone of the series. O(length of the text). Throws InvalidRecurrence, which names the part and the section.
 */
export function seriesOf(text: SeriesText): Series {
  return build(text, (rule, start) => (checkRule(rule, start), rule));
}

/** Builds a series as `seriesOf` does, but mends the rules and EXDATEs that real programs write, and says what it mended. */
export function mendedSeriesOf(text: SeriesText): { series: Series; repairs: string[] } {
  const repairs: string[] = [];
  const series = build({ ...text, exdate: [] }, (rule, start) => {
    const mended = mendRule(rule, start);
    repairs.push(...mended.repairs);
    return mended.rule;
  });
  const excluded = (text.exdate ?? []).map((value) => {
    const written = parseDateTime(value, 'EXDATE');
    const mended = ofTheSameKind(series, written);
    if (mended !== written) repairs.push(`EXDATE: ${value} is not of the kind of DTSTART; mended.`);
    return momentOf(series, mended, 'EXDATE');
  });
  return { series: { ...series, excluded }, repairs };
}

/** A date among times means the occurrence of that day, a time among dates its day, UTC among floating times the clock time. */
function ofTheSameKind({ form, start, zone }: Series, value: DateTime): DateTime {
  if (form === 'date') return value.form === 'date' ? value : { local: dayOf(value.local) * DAY, form };
  if (value.form === 'date') return { local: value.local + start - dayOf(start) * DAY, form: 'local' };
  return value.form === 'utc' && !zone ? { ...value, form: 'local' } : value;
}

function build(text: SeriesText, accept: (rule: Rule, start: StartShape) => Rule): Series {
  const start = parseDateTime(text.dtstart, 'DTSTART');
  const zone = zoneFor(start, text.tzid);
  const bare: Series = {
    start: start.local,
    form: start.form === 'date' ? 'date' : 'time',
    ...(zone && { zone }),
    length: { days: start.form === 'date' ? 1 : 0, milliseconds: 0 }, // §3.6.1
    rules: [text.rrule ?? []]
      .flat()
      .map((rule) => accept(parseRule(rule), { form: start.form, ...(zone && { zone }) })),
    added: [],
    excluded: [],
    overrides: [],
    ...(text.gaps && { gaps: text.gaps }),
  };
  return {
    ...bare,
    length: lengthOf(bare, text),
    added: (text.rdate ?? []).map((value) => parseAdded(bare, value)),
    excluded: (text.exdate ?? []).map((value) => momentOf(bare, parseDateTime(value, 'EXDATE'), 'EXDATE')),
  };
}

function zoneFor(start: DateTime, tzid: string | Zone | undefined): Zone | undefined {
  if (tzid === undefined) return start.form === 'utc' ? zoneOf('UTC') : undefined;
  if (start.form === 'local') return tzid instanceof Zone ? tzid : zoneOf(tzid);
  throw new InvalidRecurrence('TZID', 'must stand only beside a local date-time', 'RFC 5545 §3.2.19');
}

function lengthOf(series: Series, { dtend, duration }: SeriesText): Length {
  if (dtend !== undefined && duration !== undefined) {
    throw new InvalidRecurrence('DURATION', 'must not occur together with DTEND', 'RFC 5545 §3.6.1');
  }
  if (duration !== undefined) return checkedLength(series, parseLength(duration), 'DURATION');
  if (dtend === undefined) return series.length;
  const end = momentOf(series, parseDateTime(dtend, 'DTEND'), 'DTEND');
  return lengthBetween(series, toMoment(series, series.start), end, 'DTEND');
}

function checkedLength(series: Series, length: Length, part: string): Length {
  if (series.form === 'time' || length.milliseconds === 0) return length;
  throw new InvalidRecurrence(part, 'must be whole days or weeks where DTSTART is a date', 'RFC 5545 §3.8.2.5');
}

function parseAdded(series: Series, text: string): Added {
  const [from, to, ...rest] = text.split('/') as [string, string?, ...string[]];
  const start = momentOf(series, parseDateTime(from, 'RDATE'), 'RDATE');
  if (to === undefined) return { start };
  if (rest.length || series.form === 'date') {
    throw new InvalidRecurrence('RDATE', 'is not a period of date-times', 'RFC 5545 §3.3.9');
  }
  if (/^[+-]?P/.test(to)) return { start, length: parseLength(to, 'RDATE') };
  return {
    start,
    length: lengthBetween(series, start, momentOf(series, parseDateTime(to, 'RDATE'), 'RDATE'), 'RDATE'),
  };
}
