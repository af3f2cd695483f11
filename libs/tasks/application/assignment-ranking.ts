import { type Candidate, rank } from '#assignment/index';
import { Clock } from '#kernel/index';
import { Policies } from '#learning/index';
import { type AssignableTask, openTaskOf } from '../domain/assignable-task.ts';
import { personFor } from '../domain/assignment-candidate.ts';
import { AssignmentCandidates } from '../domain/assignment-candidates.ts';

/** A person judged for a task, under their name. */
export interface RankedCandidate extends Candidate {
  name: string;
}

/** Judges everyone who may work on a task, best first. */
export class AssignmentRanking {
  constructor(
    private readonly candidates: AssignmentCandidates,
    private readonly policies: Policies,
    private readonly clock: Clock,
  ) {}

  /** The same, true until the transaction ends: nobody is given other work meanwhile. */
  async toAssign(task: AssignableTask, userId?: string): Promise<RankedCandidate[]> {
    await this.candidates.serialize(userId);
    return this.of(task);
  }

  async of(task: AssignableTask): Promise<RankedCandidate[]> {
    const { assignment: policy } = await this.policies.current();
    const now = this.clock.now();
    const people = await this.candidates.forTask(task, policy, now);
    const names = new Map(people.map(({ userId, name }) => [userId, name]));
    const persons = people.map((facts) => personFor(task, facts, policy, now));
    return rank(openTaskOf(task, policy), persons, policy, now.epochMilliseconds).map((candidate) => ({
      ...candidate,
      name: names.get(candidate.personId) ?? '',
      eligible: candidate.eligible && candidate.score >= policy.scoreFloor,
      failedGates: candidate.failedGates.map(({ gate, reason }) => ({ gate, reason: inNames(reason, task) })),
    }));
  }
}

/** The ranking knows skills by their ids; people read names. */
function inNames(reason: string, { requiredSkills }: AssignableTask): string {
  return requiredSkills.reduce((text, { skill_id, name }) => text.replaceAll(skill_id, name), reason);
}
