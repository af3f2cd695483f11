import type { FactorContribution } from '#assignment/index';

/** Who was given a task, how the choice was made, and what spoke for it. */
export interface AssignmentRecord {
  id: string;
  userId: string;
  mode: 'best_match' | 'manual';
  score: number | null;
  factors: readonly FactorContribution[];
  reason: string | null;
}

/** What became of a task's assignees in one change. */
export interface AssignmentChange {
  taskId: string;
  added: readonly AssignmentRecord[];
  /** Members who no longer have the task. */
  removed: readonly string[];
}

/** The history of who had which task. */
export abstract class Assignments {
  abstract record(change: AssignmentChange): Promise<void>;
  /** The open assignment of a person to a task. */
  abstract openOf(taskId: string, userId: string): Promise<string | undefined>;
}
