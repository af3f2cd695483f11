import type { DomainEvent } from '#kernel/index';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { sql } from 'kysely';
import { TransactionReactions } from '#platform/events/transaction-reactions';
import { Database } from '#platform/postgres/database';
import { currentOrganizationId } from '#platform/postgres/scope';

/** Keeps the counts behind progress with every task write: task → milestone → project, in the same transaction. */
@Injectable()
export class CountProgress implements OnModuleInit {
  constructor(
    private readonly reactions: TransactionReactions,
    private readonly database: Database,
  ) {}

  onModuleInit(): void {
    this.reactions.on('task.created', (event) =>
      this.count(event, 1, Number(event.data.status_category === 'done'), 0),
    );
    this.reactions.on('task.deleted', (event) =>
      this.count(event, -1, -Number(event.data.status_category === 'done'), -1),
    );
    this.reactions.on('task.completed', (event) => this.count(event, 0, 1, 0));
    this.reactions.on('task.reopened', (event) => this.count(event, 0, -1, 0));
    this.reactions.on('task.updated', (event) => this.moveBetweenMilestones(event));
  }

  /** `inProject` differs from `total` on creation: taking the number has counted the task already. */
  private async count(event: DomainEvent, total: number, done: number, inProject: number): Promise<void> {
    const milestoneId = event.data.milestone_id;
    if (milestoneId) await this.countMilestone(milestoneId, total, done);
    if (inProject === 0 && done === 0) return;
    await this.database.rows(sql`
      update project_counters set tasks_total = tasks_total + ${inProject}, tasks_done = tasks_done + ${done}
      where organization_id = ${currentOrganizationId()} and project_id = ${event.projectId}`);
  }

  private async moveBetweenMilestones(event: DomainEvent): Promise<void> {
    const [before, after] = event.changes?.milestone_id ?? [];
    if (before === after) return;
    const done = Number(event.data.status_category === 'done');
    if (before) await this.countMilestone(before, -1, -done);
    if (after) await this.countMilestone(after, 1, done);
  }

  private async countMilestone(id: unknown, total: number, done: number): Promise<void> {
    await this.database.rows(sql`
      update milestones set tasks_total = tasks_total + ${total}, tasks_done = tasks_done + ${done}
      where organization_id = ${currentOrganizationId()} and id = ${id}`);
  }
}
