import { type AssignmentPolicy, rank } from '#assignment/index';
import { type AssignableTask, openTaskOf } from './assignable-task.ts';
import { type CandidateFacts, personFor } from './assignment-candidate.ts';

/** A waiting task that would suit a person. */
export interface TaskSuggestion {
  task: AssignableTask;
  /** 0–100: three parts how well the two match, one part how pressing the task is. */
  score: number;
}

/** The waiting tasks that a person is eligible for, best first; equal scores by the task's age. O(n × required skills). */
export function suggestionsFor(
  person: CandidateFacts,
  tasks: readonly AssignableTask[],
  policy: AssignmentPolicy,
  now: Temporal.Instant,
): TaskSuggestion[] {
  const suggestions = tasks.flatMap((task) => {
    const judged = rank(
      openTaskOf(task, policy),
      [personFor(task, person, policy, now)],
      policy,
      now.epochMilliseconds,
    );
    const [candidate] = judged;
    if (!candidate?.eligible) return [];
    const score = 0.75 * candidate.score + 25 * pressure(task, now);
    return [{ task, score: Math.round(score * 10) / 10 }];
  });
  return suggestions.sort((a, b) => b.score - a.score || (a.task.id < b.task.id ? -1 : 1));
}

/** How pressing a task is, 0–1: half by priority, half by the due date, which counts twice as much every week. */
export function pressure(
  { priority, dueAt }: Pick<AssignableTask, 'priority' | 'dueAt'>,
  now: Temporal.Instant,
): number {
  const weeks = dueAt ? Math.max(0, dueAt.since(now).total('hours') / (7 * 24)) : Infinity;
  return priority / 8 + 2 ** -weeks / 2;
}
