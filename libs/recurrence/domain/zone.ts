import { CYCLE, DAY } from './civil.ts';
import { shorten } from './date-time.ts';
import { InvalidRecurrence } from './invalid-recurrence.ts';

const { floor } = Math;

/** A change of offset: from `at` (epoch milliseconds) on, local time is UTC + `offset` milliseconds. */
export interface Transition {
  readonly at: number;
  readonly offset: number;
}

/** Where a zone's changes come from: all of them from `after` (exclusive) to at least `until`, in order. */
export type TransitionSource = (after: number, until: number) => Transition[];

const YEAR = 365.2425 * DAY;
/** Tables grow on demand by at least this much. */
const STRETCH = 40 * YEAR;
/** From 2100 on every zone follows its last yearly rule, which repeats with the calendar. */
export const SETTLED_FROM = 4_102_444_800_000; // 2100-01-01
/** The 400 years that stand for all later ones. */
const SETTLED_TO = SETTLED_FROM + CYCLE;

/**
 * A time zone as sorted tables of its transitions. Local times in a gap and the first of two in an overlap are both read
 * with the offset before the transition (RFC 5545 §3.3.5), so one comparison decides: the new offset counts from the
 * local time `at + max(before, after)` on. Conversions are O(log transitions), O(1) near the last one asked for.
 */
export class Zone {
  #at: number[] = [];
  /** Local time from which each transition's offset is read. */
  #localFrom: number[] = [];
  /** `#offsets[i]` holds before transition i, `#offsets[i + 1]` after it. */
  #offsets: number[];
  #known = -Infinity;
  #lastIndex = 0;

  constructor(
    readonly id: string,
    initialOffset: number,
    private readonly transitionsAfter: TransitionSource | null,
  ) {
    this.#offsets = [initialOffset];
    if (!transitionsAfter) this.#known = Infinity;
  }

