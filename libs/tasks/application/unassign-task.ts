import { type Actor, Clock, NotFound } from '#kernel/index';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Tasks } from '../domain/tasks.ts';

/** Takes a task away from one person, or from everyone who has it. */
export class UnassignTask {
  constructor(
    readonly actor: Actor,
    readonly taskId: string,
    readonly userId?: string,
  ) {}
}

@CommandHandler(UnassignTask)
export class UnassignTaskHandler implements ICommandHandler<UnassignTask, void> {
  constructor(
    private readonly tasks: Tasks,
    private readonly clock: Clock,
  ) {}

  async execute({ actor, taskId, userId }: UnassignTask): Promise<void> {
    const task = await this.tasks.get(taskId);
    const givesItBack = userId === actor.userId && task.assigneeIds.includes(userId);
    if (!givesItBack) actor.authorize('assign', task);
    if (userId && !task.assigneeIds.includes(userId)) throw new NotFound('assignee', userId);
    const stay = userId ? task.assigneeIds.filter((id) => id !== userId) : [];
    await this.tasks.save(task, ...task.assign(stay, this.clock.now()));
  }
}
