import { type Actor, Clock } from '#kernel/index';
import { Policies } from '#learning/index';
import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { AssignmentCandidates } from '../domain/assignment-candidates.ts';
import { NextTasks } from '../domain/next-tasks.ts';
import { priorities, type Priority } from '../domain/task.ts';
import { suggestionsFor } from '../domain/task-suggestion.ts';
import { performanceOf } from '../domain/workload.ts';

/** Waiting tasks that would suit a person, best first. */
export class SuggestedTasks {
  constructor(
    readonly actor: Actor,
    readonly userId: string,
    readonly limit = 5,
  ) {}
}

/** A suggestion, as dashboards show it. */
export interface SuggestedTask {
  task_id: string;
  task_key: string;
  task_title: string;
  project_id: string;
  recommendation_score: number;
  difficulty: number;
  priority: Priority;
}

/** How many waiting tasks are judged for a person, the most pressing first. */
const CONSIDERED = 100;

@QueryHandler(SuggestedTasks)
export class SuggestedTasksHandler implements IQueryHandler<SuggestedTasks, SuggestedTask[]> {
  constructor(
    private readonly nextTasks: NextTasks,
    private readonly candidates: AssignmentCandidates,
    private readonly policies: Policies,
    private readonly clock: Clock,
  ) {}

  async execute({ actor, userId, limit }: SuggestedTasks): Promise<SuggestedTask[]> {
    if (userId !== actor.userId) actor.authorize('view', performanceOf(userId));
    const now = this.clock.now();
    const { assignment: policy } = await this.policies.current();
    const waiting = await this.nextTasks.waitingFor(userId, CONSIDERED);
    const visible = waiting.filter((task) => actor.may('view', asSubject(task)));
    const person = visible.length > 0 ? await this.candidates.person(userId, policy, now) : undefined;
    if (!person) return [];
    return suggestionsFor(person, visible, policy, now)
      .slice(0, limit)
      .map(({ task, score }) => ({
        task_id: task.id,
        task_key: task.key,
        task_title: task.title,
        project_id: task.projectId,
        recommendation_score: score,
        difficulty: task.difficulty,
        priority: priorities[task.priority]!,
      }));
  }
}

const asSubject = (task: object) => ({ ...task, subjectType: 'Task', assigneeIds: [], statusCategory: 'todo' });
