import { DAY, LAST_LOCAL, SECOND } from './civil.ts';
import { parseDateTime, printDateTime } from './date-time.ts';
import { InvalidRecurrence } from './invalid-recurrence.ts';
import { occurrences } from './occurrences.ts';
import { seriesOf } from './series-of.ts';
import { type Series } from './series.ts';
import { type Transition, Zone, zoneOf } from './zone.ts';

/** One STANDARD or DAYLIGHT part of a VTIMEZONE as text (RFC 5545 §3.6.5); UNTIL in `rrule` is in UTC. */
export interface Observance {
  readonly dtstart: string;
  readonly offsetFrom: string;
  readonly offsetTo: string;
  readonly rrule?: string;
  readonly rdate?: readonly string[];
}

/**
 * The zone that a file defines for itself: the IANA zone of that name where there is one, as that is kept up to date;
 * else its observances, evaluated by the engine itself, stretch by stretch as conversions ask for them. O(observances).
 * Throws InvalidRecurrence.
 */
export function zoneFromObservances(id: string, observances: readonly Observance[]): Zone {
  const known = ianaZone(id);
  if (known) return known;
  if (observances.length === 0) {
    throw new InvalidRecurrence('TZID', `"${id}" is no IANA zone and has no observances`, 'RFC 5545 §3.6.5');
  }
  const parts = observances.map(plan).sort((a, b) => a.series.start - b.series.start);
  return new Zone(id, parts[0]!.offsetFrom, (after, until) =>
    parts
      .flatMap((part) => changes(part, after, until))
      .filter(({ at }) => at > after && at <= until)
      .sort((a, b) => a.at - b.at),
  );
}

/** The IANA zone that a TZID means, also behind a vendor's prefix (`/mozilla.org/20050126_1/Europe/Berlin`). */
export function ianaZone(tzid: string): Zone | undefined {
  const segments = tzid.replace(/^\/|"/g, '').split('/');
  for (let from = 0; from < segments.length; from++) {
    try {
      return zoneOf(segments.slice(from).join('/'));
    } catch (error) {
      if (!(error instanceof InvalidRecurrence)) throw error; // not an id; a shorter end may be one
    }
  }
  return undefined;
}

interface Part {
  series: Series;
  offsetFrom: number;
  offsetTo: number;
}

/** An observance starts at a local time under the offset before it; on that fixed clock it is a series in UTC. */
function plan({ dtstart, offsetFrom, offsetTo, rrule, rdate }: Observance): Part {
  const before = parseOffset(offsetFrom, 'TZOFFSETFROM');
  const onClock = (text: string) => `${text.replace(/Z$/, '')}Z`;
  const rule = rrule?.replace(/UNTIL=([0-9TZ]+)/i, (_, until: string) => {
    const { local, form } = parseDateTime(until, 'UNTIL');
    const end = form === 'date' ? local + DAY - SECOND : form === 'utc' ? local + before : local;
    return `UNTIL=${printDateTime({ local: end, form: 'utc' })}`;
  });
  const series = seriesOf({
    dtstart: onClock(dtstart),
    ...(rule && { rrule: rule }),
    rdate: [...(rdate ?? []).map(onClock), ...(rule ? [onClock(dtstart)] : [])], // §3.6.5: DTSTART is the first onset
  });
  return { series, offsetFrom: before, offsetTo: parseOffset(offsetTo, 'TZOFFSETTO') };
}

function changes({ series, offsetFrom, offsetTo }: Part, after: number, until: number): Transition[] {
  const found = occurrences(series, { from: after + offsetFrom, to: Math.min(until + offsetFrom, LAST_LOCAL) + 1 });
  return found.map(({ start }) => ({ at: start - offsetFrom, offset: offsetTo }));
}

function parseOffset(text: string, part: string): number {
  const [, sign, hours, minutes, seconds] = /^([+-])(\d\d)(\d\d)(\d\d)?$/.exec(text) ?? [];
  if (!sign) throw new InvalidRecurrence(part, `"${text}" is not a UTC offset`, 'RFC 5545 §3.3.14');
  const size = (Number(hours) * 3_600 + Number(minutes) * 60 + Number(seconds ?? 0)) * 1_000;
  return sign === '-' ? -size : size;
}
