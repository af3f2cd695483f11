import ICAL from 'ical.js';
import rrule from 'rrule';
import { DateTime, RRuleSet } from 'rrule-rust';
import { RRuleTemporal } from 'rrule-temporal';
import { occurrences, seriesOf, settle } from '#recurrence/index';

/** A recurring event as every engine can read it: a local start in an IANA zone, and one rule. */
export interface Recurring {
  dtstart: string;
  tzid: string;
  rrule: string;
}

/** A window query on an event that is already built; `starts` turns the engine's own answer into epoch milliseconds. */
export interface Expander {
  between(from: number, to: number): unknown;
  starts(answer: unknown): number[];
}

export type Engine = (event: Recurring) => Expander;

/** The starts `from` ≤ t < `to` of one event in each engine; none keeps answers from one query to the next. */
export const engines: Record<string, Engine> = {
  muster: (event) => {
    const series = settle(seriesOf(event));
    return {
      between: (from, to) => occurrences(series, { from, to }),
      starts: (answer) => (answer as { start: number }[]).map(({ start }) => start),
    };
  },
  'rrule-rust': (event) => {
    const set = RRuleSet.fromString(text(event));
    set.cache.disable();
    return {
      between: (from, to) => set.between(DateTime.fromTimestamp(from), DateTime.fromTimestamp(to - 1), true),
      starts: (answer) => (answer as { toTimestamp(): number }[]).map((time) => time.toTimestamp()),
    };
  },
  'rrule-temporal': (event) => {
    const rule = new RRuleTemporal({ rruleString: text(event), maxIterations: 1_000_000 });
    return {
      between: (from, to) => rule.between(new Date(from), new Date(to - 1), true),
      starts: (answer) => (answer as Temporal.ZonedDateTime[]).map((time) => time.epochMilliseconds),
    };
  },
  rrule: (event) => {
    const set = rrule.rrulestr(text(event), { cache: false, tzid: event.tzid });
    return {
      between: (from, to) => set.between(new Date(from), new Date(to - 1), true),
      starts: (answer) => (answer as Date[]).map((time) => time.getTime()),
    };
  },
  'ical.js': (event) => {
    const start = ICAL.Time.fromString(iso(event.dtstart), null as never);
    const recur = ICAL.Recur.fromString(event.rrule);
    return {
      between: (from, to) => {
        const found: string[] = []; // floating: ical.js knows no IANA zones, so it is spared the conversion
        const [first, end] = [local(from, event.tzid), local(to, event.tzid)];
        const iterator = recur.iterator(start);
        for (let next = iterator.next(); next; next = iterator.next()) {
          const written = next.toString();
          if (written >= end) break;
          if (written >= first) found.push(written);
        }
        return found;
      },
      starts: (answer) =>
        (answer as string[]).map(
          (time) => Temporal.PlainDateTime.from(time).toZonedDateTime(event.tzid).epochMilliseconds,
        ),
    };
  },
};

const text = ({ dtstart, tzid, rrule }: Recurring) => `DTSTART;TZID=${tzid}:${dtstart}\nRRULE:${rrule}`;
const iso = (basic: string) => basic.replace(/(....)(..)(..T..)(..)(..)/, '$1-$2-$3:$4:$5');
const local = (epoch: number, tzid: string) =>
  Temporal.Instant.fromEpochMilliseconds(epoch).toZonedDateTimeISO(tzid).toPlainDateTime().toString().slice(0, 19);
