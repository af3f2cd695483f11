import { type DateTime, parseDateTime, printDateTime, printLength, shorten } from './date-time.ts';
import { InvalidRecurrence } from './invalid-recurrence.ts';
import { printRule } from './rule.ts';
import { type SeriesText } from './series-of.ts';
import { type Series, toLocal, toMoment } from './series.ts';
import { type Zone, zoneOf } from './zone.ts';

/** Finds the zone a TZID names; imports pass one that knows the VTIMEZONEs of their file. */
export type ZoneFinder = (tzid: string) => Zone;

interface Property {
  name: string;
  parameters: Map<string, string>;
  value: string;
}

/**
 * Reads the recurrence properties of a component as they stand in a file: DTSTART, DTEND, DURATION, RRULE, RDATE and
 * EXDATE, one a line, folded or not. The result goes to `seriesOf` or `mendedSeriesOf`. O(length). Throws InvalidRecurrence.
 */
export function parseSeriesText(text: string, findZone: ZoneFinder = zoneOf): SeriesText {
  const properties = text
    .replace(/\r?\n[ \t]/g, '')
    .split(/\r?\n/)
    .filter((line) => line.trim())
    .map(parseProperty);
  const start = only(properties, 'DTSTART');
  if (!start) throw new InvalidRecurrence('DTSTART', 'is required', 'RFC 5545 §3.8.2.4');
  const tzid = start.parameters.get('TZID');
  const zone = tzid === undefined ? undefined : findZone(tzid);
  const values = (name: string) =>
    properties
      .filter((property) => property.name === name)
      .flatMap((property) => property.value.split(',').map((value) => inZoneOfSeries(value, property, tzid, findZone)));
  const duration = only(properties, 'DURATION')?.value;
  return {
    dtstart: start.value,
    ...(zone && { tzid: zone }),
    ...(duration !== undefined && { duration }),
    ...(only(properties, 'DTEND') && { dtend: values('DTEND')[0]! }),
    rrule: properties.filter(({ name }) => name === 'RRULE').map(({ value }) => value),
    rdate: values('RDATE'),
    exdate: values('EXDATE'),
  };
}

/** Writes the recurrence properties of a series, one a line, in normal form; `parseSeriesText` reads them back. */
export function printSeries(series: Series): string {
  const start = localValue(series, series.start);
  const lines = [`DTSTART${start.parameters}:${start.text}`];
  if (series.length.days || series.length.milliseconds) lines.push(`DURATION:${printLength(series.length)}`);
  for (const rule of series.rules) lines.push(`RRULE:${printRule(rule)}`);
  for (const added of series.added) {
    const { parameters, text } = momentValue(series, added.start);
    if (!added.length) lines.push(`RDATE${parameters}:${text}`);
    else lines.push(`RDATE;VALUE=PERIOD${parameters}:${text}/${printLength(added.length)}`);
  }
  for (const moment of series.excluded) {
    const { parameters, text } = momentValue(series, moment);
    lines.push(`EXDATE${parameters}:${text}`);
  }
  return lines.join('\r\n');
}

interface Value {
  parameters: string;
  text: string;
}

function localValue({ form, zone }: Series, local: number): Value {
  if (form === 'date') return { parameters: ';VALUE=DATE', text: printDateTime({ local, form }) };
  if (zone?.id === 'UTC') return { parameters: '', text: printDateTime({ local, form: 'utc' }) };
  return { parameters: zone ? `;TZID=${zone.id}` : '', text: printDateTime({ local, form: 'local' }) };
}

/** In the zone of the series, but in UTC where the clock shows that time twice and the later one is meant. */
function momentValue(series: Series, moment: number): Value {
  const local = toLocal(series, moment);
  if (toMoment(series, local) === moment) return localValue(series, local);
  return { parameters: '', text: printDateTime({ local: moment, form: 'utc' }) };
}

function parseProperty(line: string): Property {
  const match = /^([A-Za-z-]+)((?:;[A-Za-z-]+=(?:"[^"]*"|[^";:]*))*):(.*)$/.exec(line);
  if (!match) throw new InvalidRecurrence(shorten(line), 'is not a content line', 'RFC 5545 §3.1');
  const [, name, parameters, value] = match as unknown as [string, string, string, string];
  const property = { name: name.toUpperCase(), parameters: new Map<string, string>(), value: value.trim() };
  if (!PROPERTIES.includes(property.name)) {
    throw new InvalidRecurrence(shorten(name), 'is not a property of recurrence', 'RFC 5545 §3.8.5');
  }
  for (const [, key, quoted, plain] of parameters.matchAll(/;([A-Za-z-]+)=(?:"([^"]*)"|([^";:]*))/g)) {
    property.parameters.set(key!.toUpperCase(), quoted ?? plain!);
  }
  return property;
}

const PROPERTIES = ['DTSTART', 'DTEND', 'DURATION', 'RRULE', 'RDATE', 'EXDATE'];

function only(properties: Property[], name: string): Property | undefined {
  const found = properties.filter((property) => property.name === name);
  if (found.length > 1) throw new InvalidRecurrence(name, 'must not occur more than once', 'RFC 5545 §3.6.1');
  return found[0];
}

/** A value in another zone than the series is turned into UTC, which means the same moment everywhere. */
function inZoneOfSeries(value: string, { name, parameters }: Property, tzid: string | undefined, find: ZoneFinder) {
  const own = parameters.get('TZID');
  if (own === undefined || own === tzid) return value;
  const zone = find(own);
  const [from, to] = value.split('/') as [string, string?];
  const convert = (text: string) => {
    const { local, form }: DateTime = parseDateTime(text, name);
    if (form === 'local') return printDateTime({ local: zone.toEpoch(local), form: 'utc' });
    throw new InvalidRecurrence('TZID', 'must stand only beside a local date-time', 'RFC 5545 §3.2.19');
  };
  if (to === undefined) return convert(from);
  return `${convert(from)}/${/^[+-]?P/.test(to) ? to : convert(to)}`;
}
