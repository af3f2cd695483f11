import { type Actor, Clock, expectVersion } from '#kernel/index';
import { Workflows } from '#projects/index';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { BoardColumns, type PlaceWish, WipLimitReached } from '../domain/board-columns.ts';
import { Tasks } from '../domain/tasks.ts';
import { requireFields } from './change-status.ts';

/** Drags a task to a place on the board. */
export class MoveTask {
  constructor(
    readonly actor: Actor,
    readonly taskId: string,
    readonly status: string | undefined,
    readonly wish: PlaceWish,
    readonly expectedVersion?: number,
  ) {}
}

@CommandHandler(MoveTask)
export class MoveTaskHandler implements ICommandHandler<MoveTask, void> {
  constructor(
    private readonly tasks: Tasks,
    private readonly workflows: Workflows,
    private readonly columns: BoardColumns,
    private readonly clock: Clock,
  ) {}

  async execute({ actor, taskId, status, wish, expectedVersion }: MoveTask): Promise<void> {
    const task = await this.tasks.get(taskId);
    actor.authorize('edit', task, 'status');
    expectVersion(task, expectedVersion);
    const workflow = await this.workflows.of(task.projectId);
    const target = workflow.transition(task.status, status ?? task.status);
    const column = await this.columns.lock(task.projectId, target.key);
    if (target.key !== task.status) {
      if (column.wipLimit !== null && column.tasks >= column.wipLimit) {
        throw new WipLimitReached(target.key, column.wipLimit);
      }
      requireFields(task, target.requiredFields);
    }
    const rank = await this.columns.rankFor(task.projectId, target.key, taskId, wish);
    const now = this.clock.now();
    await this.tasks.save(task, ...task.moveTo(target, actor.userId, now), ...task.place(rank, now));
  }
}
