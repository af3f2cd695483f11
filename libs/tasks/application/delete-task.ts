import { type Actor, expectVersion } from '#kernel/index';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Tasks } from '../domain/tasks.ts';

/** Removes a task for good; its history stays in the audit log. */
export class DeleteTask {
  constructor(
    readonly actor: Actor,
    readonly taskId: string,
    readonly expectedVersion?: number,
  ) {}
}

@CommandHandler(DeleteTask)
export class DeleteTaskHandler implements ICommandHandler<DeleteTask, void> {
  constructor(private readonly tasks: Tasks) {}

  async execute({ actor, taskId, expectedVersion }: DeleteTask): Promise<void> {
    const task = await this.tasks.get(taskId);
    actor.authorize('delete', task);
    expectVersion(task, expectedVersion);
    await this.tasks.remove(task, task.deleted());
  }
}
