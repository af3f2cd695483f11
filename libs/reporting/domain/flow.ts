/** How many tasks entered a category in a period; `from` is where they were before, null for new ones. */
export interface Move<Category extends string> {
  /** 0 for what happened before the first period, 1 for the first. */
  period: number;
  from: Category | null;
  to: Category;
  tasks: number;
}

/**
 * The cumulative flow: how many tasks stood in each category at the end of each of `periods` periods. The sum of a
 * period's categories is the number of tasks that existed by then. O(moves + periods × categories).
 */
export function cumulativeFlow<Category extends string>(
  moves: readonly Move<Category>[],
  categories: readonly Category[],
  periods: number,
): Record<Category, number>[] {
  const byPeriod = Map.groupBy(moves, ({ period }) => period);
  const standing = Object.fromEntries(categories.map((category) => [category, 0])) as Record<Category, number>;
  const apply = (period: number) => {
    for (const { from, to, tasks } of byPeriod.get(period) ?? []) {
      standing[to] += tasks;
      if (from) standing[from] -= tasks;
    }
  };
  apply(0);
  return Array.from({ length: periods }, (_, index) => {
    apply(index + 1);
    return { ...standing };
  });
}

/** What came and what was finished in a period, in tasks and in estimated hours. */
export interface Arrivals {
  /** 0 for what happened before the first period, 1 for the first. */
  period: number;
  created: number;
  created_hours: number;
  completed: number;
  completed_hours: number;
}

/** Scope and what is done of it by the end of a period. */
export interface Burn {
  created: number;
  completed: number;
  scope: number;
  done: number;
  scope_hours: number;
  done_hours: number;
}

/** Running totals of what came and what was finished, by the end of each of `periods` periods. O(arrivals + periods). */
export function burn(arrivals: readonly Arrivals[], periods: number): Burn[] {
  const byPeriod = new Map(arrivals.map((one) => [one.period, one]));
  const total = { scope: 0, done: 0, scope_hours: 0, done_hours: 0 };
  const count = (period: number) => {
    const { created = 0, completed = 0, created_hours = 0, completed_hours = 0 } = byPeriod.get(period) ?? {};
    total.scope += created;
    total.done += completed;
    total.scope_hours += created_hours;
    total.done_hours += completed_hours;
    return { created, completed };
  };
  count(0);
  return Array.from({ length: periods }, (_, index) => ({ ...count(index + 1), ...total }));
}