  /** Epoch milliseconds of a local time; a time in a gap moves forward by the gap, an ambiguous one is the earlier. */
  toEpoch(local: number): number {
    if (local >= SETTLED_TO && this.transitionsAfter) {
      const folded = floor((local - SETTLED_FROM) / CYCLE) * CYCLE;
      return this.toEpoch(local - folded) + folded;
    }
    if (local + DAY > this.#known) this.#extend(local + DAY);
    return local - this.#offsets[this.#find(this.#localFrom, local)]!;
  }

  /** Local time at an instant. */
  toLocal(epoch: number): number {
    return epoch + this.offsetAt(epoch);
  }

  /** UTC offset in milliseconds at an instant. */
  offsetAt(epoch: number): number {
    if (epoch >= SETTLED_TO && this.transitionsAfter) {
      return this.offsetAt(epoch - floor((epoch - SETTLED_FROM) / CYCLE) * CYCLE);
    }
    if (epoch > this.#known) this.#extend(epoch);
    return this.#offsets[this.#find(this.#at, epoch)]!;
  }

  /** Whether the clock never shows this local time. */
  isInGap(local: number): boolean {
    return this.toLocal(this.toEpoch(local)) !== local;
  }

  /** The instants from `from` to `to` (exclusive) at which the offset changes. O(log transitions + result). */
  changesBetween(from: number, to: number): number[] {
    const end = Math.min(to, SETTLED_TO);
    if (end > this.#known) this.#extend(end);
    const changes = this.#at.slice(this.#find(this.#at, from - 1), this.#find(this.#at, end - 1));
    if (to <= SETTLED_TO || !this.transitionsAfter) return changes;
    const folded = floor((Math.max(from, SETTLED_TO) - SETTLED_FROM) / CYCLE) * CYCLE;
    const later = this.changesBetween(Math.max(from, SETTLED_TO) - folded, Math.min(SETTLED_TO, to - folded));
    const next = SETTLED_TO + folded;
    return [...changes, ...later.map((at) => at + folded), ...(next < to ? this.changesBetween(next, to) : [])];
  }

  /** A local time such that everything at or after the instant lies at or after it, whatever happens to the clock nearby. */
  lowestLocal(epoch: number): number {
    return epoch + this.#extremeOffset(epoch, Math.min);
  }

  /** A local time such that everything before the instant lies before it. */
  highestLocal(epoch: number): number {
    return epoch + this.#extremeOffset(epoch, Math.max);
  }

  /** An instant that nothing at or after the local time lies before. */
  lowestEpoch(local: number): number {
    return local - this.#extremeOffset(this.toEpoch(local), Math.max);
  }

  /** The least or greatest offset within a day of an instant. */
  #extremeOffset(epoch: number, choose: (a: number, b: number) => number): number {
    if (epoch + DAY >= SETTLED_TO && this.transitionsAfter) {
      return this.#extremeOffset(epoch - Math.ceil((epoch + DAY - SETTLED_TO + 1) / CYCLE) * CYCLE, choose);
    }
    if (epoch + DAY > this.#known) this.#extend(epoch + DAY);
    let index = this.#find(this.#at, epoch - DAY);
    let offset = this.#offsets[index]!;
    while (index < this.#at.length && this.#at[index]! <= epoch + DAY) offset = choose(offset, this.#offsets[++index]!);
    return offset;
  }

  #find(table: number[], time: number): number {
    const hint = this.#lastIndex;
    if ((hint === 0 || table[hint - 1]! <= time) && (hint === table.length || time < table[hint]!)) return hint;
    let low = 0;
    let high = table.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (table[middle]! <= time) low = middle + 1;
      else high = middle;
    }
    return (this.#lastIndex = low);
  }

  #extend(time: number): void {
    const until = Math.max(time, 0) + STRETCH;
    for (const { at, offset } of this.transitionsAfter!(this.#known, until)) {
      const before = this.#offsets.at(-1)!;
      if (offset === before) continue;
      this.#at.push(at);
      this.#localFrom.push(at + Math.max(before, offset));
      this.#offsets.push(offset);
    }
    this.#known = until;
  }
}

const zones = new Map<string, Zone>();

/** The zone of an IANA identifier or an offset such as `+02:00`; tables are built once. Throws InvalidRecurrence. */
export function zoneOf(id: string): Zone {
  return zones.get(id) ?? buildZone(id);
}

const ZONE_ID = /^([A-Za-z][\w+/-]*|[+-]\d\d:?\d\d)$/;

/** Long before the first transition of any zone. */
const ANTIQUITY = -200 * YEAR;

function buildZone(id: string): Zone {
  let origin: Temporal.ZonedDateTime;
  try {
    if (!ZONE_ID.test(id)) throw new RangeError(id);
    origin = Temporal.Instant.fromEpochMilliseconds(floor(ANTIQUITY)).toZonedDateTimeISO(id);
  } catch {
    throw new InvalidRecurrence('TZID', `"${shorten(id)}" is not a known time zone`, 'RFC 5545 §3.2.19');
  }
  const canonical = origin.timeZoneId; // in its usual upper and lower case, so that spellings share one table
  const known = zones.get(canonical);
  if (known) return known;
  const changes = origin.getTimeZoneTransition('next') !== null;
  const source: TransitionSource = (after, until) => transitions(origin, after, until);
  const zone = new Zone(canonical, milliseconds(origin), changes ? source : null);
  zones.set(canonical, zone);
  return zone;
}

function transitions(origin: Temporal.ZonedDateTime, after: number, until: number): Transition[] {
  const found: Transition[] = [];
  let cursor: Temporal.ZonedDateTime | null =
    after === -Infinity
      ? origin
      : Temporal.Instant.fromEpochMilliseconds(floor(after)).toZonedDateTimeISO(origin.timeZoneId);
  while ((cursor = cursor.getTimeZoneTransition('next')) && cursor.epochMilliseconds <= until) {
    found.push({ at: cursor.epochMilliseconds, offset: milliseconds(cursor) });
  }
  return found;
}

/** Offsets of the nineteenth century have seconds. */
const milliseconds = (time: Temporal.ZonedDateTime) => time.offsetNanoseconds / 1_000_000;
