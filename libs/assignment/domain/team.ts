import type { AssignmentPolicy } from './policy.ts';
import { dayMs, type Person } from './work.ts';

/** A skill as the factors need it: proficiency 0–100 and same-skill work, each task halved per half-life. */
export interface SkillInHand {
  readonly proficiency: number;
  readonly recentWork: number;
}

/** A person with what the factors need looked up once. */
export interface Member {
  readonly person: Person;
  readonly skills: ReadonlyMap<string, SkillInHand>;
  /** Work with any skill, remembered in the same way. */
  readonly recentWork: number;
  readonly wishes: ReadonlySet<string>;
  /** Performance 0–100, shrunk to the team's mean while few tasks stand behind it. */
  readonly performance: number;
  readonly openTasks: number;
  readonly load: number;
}

/** The people asked, at one moment, under one policy. */
export interface Team {
  readonly members: readonly Member[];
  readonly meanOpenTasks: number;
  readonly now: number;
  readonly policy: AssignmentPolicy;
}

/** Looks up once what every task will ask. `now` in epoch milliseconds. O(people × their skills and recent work). */
export function team(people: readonly Person[], policy: AssignmentPolicy, now: number): Team {
  const meanPerformance = weightedMeanPerformance(people);
  const members = people.map((person) => memberOf(person, meanPerformance, policy, now));
  const openTasks = members.reduce((sum, member) => sum + member.openTasks, 0);
  return { members, meanOpenTasks: openTasks / Math.max(1, members.length), now, policy };
}

/** Same-skill work remembered at `now`: each finished task counts 2^(−age / half-life). O(n). */
export function recentWork(finishedAt: readonly number[], now: number, halfLifeDays = 90): number {
  return finishedAt.reduce((sum, at) => sum + 2 ** (-Math.max(0, now - at) / (halfLifeDays * dayMs)), 0);
}

function memberOf(person: Person, meanPerformance: number, policy: AssignmentPolicy, now: number): Member {
  const skills = skillsInHand(person, policy, now);
  return {
    person,
    skills,
    recentWork: skills.values().reduce((sum, { recentWork }) => sum + recentWork, 0),
    wishes: new Set(person.wishes),
    performance: shrunk(person, meanPerformance, policy.performanceShrinkage),
    openTasks: person.openTasks ?? 0,
    load: person.load ?? 0,
  };
}

function skillsInHand(person: Person, policy: AssignmentPolicy, now: number): Map<string, SkillInHand> {
  return new Map(
    person.skills?.map(({ skill, proficiency, work = [] }) => [
      skill,
      { proficiency, recentWork: recentWork(work, now, policy.recencyHalfLifeDays) },
    ]),
  );
}

function weightedMeanPerformance(people: readonly Person[]): number {
  const known = people.flatMap(({ performance }) => (performance ? [performance] : []));
  const tasks = known.reduce((sum, { count }) => sum + count, 0);
  return tasks > 0 ? known.reduce((sum, { score, count }) => sum + score * count, 0) / tasks : 70;
}

function shrunk({ performance }: Person, mean: number, strength: number): number {
  if (!performance) return mean;
  const { score, count } = performance;
  return count + strength > 0 ? (count * score + strength * mean) / (count + strength) : score;
}
