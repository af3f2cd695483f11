import { type DomainEvent, NotFound } from '#kernel/index';
import { Injectable } from '@nestjs/common';
import { type RawBuilder, sql } from 'kysely';
import { Database } from '#platform/postgres/database';
import { currentOrganizationId } from '#platform/postgres/scope';
import { UnitOfWork } from '#platform/postgres/unit-of-work';
import { TimeEntries } from '../domain/time-entries.ts';
import { TimeEntry } from '../domain/time-entry.ts';

interface Row {
  id: string;
  task_id: string;
  project_id: string;
  user_id: string;
  started_at: string;
  ended_at: string | null;
  hours: number | null;
  note: string;
  version: number;
}

@Injectable()
export class PostgresTimeEntries extends TimeEntries {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly database: Database,
  ) {
    super();
  }

  async get(id: string): Promise<TimeEntry> {
    const found = await this.find(sql`e.id = ${id}`);
    if (!found) throw new NotFound('time entry', id);
    return found;
  }

  running(userId: string): Promise<TimeEntry | undefined> {
    return this.find(sql`e.user_id = ${userId} and e.ended_at is null`);
  }

  async save(entry: TimeEntry, ...events: DomainEvent[]): Promise<void> {
    const { id, taskId, authorId, startedAt, endedAt, hours, note } = entry;
    const [start, end] = [startedAt.toString(), endedAt?.toString() ?? null];
    await this.database.rows(sql`
      insert into time_entries (organization_id, id, task_id, user_id, started_at, ended_at, hours, note)
      values (${currentOrganizationId()}, ${id}, ${taskId}, ${authorId}, ${start}, ${end}, ${hours}, ${note})
      on conflict (organization_id, id) do update set started_at = excluded.started_at, ended_at = excluded.ended_at,
        hours = excluded.hours, note = excluded.note, version = time_entries.version + 1`);
    await this.sumUp(taskId);
    this.unitOfWork.raise(...events);
  }

  async remove(entry: TimeEntry, ...events: DomainEvent[]): Promise<void> {
    await this.database.rows(sql`
      delete from time_entries where organization_id = ${currentOrganizationId()} and id = ${entry.id}`);
    await this.sumUp(entry.taskId);
    this.unitOfWork.raise(...events);
  }

  private async sumUp(taskId: string): Promise<void> {
    await this.database.rows(sql`
      update tasks t set version = version + 1, updated_at = now(), actual_hours = s.hours
      from (select coalesce(sum(hours), 0) as hours from time_entries
        where organization_id = ${currentOrganizationId()} and task_id = ${taskId}) s
      where t.organization_id = ${currentOrganizationId()} and t.id = ${taskId} and t.actual_hours <> s.hours`);
  }

  private async find(condition: RawBuilder<unknown>): Promise<TimeEntry | undefined> {
    const row = await this.database.row<Row>(sql`
      select e.*, t.project_id from time_entries e
      join tasks t on t.organization_id = e.organization_id and t.id = e.task_id
      where e.organization_id = ${currentOrganizationId()} and ${condition} for update of t, e`);
    if (!row) return undefined;
    const spent = {
      startedAt: Temporal.Instant.from(row.started_at),
      endedAt: row.ended_at === null ? null : Temporal.Instant.from(row.ended_at),
      hours: row.hours,
      note: row.note,
    };
    return new TimeEntry(row.id, row.task_id, row.project_id, row.user_id, spent, row.version);
  }
}
