import { type Actor, Clock } from '#kernel/index';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Tasks } from '../domain/tasks.ts';

/** Names everybody who works on a task from now on, by hand. */
export class SetAssignees {
  constructor(
    readonly actor: Actor,
    readonly taskId: string,
    readonly userIds: readonly string[],
  ) {}
}

@CommandHandler(SetAssignees)
export class SetAssigneesHandler implements ICommandHandler<SetAssignees, void> {
  constructor(
    private readonly tasks: Tasks,
    private readonly clock: Clock,
  ) {}

  async execute({ actor, taskId, userIds }: SetAssignees): Promise<void> {
    const task = await this.tasks.get(taskId);
    const changed = [...userIds, ...task.assigneeIds].filter(
      (id) => userIds.includes(id) !== task.assigneeIds.includes(id),
    );
    const onlyOneself = changed.every((id) => id === actor.userId) && actor.may('edit', task);
    if (!onlyOneself) actor.authorize('assign', task);
    await this.tasks.checkAssignees(userIds.filter((id) => changed.includes(id)));
    await this.tasks.save(task, ...task.assign(userIds, this.clock.now()));
  }
}
