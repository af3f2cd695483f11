import { factors } from './factors.ts';
import { type FailedGate, failedGates } from './gates.ts';
import { type AssignmentPolicy, defaultAssignmentPolicy, type FactorName, factorNames } from './policy.ts';
import { type Member, type Team, team } from './team.ts';
import { checkIds, checkPerson, checkTask } from './valid-work.ts';
import type { OpenTask, Person } from './work.ts';

/** One reason of a score: `value` 0–1, `weight` (all weights sum to 1), `contribution` = 100 × value × weight. */
export interface FactorContribution {
  readonly name: FactorName;
  readonly value: number;
  readonly weight: number;
  readonly contribution: number;
}

/** A person judged for a task: the contributions sum to `score` (0–100), also for those who are ruled out. */
export interface Candidate {
  readonly personId: string;
  readonly score: number;
  readonly eligible: boolean;
  readonly factors: readonly FactorContribution[];
  readonly failedGates: readonly FailedGate[];
}

/**
 * Judges every person for one task at `now` (epoch milliseconds), best first; those ruled out come last.
 * Equal scores go to the lower load, then to who was assigned longest ago, then by id; the order of `people` does not matter.
 * A pair below the policy's `scoreFloor` is still listed as eligible: `assign` leaves it out.
 * Throws `InvalidInput`. O(people × (required skills + log people)).
 */
export function rank(
  task: OpenTask,
  people: readonly Person[],
  policy: AssignmentPolicy = defaultAssignmentPolicy,
  now: number,
): Candidate[] {
  checkTask(task, '/task');
  checkIds(people, '/people');
  people.forEach((person, i) => checkPerson(person, `/people/${i}`));

  const asked = team(people, policy, now);
  const judged = asked.members.map((member) => ({ member, candidate: judge(task, member, asked) }));
  return judged
    .sort((a, b) => order(a.candidate, b.candidate) || leastBusy(a.member, b.member))
    .map((j) => j.candidate);
}

/** Weights of the policy, scaled to sum to 1, in the order of `factorNames`. */
export function shares({ weights }: AssignmentPolicy): number[] {
  const total = factorNames.reduce((sum, name) => sum + weights[name], 0);
  return factorNames.map((name) => weights[name] / total);
}

/** The score of one pair alone, 0–100, as `rank` gives it. */
export function scoreOf(task: OpenTask, member: Member, asked: Team, weights: readonly number[]): number {
  let score = 0;
  factorNames.forEach((name, i) => {
    const weight = weights[i] ?? 0;
    if (weight > 0) score += 100 * factors[name](task, member, asked) * weight;
  });
  return score;
}

/** One person judged for one task. */
export function judge(task: OpenTask, member: Member, asked: Team): Candidate {
  const weights = shares(asked.policy);
  const judged = factorNames.map((name, i) => {
    const weight = weights[i] ?? 0;
    const value = factors[name](task, member, asked);
    return { name, value, weight, contribution: 100 * value * weight };
  });
  const gates = failedGates(task, member, asked);
  const score = judged.reduce((sum, { contribution }) => sum + contribution, 0);
  return { personId: member.person.id, score, eligible: gates.length === 0, factors: judged, failedGates: gates };
}

// A millionth of a point is rounding noise: it must not decide between equals.
const settled = (score: number): number => Math.round(score * 1e6);

function order(a: Candidate, b: Candidate): number {
  return Number(b.eligible) - Number(a.eligible) || settled(b.score) - settled(a.score);
}

function leastBusy(a: Member, b: Member): number {
  return (
    a.load - b.load ||
    a.openTasks - b.openTasks ||
    compare(a.person.lastAssignedAt ?? -Infinity, b.person.lastAssignedAt ?? -Infinity) ||
    compare(a.person.id, b.person.id)
  );
}

/** Order of two ids or moments: −1, 0 or 1; by code units, the same on every machine. */
export function compare<T extends string | number>(a: T, b: T): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
