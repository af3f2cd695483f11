import type { AssignmentPolicy } from '#assignment/index';
import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '#platform/postgres/database';
import { currentOrganizationId } from '#platform/postgres/scope';
import { type TasksInHand, Workloads } from '../application/workload.ts';
import { workInHand } from './workload-statement.ts';

interface Row {
  name: string;
  time_zone: string;
  weekly_hours: number;
  tasks: { difficulty: number; estimate_hours: number | null; due_at: string | null; assignees: number }[] | null;
  absences: { starts_on: string; ends_on: string }[] | null;
}

interface SummaryRow {
  user_id: string;
  name: string;
  weekly_hours: number;
  hours: number;
  open_tasks: number;
}

@Injectable()
export class PostgresWorkloads extends Workloads {
  constructor(private readonly database: Database) {
    super();
  }

  async of(userId: string): Promise<TasksInHand | undefined> {
    const row = await this.database.row<Row>(sql`
      select m.name, coalesce(m.time_zone, o.time_zone) as time_zone, m.weekly_hours,
        (select jsonb_agg(jsonb_build_object('difficulty', t.difficulty, 'estimate_hours', t.estimate_hours,
            'due_at', t.due_at, 'assignees', cardinality(t.assignee_ids)))
          from tasks t where t.organization_id = m.organization_id and t.assignee_ids <> '{}' and t.assignee_ids @> array[m.user_id]
            and t.status_category in ('backlog', 'todo', 'in_progress', 'review')) as tasks,
        (select jsonb_agg(jsonb_build_object('starts_on', a.starts_on, 'ends_on', a.ends_on)) from absences a
          where a.organization_id = m.organization_id and a.user_id = m.user_id
            and a.ends_on >= now() - interval '7 days') as absences
      from members m join organizations o on o.organization_id = m.organization_id
      where m.organization_id = ${currentOrganizationId()} and m.user_id = ${userId}`);
    if (!row) return undefined;
    const { name, time_zone, weekly_hours, tasks, absences } = row;
    return {
      userId,
      name,
      timeZone: time_zone,
      weeklyHours: weekly_hours,
      absences: (absences ?? []).map(({ starts_on, ends_on }) => ({ startsOn: starts_on, endsOn: ends_on })),
      tasks: (tasks ?? []).map(({ difficulty, estimate_hours, due_at, assignees }) => {
        const dueAt = due_at ? Temporal.Instant.from(due_at) : null;
        return { difficulty, estimateHours: estimate_hours, dueAt, assignees };
      }),
    };
  }

  async summary(policy: AssignmentPolicy, now: Temporal.Instant, userIds?: readonly string[]) {
    const organizationId = currentOrganizationId();
    const some = userIds ? sql`and m.user_id = any(${[...userIds]}::uuid[])` : sql``;
    const rows = await this.database.rows<SummaryRow>(sql`
      with work as materialized (${workInHand(organizationId, policy, now, { userIds })})
      select m.user_id, m.name, m.weekly_hours, coalesce(work.hours, 0) as hours,
        coalesce(work.open_tasks, 0) as open_tasks
      from members m left join work on work.user_id = m.user_id
      where m.organization_id = ${organizationId} and m.status = 'active' ${some}`);
    return rows.map(({ user_id, name, weekly_hours, hours, open_tasks }) => {
      return { userId: user_id, name, weeklyHours: weekly_hours, plannedHours: hours, openTasks: open_tasks };
    });
  }
}
