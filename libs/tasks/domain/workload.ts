import type { AssignmentPolicy } from '#assignment/index';
import { type AssignableTask, hoursOf, weeksLeft } from './assignable-task.ts';

/** How somebody does and what they have to do, as permissions ask for it; without a person: everybody's. */
export const performanceOf = (userId: string | null) => ({ subjectType: 'Performance', userId });

/** How much somebody has to do; hours are hours a week. */
export interface Workload {
  active_tasks: number;
  planned_hours: number;
  weekly_hours: number;
  /** What is left of the week; 0 when overloaded. */
  available_capacity: number;
  is_overloaded: boolean;
}

/** What a person's open tasks leave of their week. */
export function workloadOf(activeTasks: number, plannedHours: number, weeklyHours: number): Workload {
  return {
    active_tasks: activeTasks,
    planned_hours: tenths(plannedHours),
    weekly_hours: weeklyHours,
    available_capacity: tenths(Math.max(0, weeklyHours - plannedHours)),
    is_overloaded: plannedHours > weeklyHours + 1e-6,
  };
}

/** One week of a person's outlook; it begins on Monday. */
export interface WorkloadWeek {
  week: string;
  planned_hours: number;
  capacity_hours: number;
  is_overloaded: boolean;
}

/** A person's open task, shared with the other assignees. */
export interface TaskInHand extends Pick<AssignableTask, 'difficulty' | 'estimateHours' | 'dueAt'> {
  assignees: number;
}

/** Days away, both ends included. */
export interface DaysAway {
  startsOn: string;
  endsOn: string;
}

/**
 * The coming weeks: each open task is spread evenly until it is due, absences take their weekdays out of the capacity.
 * O(weeks × (tasks + absences)).
 */
export function outlook(
  tasks: readonly TaskInHand[],
  { weeklyHours, absences }: { weeklyHours: number; absences: readonly DaysAway[] },
  policy: AssignmentPolicy,
  now: Temporal.Instant,
  weeks: number,
  timeZone = 'UTC',
): WorkloadWeek[] {
  const today = now.toZonedDateTimeISO(timeZone).toPlainDate();
  const monday = today.subtract({ days: today.dayOfWeek - 1 });
  return Array.from({ length: weeks }, (_, index) => {
    const start = monday.add({ weeks: index });
    const planned = tasks.reduce((sum, task) => sum + hoursInWeek(task, index, policy, now), 0);
    const capacity = (weeklyHours * (5 - weekdaysAway(absences, start))) / 5;
    return {
      week: start.toString(),
      planned_hours: tenths(planned),
      capacity_hours: tenths(capacity),
      is_overloaded: planned > capacity + 1e-6,
    };
  });
}

function hoursInWeek(task: TaskInHand, index: number, policy: AssignmentPolicy, now: Temporal.Instant): number {
  const weeks = weeksLeft(task.dueAt, now, policy);
  const share = Math.max(0, Math.min(1, weeks - index));
  return (hoursOf(task, policy) / Math.max(1, task.assignees) / weeks) * share;
}

function weekdaysAway(absences: readonly DaysAway[], monday: Temporal.PlainDate): number {
  const days = [0, 1, 2, 3, 4].map((offset) => monday.add({ days: offset }).toString());
  return days.filter((day) => absences.some(({ startsOn, endsOn }) => startsOn <= day && day <= endsOn)).length;
}

const tenths = (hours: number) => Math.round(hours * 10) / 10;
