import {
  CALENDAR_CYCLE,
  LAST_LOCAL,
  type Zone,
  leastCommonMultiple,
  next,
  previous,
  repetitionOf,
} from '#recurrence/index';
import { neverClash, neverClashesWithItself } from './arithmetic.ts';
import { type Booking, type Occupancy, occupancies, onOneTimeLine, spanOf } from './booking.ts';
import { firstOverload, overlap } from './interval.ts';

/** The answer to "does it fit?", and how far it goes. */
export type Verdict =
  | {
      readonly kind: 'clash';
      /** The first moment at which too much is claimed. */
      readonly at: number;
      readonly candidate: Occupancy;
      readonly others: readonly Occupancy[];
    }
  /** It fits for ever; `proof` says why: all was looked at, arithmetic excludes it, or all repeats from there on. */
  | { readonly kind: 'free'; readonly proof: 'finite' | 'arithmetic' | 'repetition' }
  /** It fits until `horizon`; deciding what comes later would have taken more than the budget. */
  | { readonly kind: 'free-until'; readonly horizon: number };

export interface ClashOptions {
  /** How many units may be claimed at once. Default 1. */
  readonly capacity?: number;
  /** Where floating and all-day bookings are meant to be. */
  readonly zone?: Zone;
  /** How many occurrences may be looked at before the answer is limited to a horizon. Default 400,000. */
  readonly budget?: number;
}

/**
 * Whether a new booking fits beside the existing ones, for all of time. Pairs of plain endless series are decided by the
 * arithmetic of their periods; the others by looking at every occurrence until both end, or until both calendar and clocks
 * repeat (400 years after 2100, or the common multiple that the intervals need): that far and no further anything new can
 * happen. Finds the first clash. O(occurrences looked at · log overlaps), in memory of one page of time.
 */
export function findClash(candidate: Booking, existing: readonly Booking[], options: ClashOptions = {}): Verdict {
  const { capacity = 1, zone, budget = 400_000 } = options;
  const [own, ...all] = onOneTimeLine([candidate, ...existing], zone) as [Booking, ...Booking[]];
  const settled = settledFrom([own, ...all]);
  const others = all.filter((other) => !neverClash(own, other, settled));
  if (others.length === 0 && (own.units ?? 1) <= capacity && neverClashesWithItself(own, settled)) {
    return { kind: 'free', proof: 'arithmetic' };
  }
  return search(own, others, capacity, horizonOf(own, others), budget);
}

/** When the clocks of all bookings have come to repeat and have done so once. */
function settledFrom(bookings: readonly Booking[]): number {
  const repetitions = bookings.flatMap(({ series }) => repetitionOf(series) ?? []);
  const cycles = repetitions.reduce((all, { cycles }) => leastCommonMultiple(all, cycles), 1);
  const since = Math.max(...repetitions.map((one) => one.since));
  const spans = Math.max(...bookings.map(spanOf));
  return Math.min(LAST_LOCAL, since + cycles * CALENDAR_CYCLE + 2 * spans);
}

interface Horizon {
  end: number;
  proof: 'finite' | 'repetition';
}

/** Behind this moment nothing new can happen: the candidate has ended, or everything repeats and the rest has ended. */
export function horizonOf(candidate: Booking, others: readonly Booking[]): Horizon {
  const lastStart = ({ series }: Booking) => previous(series, Infinity)?.start ?? -Infinity;
  if (!repetitionOf(candidate.series)) return { end: lastStart(candidate) + 1, proof: 'finite' };
  const ends = others.filter(({ series }) => !repetitionOf(series)).map((other) => lastStart(other) + spanOf(other));
  return { end: Math.max(settledFrom([candidate, ...others]), ...ends), proof: 'repetition' };
}

const PAGE = 35 * 86_400_000;
const LONGEST_PAGE = PAGE * 1_024;
/** A page should show about this many occurrences of the candidate. */
const WELL_FILLED = 256;
/** With so few of them, the others are asked for each one apart instead of for the page. */
const FEW = 8;

function search(own: Booking, others: readonly Booking[], capacity: number, horizon: Horizon, budget: number): Verdict {
  const lead = own.buffers?.before ?? 0;
  let looked = 0;
  let carried: Occupancy[] = [];
  for (let page = PAGE, from = next(own.series, -Infinity)?.start ?? Infinity; from <= horizon.end;) {
    if (looked > budget) return { kind: 'free-until', horizon: from - lead };
    const to = Math.min(from + page, horizon.end + 1);
    const mine = startingIn(own, from, to);
    const theirs = mine.length ? others.flatMap((other) => during(other, mine)) : [];
    looked += mine.length + theirs.length + others.length;
    const clash = firstClash(mine, [...carried, ...theirs], capacity);
    if (clash) return clash;
    carried = mine.filter(({ end }) => end > to - lead);
    page =
      mine.length > 2 * WELL_FILLED
        ? page / 2
        : mine.length < WELL_FILLED / 2
          ? Math.min(page * 2, LONGEST_PAGE)
          : page;
    from = mine.length ? to : Math.max(to, next(own.series, to)?.start ?? Infinity);
  }
  return { kind: 'free', proof: horizon.proof };
}

function startingIn(booking: Booking, from: number, to: number): Occupancy[] {
  return occupancies(booking, { start: from - spanOf(booking), end: to + spanOf(booking) }).filter(
    ({ occurrence }) => occurrence.start >= from && occurrence.start < to,
  );
}

function during(other: Booking, mine: readonly Occupancy[]): Occupancy[] {
  if (mine.length > FEW) {
    const end = mine.reduce((latest, one) => Math.max(latest, one.end), -Infinity);
    return occupancies(other, { start: mine[0]!.start, end });
  }
  return [
    ...new Map(
      mine.flatMap((one) => occupancies(other, one)).map((found) => [found.occurrence.recurrenceId, found]),
    ).values(),
  ];
}

/** Sweeps over the candidate's occurrences by start, with those of the others and its own former ones that still run. */
function firstClash(mine: readonly Occupancy[], theirs: readonly Occupancy[], capacity: number): Verdict | undefined {
  const waiting = [...theirs].sort((a, b) => a.start - b.start);
  let running: Occupancy[] = [];
  let arrived = 0;
  for (const one of mine) {
    while (arrived < waiting.length && waiting[arrived]!.start < one.end) running.push(waiting[arrived++]!);
    running = running.filter(({ end }) => end > one.start);
    const others = running.filter((other) => overlap(one, other));
    const at = one.units > capacity ? one.start : firstOverload(others, one, capacity - one.units);
    if (at !== undefined) {
      return { kind: 'clash', at, candidate: one, others: others.filter(({ start, end }) => start <= at && at < end) };
    }
    running.push(one);
  }
  return undefined;
}
