import type { Actor } from '#kernel/index';
import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { Tasks } from '../domain/tasks.ts';
import { AssignmentRanking, type RankedCandidate } from './assignment-ranking.ts';

/** Who would suit a task, and why; nothing changes. */
export class PreviewAssignment {
  constructor(
    readonly actor: Actor,
    readonly taskId: string,
  ) {}
}

@QueryHandler(PreviewAssignment)
export class PreviewAssignmentHandler implements IQueryHandler<PreviewAssignment, RankedCandidate[]> {
  constructor(
    private readonly tasks: Tasks,
    private readonly ranking: AssignmentRanking,
  ) {}

  async execute({ actor, taskId }: PreviewAssignment): Promise<RankedCandidate[]> {
    const task = await this.tasks.get(taskId);
    actor.authorize('assign', task);
    return this.ranking.of(task);
  }
}
