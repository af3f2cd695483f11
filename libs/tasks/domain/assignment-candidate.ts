import type { Absence, AssignmentPolicy, Person } from '#assignment/index';
import { type AssignableTask, weeksLeft } from './assignable-task.ts';

/** What is known of a person who could take work. */
export interface CandidateFacts {
  userId: string;
  name: string;
  timeZone: string;
  hoursPerWeek: number;
  /** Hours of open work a week: each open task's effort over the weeks that it has left. */
  hoursInHand: number;
  openTasks: number;
  performance: { score: number; count: number } | null;
  skills: readonly { skill: string; proficiency: number; usedAt: readonly Temporal.Instant[] }[];
  /** First and last day away. */
  absences: readonly { startsOn: string; endsOn: string }[];
  lastAssignedAt: Temporal.Instant | null;
}

/** The person as the ranking asks for them: capacity and load are the hours until the task is due. */
export function personFor(
  task: Pick<AssignableTask, 'dueAt'>,
  facts: CandidateFacts,
  policy: AssignmentPolicy,
  now: Temporal.Instant,
): Person {
  const weeks = weeksLeft(task.dueAt, now, policy);
  const absences = facts.absences.map((days) => timeAway(days, facts.timeZone));
  return {
    id: facts.userId,
    skills: facts.skills.map(({ skill, proficiency, usedAt }) => ({
      skill,
      proficiency,
      work: usedAt.map((at) => at.epochMilliseconds),
    })),
    load: rounded(facts.hoursInHand * weeks),
    capacity: rounded(facts.hoursPerWeek * weeks * presence(absences, now, weeks)),
    openTasks: facts.openTasks,
    hoursPerWeek: facts.hoursPerWeek,
    absences,
    lastAssignedAt: facts.lastAssignedAt?.epochMilliseconds,
    performance: facts.performance ?? undefined,
  };
}

function timeAway({ startsOn, endsOn }: { startsOn: string; endsOn: string }, zone: string): Absence {
  const midnight = (day: Temporal.PlainDate) => day.toZonedDateTime(zone).epochMilliseconds;
  return {
    from: midnight(Temporal.PlainDate.from(startsOn)),
    to: midnight(Temporal.PlainDate.from(endsOn).add({ days: 1 })),
  };
}

const WEEK_MS = 7 * 86_400_000;

/** Share of the weeks from now on in which the person is there, 0–1; overlapping absences count once. */
function presence(absences: readonly Absence[], now: Temporal.Instant, weeks: number): number {
  const from = now.epochMilliseconds;
  const to = from + weeks * WEEK_MS;
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

/** Reasons that people read name hours with one decimal; capacity is never rounded up. */
const rounded = (hours: number) => Math.floor(hours * 10 + 1e-6) / 10;
