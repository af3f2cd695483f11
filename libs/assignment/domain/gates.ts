import type { Member, Team } from './team.ts';
import { freeShare, windowOf } from './window.ts';
import type { OpenTask } from './work.ts';

/** A hard condition that a person does not meet, in a sentence. */
export interface FailedGate {
  readonly gate: 'skills' | 'availability' | 'capacity';
  readonly reason: string;
}

/** Every hard condition that the person fails; empty: eligible. O(required skills + absences). */
export function failedGates(task: OpenTask, member: Member, team: Team): FailedGate[] {
  return gates.flatMap(([gate, fails]) => {
    const reason = fails(task, member, team);
    return reason ? [{ gate, reason }] : [];
  });
}

const gates: readonly (readonly [
  FailedGate['gate'],
  (task: OpenTask, member: Member, team: Team) => string | undefined,
])[] = [
  ['skills', skillsGate],
  ['availability', availabilityGate],
  ['capacity', capacityGate],
];

function skillsGate({ skills = [] }: OpenTask, member: Member): string | undefined {
  const lacking = skills.flatMap(({ skill, level = 0, mandatory = true }) => {
    const proficiency = member.skills.get(skill)?.proficiency ?? 0;
    if (!mandatory || (proficiency > 0 && proficiency >= level)) return [];
    return proficiency > 0 ? [`${skill} (${proficiency} of ${level})`] : [skill];
  });
  return lacking.length ? `lacks ${lacking.join(', ')}` : undefined;
}

function availabilityGate(task: OpenTask, { person }: Member, { now, policy }: Team): string | undefined {
  const away = person.absences?.find(({ from, to }) => from <= now && now < to);
  if (away && policy.excludeAway) return `is away until ${instant(away.to)}`;
  const { from, to } = windowOf(task, now, policy);
  if (to > from && freeShare(person, from, to) === 0) return `is away until ${instant(to)}`;
  return undefined;
}

function capacityGate(task: OpenTask, { person, load, openTasks }: Member, { policy }: Team): string | undefined {
  const hours = task.hours ?? policy.defaultHours;
  const { capacity = Infinity, maxTasks = Infinity } = person;
  if (openTasks >= maxTasks) return `has ${openTasks} of at most ${maxTasks} tasks`;
  if (load + hours > capacity) return `has ${load} of ${capacity} hours; the task needs ${hours}`;
  return undefined;
}

const instant = (at: number): string => Temporal.Instant.fromEpochMilliseconds(Math.round(at)).toString();
