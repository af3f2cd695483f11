import type { AssignmentPolicy } from '#assignment/index';
import type { AssignableTask } from './assignable-task.ts';
import type { CandidateFacts } from './assignment-candidate.ts';

/** The people who may work on a project's tasks, with what speaks for and against giving them more. */
export abstract class AssignmentCandidates {
  /** All who may work on the task's project, in one statement whatever their number. */
  abstract forTask(task: AssignableTask, policy: AssignmentPolicy, now: Temporal.Instant): Promise<CandidateFacts[]>;
  /** One person with all their skills, whatever the project; undefined for no active member. */
  abstract person(userId: string, policy: AssignmentPolicy, now: Temporal.Instant): Promise<CandidateFacts | undefined>;
  /**
   * Until the transaction ends, nobody else gives work to the person, or, without one, to anybody of the organization:
   * what `forTask` says afterwards stays true.
   */
  abstract serialize(userId?: string): Promise<void>;
}
