/** What somebody's open tasks leave of their week; hours are hours a week. */
export interface Load {
  active_tasks: number;
  planned_hours: number;
  weekly_hours: number;
  available_capacity: number;
  is_overloaded: boolean;
}

/** The same reckoning as the workload of a member, which a story test holds it to. */
export function loadOf(openTasks: number, plannedHours: number, weeklyHours: number): Load {
  return {
    active_tasks: openTasks,
    planned_hours: tenths(plannedHours),
    weekly_hours: weeklyHours,
    available_capacity: tenths(Math.max(0, weeklyHours - plannedHours)),
    is_overloaded: plannedHours > weeklyHours + 1e-6,
  };
}

const tenths = (hours: number) => Math.round(hours * 10) / 10;
