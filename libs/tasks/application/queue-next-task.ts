import { Clock, type DomainEvent } from '#kernel/index';
import { Policies } from '#learning/index';
import { AssignmentCandidates } from '../domain/assignment-candidates.ts';
import { NextTasks } from '../domain/next-tasks.ts';
import { suggestionsFor, type TaskSuggestion } from '../domain/task-suggestion.ts';

/** How many waiting tasks are judged for a person, the most pressing first. */
const CONSIDERED = 50;

/** Whoever finishes a task finds the next one waiting. */
export class QueueNextTask {
  constructor(
    private readonly nextTasks: NextTasks,
    private readonly candidates: AssignmentCandidates,
    private readonly policies: Policies,
    private readonly clock: Clock,
  ) {}

  async whenCompleted({ subject, data }: DomainEvent): Promise<void> {
    const assignees = data.assignee_ids as string[];
    const people = assignees.length > 0 ? assignees : [data.completed_by as string];
    for (const userId of [...people].sort()) await this.queueFor(userId, subject.id);
  }

  /** The task that now waits for the person, if any; asked again after the same task, nothing changes. */
  async queueFor(userId: string, afterTaskId: string): Promise<string | undefined> {
    const queued = await this.nextTasks.queuedAfter(userId, afterTaskId);
    if (queued) return queued;
    await this.nextTasks.clear(userId);
    for (const suggestion of await this.suggestions(userId)) {
      const { task, score } = suggestion;
      const next = { taskId: task.id, score, afterTaskId };
      if (!(await this.nextTasks.queue(userId, next))) continue;
      this.nextTasks.tell(taskQueued(userId, suggestion, afterTaskId));
      return task.id;
    }
    return undefined;
  }

  private async suggestions(userId: string): Promise<TaskSuggestion[]> {
    const now = this.clock.now();
    const { assignment: policy } = await this.policies.current();
    const waiting = await this.nextTasks.waitingFor(userId, CONSIDERED);
    const person = waiting.length > 0 ? await this.candidates.person(userId, policy, now) : undefined;
    return person ? suggestionsFor(person, waiting, policy, now) : [];
  }
}

function taskQueued(userId: string, { task, score }: TaskSuggestion, afterTaskId: string): DomainEvent {
  return {
    type: 'task.queued',
    subject: { type: 'Task', id: task.id },
    projectId: task.projectId,
    recipientId: userId,
    data: {
      user_id: userId,
      key: task.key,
      title: task.title,
      recommendation_score: score,
      after_task_id: afterTaskId,
    },
  };
}
