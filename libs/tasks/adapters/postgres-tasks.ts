import { type DomainEvent, InvalidInput, NotFound } from '#kernel/index';
import { LockMode } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '#platform/postgres/database';
import { currentOrganizationId } from '#platform/postgres/scope';
import { UnitOfWork } from '#platform/postgres/unit-of-work';
import { Task } from '../domain/task.ts';
import { Tasks } from '../domain/tasks.ts';

@Injectable()
export class PostgresTasks extends Tasks {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly database: Database,
  ) {
    super();
  }

  async get(id: string): Promise<Task> {
    const em = await this.unitOfWork.manager();
    const found = await em.findOne(
      Task,
      { organizationId: currentOrganizationId(), id },
      { lockMode: LockMode.PESSIMISTIC_WRITE },
    );
    if (!found) throw new NotFound('task', id);
    return found;
  }

  async findExternal(source: string, id: string): Promise<Task | undefined> {
    const em = await this.unitOfWork.manager();
    const known = { organizationId: currentOrganizationId(), externalSource: source, externalId: id };
    return (await em.findOne(Task, known, { lockMode: LockMode.PESSIMISTIC_WRITE })) ?? undefined;
  }

  async checkPlace({ organizationId, id, projectId, parentId, milestoneId }: Task): Promise<void> {
    if (!parentId && !milestoneId) return;
    const found = await this.database.row<{ parent: boolean; milestone: boolean; below: boolean }>(sql`
      with recursive ancestors as (
        select p.id, p.parent_id, p.project_id from tasks p
        where p.organization_id = ${organizationId} and p.id = ${parentId}
        union
        select p.id, p.parent_id, p.project_id from tasks p join ancestors a on p.id = a.parent_id
        where p.organization_id = ${organizationId}
      )
      select exists (select from ancestors where id = ${parentId} and project_id = ${projectId}) as parent,
        exists (select from ancestors where id = ${id}) as below,
        exists (select from milestones m where m.organization_id = ${organizationId} and m.id = ${milestoneId}
          and m.project_id = ${projectId}) as milestone`);
    if (parentId && !found?.parent) throw notInProject('/parent_id', 'parent task');
    if (found?.below) throw new InvalidInput('/parent_id', 'hierarchy_cycle', 'The parent lies below this task.');
    if (milestoneId && !found?.milestone) throw notInProject('/milestone_id', 'milestone');
  }

  async checkAssignees(userIds: readonly string[]): Promise<void> {
    if (userIds.length === 0) return;
    const unknown = await this.database.row<{ id: string }>(sql`
      select id from unnest(${userIds}::uuid[]) as id
      where not exists (select from members m where m.organization_id = ${currentOrganizationId()}
        and m.user_id = id and m.kind = 'person' and m.status = 'active') limit 1`);
    if (unknown) throw new InvalidInput('/assignee_ids', 'unknown_member', `There is no active member ${unknown.id}.`);
  }

  async add(task: Task, ...events: DomainEvent[]): Promise<void> {
    const em = await this.unitOfWork.manager();
    await em.persist(task).flush();
    this.unitOfWork.raise(...events);
  }

  async save(_task: Task, ...events: DomainEvent[]): Promise<void> {
    if (events.length === 0) return;
    const em = await this.unitOfWork.manager();
    await em.flush();
    this.unitOfWork.raise(...events);
  }

  async remove(task: Task, ...events: DomainEvent[]): Promise<void> {
    const em = await this.unitOfWork.manager();
    await em.remove(task).flush();
    this.unitOfWork.raise(...events);
  }
}

const notInProject = (pointer: string, what: string) =>
  new InvalidInput(pointer, 'not_in_project', `There is no such ${what} in the task’s project.`);
