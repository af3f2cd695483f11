import {
  CALENDAR_CYCLE,
  type Length,
  type Progression,
  SETTLED_FROM,
  type Zone,
  gcd,
  modulo,
  progressionsOf,
} from '#recurrence/index';
import { type Booking, NO_BUFFERS, occupancies, spanOf } from './booking.ts';
import { type Interval, overlap } from './interval.ts';

const DAY = 86_400_000;

/**
 * Proves by arithmetic that two endless bookings never clash; `false` says only that this proof fails. Occurrences
 * a + k·p and b + m·q come as near to each other as (b − a) mod gcd(p, q), so one look at the remainder decides for all
 * of time on the wall clock. Only near a change of the clock do wall clock and real time differ: bookings at such hours
 * are looked at on each of those days until `settled`, after which all repeats. O(progressions² + changes of the clock).
 */
export function neverClash(a: Booking, b: Booking, settled: number): boolean {
  if (a.series.zone !== b.series.zone) return false;
  const [ofA, ofB] = [progressionsOf(a.series), progressionsOf(b.series)];
  if (!ofA || !ofB) return false;
  const apart = ofA.every((one) => ofB.every((other) => passBy(one, blockOf(a), other, blockOf(b))));
  if (!apart || (sleepsThroughChanges(a, ofA) && sleepsThroughChanges(b, ofB))) return apart;
  return !clashNearClockChange(a, b, settled);
}

/** Proves that no occurrence of a booking runs into another of its own. */
export function neverClashesWithItself(booking: Booking, settled: number): boolean {
  const steps = progressionsOf(booking.series);
  const block = blockOf(booking);
  if (!steps?.every(({ every }) => block.size <= every)) return false;
  const apart = steps.every((one, index) => steps.slice(index + 1).every((other) => passBy(one, block, other, block)));
  return apart && (sleepsThroughChanges(booking, steps) || !clashNearClockChange(booking, booking, settled));
}

/** What an occurrence blocks around its start on the wall clock. */
interface Block {
  before: number;
  size: number;
}

function blockOf({ series, buffers = NO_BUFFERS }: Booking): Block {
  const { days, milliseconds }: Length = series.length;
  return { before: buffers.before, size: buffers.before + days * DAY + milliseconds + buffers.after };
}

function passBy(one: Progression, a: Block, other: Progression, b: Block): boolean {
  if (a.size === 0 || b.size === 0) return true;
  const step = gcd(one.every, other.every);
  const lead = modulo(other.first - b.before - (one.first - a.before), step);
  return lead >= a.size && step - lead >= b.size;
}

function clashNearClockChange(a: Booking, b: Booking, settled: number): boolean {
  const { zone, start } = a.series;
  if (!zone) return false;
  const margin = DAY + Math.max(spanOf(a), spanOf(b));
  const from = Math.min(start, b.series.start) - margin;
  return zone.changesBetween(from, settled).some((at) => {
    const near = { start: at - margin, end: at + margin };
    const others = occupancies(b, near);
    return occupancies(a, near).some((one) =>
      others.some((other) => (a !== b || one.occurrence.start !== other.occurrence.start) && overlap(one, other)),
    );
  });
}

/** Whether no occurrence ever lies at an hour at which the clock of its zone has been or will be changed. */
function sleepsThroughChanges(booking: Booking, steps: readonly Progression[]): boolean {
  const { zone } = booking.series;
  if (!zone) return true;
  const { before, size } = blockOf(booking);
  const hours = hoursOfChange(zone);
  if (hours.length === 0) return true;
  return (
    size < DAY &&
    steps.every(({ first, every }) => {
      const start = first - before;
      return every % DAY === 0 && !hours.some((hour) => meetOnTheClock(start, size, hour.start, hour.end - hour.start));
    })
  );
}

function meetOnTheClock(start: number, size: number, otherStart: number, otherSize: number): boolean {
  return modulo(otherStart - start, DAY) < size || modulo(start - otherStart, DAY) < otherSize;
}

const hoursOfZones = new WeakMap<Zone, Interval[]>();

/** The times of day around which a zone's clock changes, with as much on both sides as it changes by. */
function hoursOfChange(zone: Zone): Interval[] {
  const known = hoursOfZones.get(zone);
  if (known) return known;
  const distinct = new Map<string, Interval>();
  for (const at of zone.changesBetween(-Infinity, SETTLED_FROM + CALENDAR_CYCLE)) {
    const [before, after] = [zone.toLocal(at - 1) + 1, zone.toLocal(at)];
    const change = Math.abs(after - before);
    const start = modulo(Math.min(before, after) - change, DAY);
    distinct.set(`${start} ${change}`, { start, end: start + 3 * change + 1 });
  }
  const hours = [...distinct.values()];
  hoursOfZones.set(zone, hours);
  return hours;
}
