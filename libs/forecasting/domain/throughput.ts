import { InvalidInput } from '#kernel/index';

/** What a team finished, and what was added to its backlog, week by week, oldest first; both lists are equally long. */
export interface Throughput {
  readonly completed: readonly number[];
  readonly added?: readonly number[];
}

/** Longest history that is read: twenty years of weeks. */
export const MAX_WEEKS = 1_043;

/**
 * Counts dates per week, in weeks of seven days that end with the day before `asOf`, from the first date on; later dates are left
 * out. Throws `InvalidInput` when no date is left. O(dates).
 */
export function weeklyThroughput(
  completedOn: readonly Temporal.PlainDate[],
  asOf: Temporal.PlainDate,
  addedOn?: readonly Temporal.PlainDate[],
): Throughput {
  const ages = weeksAgo(completedOn, asOf);
  if (ages.length === 0)
    throw new InvalidInput(
      '/completed_at',
      'history_empty',
      'Nothing was completed before that day: there is nothing to forecast from.',
    );
  const weeks = Math.min(MAX_WEEKS, ages.reduce((oldest, age) => Math.max(oldest, age), 0) + 1);
  return { completed: perWeek(ages, weeks), ...(addedOn && { added: perWeek(weeksAgo(addedOn, asOf), weeks) }) };
}

function weeksAgo(dates: readonly Temporal.PlainDate[], asOf: Temporal.PlainDate): number[] {
  return dates.map((date) => Math.floor((date.until(asOf).days - 1) / 7)).filter((age) => age >= 0);
}

function perWeek(ages: readonly number[], weeks: number): number[] {
  const counts = new Array<number>(weeks).fill(0);
  for (const age of ages) if (age < weeks) counts[weeks - 1 - age]!++;
  return counts;
}

/** Throws `InvalidInput` unless counts are whole, not negative, equally many, and something was completed. O(weeks). */
export function checkThroughput({ completed, added }: Throughput): void {
  const check = (counts: readonly number[], pointer: string) => {
    const bad = counts.findIndex((count) => !Number.isSafeInteger(count) || count < 0);
    if (bad >= 0)
      throw new InvalidInput(`${pointer}/${bad}`, 'count_invalid', `${pointer}/${bad} must be a whole number from 0.`);
    if (counts.length > MAX_WEEKS)
      throw new InvalidInput(pointer, 'history_too_long', `${pointer} may have ${MAX_WEEKS} weeks at most.`);
  };
  check(completed, '/completed');
  if (added) check(added, '/added');
  if (added && added.length !== completed.length) {
    throw new InvalidInput('/added', 'weeks_differ', '/added must have as many weeks as /completed.');
  }
  if (!completed.some((count) => count > 0)) {
    throw new InvalidInput(
      '/completed',
      'history_empty',
      'Nothing was completed in this history: there is nothing to forecast from.',
    );
  }
}
