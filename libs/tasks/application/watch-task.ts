import { type Actor, InvalidInput } from '#kernel/index';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Tasks } from '../domain/tasks.ts';
import { Watchers } from '../domain/watchers.ts';

/** Lets somebody hear of every change of a task, or no more. */
export class WatchTask {
  constructor(
    readonly actor: Actor,
    readonly taskId: string,
    readonly userId: string,
    readonly watching: boolean,
  ) {}
}

@CommandHandler(WatchTask)
export class WatchTaskHandler implements ICommandHandler<WatchTask, void> {
  constructor(
    private readonly tasks: Tasks,
    private readonly watchers: Watchers,
  ) {}

  async execute({ actor, taskId, userId, watching }: WatchTask): Promise<void> {
    const task = await this.tasks.get(taskId);
    actor.authorize(userId === actor.userId ? 'view' : 'edit', task);
    const changed = await this.watchers.set(taskId, userId, watching);
    if (changed === 'unknown') throw new InvalidInput('/user_id', 'unknown_member', 'There is no such member.');
    if (changed === 'same') return;
    const type = watching ? 'task.watched' : 'task.unwatched';
    await this.tasks.save(
      task,
      task.event(type, { user_id: userId }, { watchers: watching ? [null, userId] : [userId, null] }),
    );
  }
}
