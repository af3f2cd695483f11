import { type Actor, Clock } from '#kernel/index';
import { Workflows } from '#projects/index';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Tasks } from '../domain/tasks.ts';
import { requireFields } from './change-status.ts';

/** Finishes a task; skills, scores and progress follow in the same transaction. */
export class CompleteTask {
  constructor(
    readonly actor: Actor,
    readonly taskId: string,
  ) {}
}

@CommandHandler(CompleteTask)
export class CompleteTaskHandler implements ICommandHandler<CompleteTask, void> {
  constructor(
    private readonly tasks: Tasks,
    private readonly workflows: Workflows,
    private readonly clock: Clock,
  ) {}

  async execute({ actor, taskId }: CompleteTask): Promise<void> {
    const task = await this.tasks.get(taskId);
    actor.authorize('edit', task, 'status');
    const { done } = await this.workflows.of(task.projectId);
    requireFields(task, done.requiredFields);
    await this.tasks.save(task, ...task.complete(done, actor.userId, this.clock.now()));
  }
}
