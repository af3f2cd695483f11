import { type Actor, Clock, expectVersion } from '#kernel/index';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Task, TaskDetails } from '../domain/task.ts';
import { Tasks } from '../domain/tasks.ts';

/** Changes the fields that the request names, and only those, so that edits of other fields survive. */
export class EditTask {
  constructor(
    readonly actor: Actor,
    readonly taskId: string,
    readonly details: Partial<TaskDetails>,
    readonly expectedVersion?: number,
  ) {}
}

@CommandHandler(EditTask)
export class EditTaskHandler implements ICommandHandler<EditTask, void> {
  constructor(
    private readonly tasks: Tasks,
    private readonly clock: Clock,
  ) {}

  async execute({ actor, taskId, details, expectedVersion }: EditTask): Promise<void> {
    if (Object.keys(details).length === 0 && expectedVersion === undefined) return;
    const task = await this.tasks.get(taskId);
    authorizeFields(actor, task, details);
    expectVersion(task, expectedVersion);
    const edited = task.edit(details, this.clock.now());
    if (details.parentId || details.milestoneId) await this.tasks.checkPlace(task);
    await this.tasks.save(task, ...edited);
  }
}

/** Each field needs its own permission, so that one may change a task without its cost. */
export function authorizeFields(actor: Actor, task: Task, details: Partial<TaskDetails>): void {
  actor.authorize('edit', task);
  for (const field of Object.keys(details)) {
    actor.authorize('edit', task, wireNames[field as keyof TaskDetails] ?? field);
  }
}

const wireNames: Partial<Record<keyof TaskDetails, string>> = {
  requiredSkills: 'required_skills',
  start: 'start_date',
  due: 'due_date',
  estimateHours: 'estimate_hours',
  actualHours: 'actual_hours',
  customFields: 'custom_fields',
  milestoneId: 'milestone_id',
  parentId: 'parent_id',
};
