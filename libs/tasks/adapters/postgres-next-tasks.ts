import type { DomainEvent } from '#kernel/index';
import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '#platform/postgres/database';
import { currentOrganizationId } from '#platform/postgres/scope';
import { UnitOfWork } from '#platform/postgres/unit-of-work';
import type { AssignableTask } from '../domain/assignable-task.ts';
import { NextTasks } from '../domain/next-tasks.ts';
import type { RequiredSkill } from '../domain/task.ts';
import { mayWorkOn } from './assignment-eligibility.ts';

/** How many waiting tasks are looked through, the most pressing first, so that a huge backlog costs no more than a big one. */
const LOOKED_THROUGH = 1000;

interface Row {
  id: string;
  key: string;
  title: string;
  project_id: string;
  difficulty: number;
  priority: number;
  required_skills: RequiredSkill[];
  estimate_hours: number | null;
  due_at: string | null;
  created_at: string;
}

@Injectable()
export class PostgresNextTasks extends NextTasks {
  constructor(
    private readonly database: Database,
    private readonly unitOfWork: UnitOfWork,
  ) {
    super();
  }

  async waitingFor(userId: string, limit: number): Promise<AssignableTask[]> {
    const organizationId = currentOrganizationId();
    const rows = await this.database.rows<Row>(sql`
      with pressing as materialized (
        select * from tasks
        where organization_id = ${organizationId} and assignee_ids = '{}' and status_category in ('backlog', 'todo')
        order by priority desc, due_at, id limit ${sql.lit(LOOKED_THROUGH)}
      ), allowed as materialized (
        select p.id from projects p join members m on m.organization_id = p.organization_id
        where p.organization_id = ${organizationId} and p.archived_at is null and m.user_id = ${userId}
          and p.id in (select project_id from pressing) and ${mayWorkOn(sql`p.id`)}
      ), own as materialized (
        select skill_id, proficiency from skill_profiles
        where organization_id = ${organizationId} and user_id = ${userId}
      )
      select t.id, t.key, t.title, t.project_id, t.difficulty, t.priority, t.required_skills, t.estimate_hours,
        t.due_at, t.created_at
      from pressing t
      where t.project_id in (select id from allowed)
        and not exists (
          select from jsonb_to_recordset(t.required_skills) as need(skill_id uuid, level numeric, mandatory boolean)
          left join own on own.skill_id = need.skill_id
          where need.mandatory and not (coalesce(own.proficiency, 0) > 0 and own.proficiency >= need.level))
        and not exists (
          select from queued_tasks q
          where q.organization_id = t.organization_id and q.task_id = t.id and q.user_id <> ${userId})
        and not exists (
          select from task_dependencies d
          join tasks b on b.organization_id = d.organization_id and b.id = d.depends_on_id
          where d.organization_id = t.organization_id and d.task_id = t.id and d.kind = 'FS'
            and b.status_category not in ('done', 'cancelled'))
      order by t.priority desc, t.due_at, t.id limit ${limit}`);
    return rows.map(assignable);
  }

  async queuedAfter(userId: string, afterTaskId: string): Promise<string | undefined> {
    const row = await this.database.row<{ task_id: string }>(sql`
      select task_id from queued_tasks where organization_id = ${currentOrganizationId()} and user_id = ${userId}
        and after_task_id = ${afterTaskId}`);
    return row?.task_id;
  }

  /** A task that another request holds at this moment is passed over rather than waited for. */
  async queue(userId: string, { taskId, score, afterTaskId }: { taskId: string; score: number; afterTaskId: string }) {
    await this.unitOfWork.manager();
    const queued = await this.database.row(sql`
      insert into queued_tasks (organization_id, user_id, task_id, score, after_task_id)
      select organization_id, ${userId}::uuid, id, ${score}::numeric, ${afterTaskId}::uuid
      from tasks where organization_id = ${currentOrganizationId()} and id = ${taskId}
      for key share skip locked
      on conflict do nothing returning 1`);
    return queued !== undefined;
  }

  async clear(userId: string): Promise<void> {
    await this.unitOfWork.manager();
    await this.database.rows(sql`
      delete from queued_tasks where organization_id = ${currentOrganizationId()} and user_id = ${userId}`);
  }

  tell(event: DomainEvent): void {
    this.unitOfWork.raise(event);
  }
}

function assignable({ project_id, required_skills, estimate_hours, due_at, created_at, ...row }: Row): AssignableTask {
  return {
    ...row,
    projectId: project_id,
    requiredSkills: required_skills,
    estimateHours: estimate_hours,
    dueAt: due_at ? Temporal.Instant.from(due_at) : null,
    createdAt: Temporal.Instant.from(created_at),
  };
}
