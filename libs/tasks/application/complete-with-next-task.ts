import type { Actor } from '#kernel/index';
import { CommandBus, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Tasks } from '../domain/tasks.ts';
import { CompleteTask } from './complete-task.ts';
import { QueueNextTask } from './queue-next-task.ts';

/** Finishes a task with a word on how it went, and tells what waits next. */
export class CompleteWithNextTask {
  constructor(
    readonly actor: Actor,
    readonly taskId: string,
    readonly notes?: string,
  ) {}
}

/** Who has finished what, and what waits for them now. */
export interface CompletedWithNextTask {
  key: string;
  title: string;
  userId: string;
  nextTaskId?: string;
}

@CommandHandler(CompleteWithNextTask)
export class CompleteWithNextTaskHandler implements ICommandHandler<CompleteWithNextTask, CompletedWithNextTask> {
  constructor(
    private readonly tasks: Tasks,
    private readonly commands: CommandBus,
    private readonly nextTasks: QueueNextTask,
  ) {}

  async execute({ actor, taskId, notes }: CompleteWithNextTask): Promise<CompletedWithNextTask> {
    const task = await this.tasks.get(taskId);
    if (notes) task.result = { ...task.result, notes };
    await this.commands.execute(new CompleteTask(actor, taskId));
    const userId = task.assigneeIds.includes(actor.userId) ? actor.userId : (task.assigneeIds[0] ?? actor.userId);
    // The reaction to the completion finds it queued; asked here so that the answer can tell.
    const nextTaskId = await this.nextTasks.queueFor(userId, taskId);
    return { key: task.key, title: task.title, userId, nextTaskId };
  }
}
