import { type Actor, Clock, expectVersion, InvalidInput } from '#kernel/index';
import { Workflows } from '#projects/index';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Task } from '../domain/task.ts';
import { Tasks } from '../domain/tasks.ts';

/** Moves a task to another status of its project's workflow. */
export class ChangeStatus {
  constructor(
    readonly actor: Actor,
    readonly taskId: string,
    readonly status: string,
    readonly expectedVersion?: number,
  ) {}
}

@CommandHandler(ChangeStatus)
export class ChangeStatusHandler implements ICommandHandler<ChangeStatus, void> {
  constructor(
    private readonly tasks: Tasks,
    private readonly workflows: Workflows,
    private readonly clock: Clock,
  ) {}

  async execute({ actor, taskId, status, expectedVersion }: ChangeStatus): Promise<void> {
    const task = await this.tasks.get(taskId);
    actor.authorize('edit', task, 'status');
    expectVersion(task, expectedVersion);
    const workflow = await this.workflows.of(task.projectId);
    const target = workflow.transition(task.status, status);
    requireFields(task, target.requiredFields);
    await this.tasks.save(task, ...task.moveTo(target, actor.userId, this.clock.now()));
  }
}

/** Refuses a status whose required fields are still empty, naming the first of them. */
export function requireFields(task: Task, required: readonly string[]): void {
  for (const field of required) {
    const property = field.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase()) as keyof Task;
    const value = task[property];
    if (value === null || value === '' || value === undefined || (Array.isArray(value) && value.length === 0)) {
      throw new InvalidInput(`/${field}`, 'required_for_status', `Fill "${field}" before the task enters this status.`);
    }
  }
}
