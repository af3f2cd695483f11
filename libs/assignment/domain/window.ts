import type { AssignmentPolicy } from './policy.ts';
import { type Absence, dayMs, type OpenTask, type Person } from './work.ts';

/** The time in which a task is to be done: from now until its due date, or the policy's horizon; empty when overdue. */
export function windowOf({ dueAt }: OpenTask, now: number, policy: AssignmentPolicy): Absence {
  return { from: now, to: Math.max(now, dueAt ?? now + policy.horizonDays * dayMs) };
}

/** Share of [from, to) in which the person is not away, 0–1. O(absences log absences). */
export function freeShare({ absences = [] }: Person, from: number, to: number): number {
  if (absences.length === 0 || to <= from) return 1;
  let away = 0;
  let until = from;
  for (const absence of absences.toSorted((a, b) => a.from - b.from)) {
    const start = Math.max(until, absence.from);
    const end = Math.min(to, absence.to);
    if (end > start) away += end - start;
    until = Math.max(until, end);
  }
  return 1 - away / (to - from);
}
