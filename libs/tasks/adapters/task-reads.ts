import { type Actor, BadParameter, NotFound, type Subject } from '#kernel/index';
import { Injectable } from '@nestjs/common';
import { type RawBuilder, sql } from 'kysely';
import { permitted } from '#platform/permissions/visible';
import { Database } from '#platform/postgres/database';
import { listPage, type Page, type PageRequest, showOne } from '#platform/postgres/listing';
import { priorities } from '../domain/task.ts';
import { taskColumns, taskListing } from './task-listing.ts';

/** What a list of tasks may be narrowed by; several values of one filter are alternatives. */
export interface TaskFilter {
  project_id?: string;
  status?: string;
  status_category?: string;
  priority?: string;
  assignee_id?: string;
  creator_id?: string;
  milestone_id?: string;
  parent_id?: string;
  label?: string;
  key?: string;
  due_before?: string;
  due_after?: string;
  is_overdue?: boolean;
  q?: string;
}

/** A task as the wire shows it. */
export interface TaskView {
  id: string;
  version: number;
  [field: string]: unknown;
}

/** Answers questions about tasks, each in one statement, as far as the actor may see. */
@Injectable()
export class TaskReads {
  constructor(private readonly database: Database) {}

  list(actor: Actor, query: TaskFilter & PageRequest): Promise<Page<TaskView>> {
    const conditions = [
      sql<boolean>`t.organization_id = ${actor.organizationId}`,
      permitted(actor, 'view', 'Task', taskColumns),
      ...filterConditions(query),
    ];
    return listPage(this.database, taskListing(actor), conditions, query);
  }

  /** One task by its id; NotFound when it is not there or not for the actor. */
  async one(actor: Actor, id: string, shown: Pick<PageRequest, 'fields' | 'expand'> = {}): Promise<TaskView> {
    const conditions = [
      sql<boolean>`t.organization_id = ${actor.organizationId} and t.id = ${id}`,
      permitted(actor, 'view', 'Task', taskColumns),
    ];
    const found = await showOne<TaskView>(this.database, taskListing(actor), conditions, shown);
    if (!found) throw new NotFound('task', id);
    return found;
  }

  /** What permissions ask of one task; NotFound when it is not there or not for the actor. */
  async subject(actor: Actor, id: string): Promise<Subject> {
    const found = await this.database.row<object>(sql`
      select ${attributes} from tasks t
      where t.organization_id = ${actor.organizationId} and t.id = ${id}
        and ${permitted(actor, 'view', 'Task', taskColumns)}`);
    if (!found) throw new NotFound('task', id);
    return { subjectType: 'Task', ...found };
  }
}

const attributes = sql`
  t.id, t.project_id as "projectId", t.assignee_ids as "assigneeIds", t.creator_id as "creatorId", t.status,
  t.milestone_id as "milestoneId", t.status_category as "statusCategory", t.labels, t.priority, t.difficulty,
  t.cost_minor as "costMinor"`;

/** The filter as SQL conditions on `tasks t`. */
export function filterConditions(filter: TaskFilter): RawBuilder<boolean>[] {
  const conditions: RawBuilder<boolean>[] = [];
  const add = (value: unknown, condition: () => RawBuilder<boolean>) => {
    if (value !== undefined) conditions.push(condition());
  };
  const oneOf = (name: keyof TaskFilter, cast: 'text' | 'uuid') =>
    add(filter[name], () => {
      const values = String(filter[name]).split(',');
      const column = sql.ref(`t.${name}`);
      return values.length === 1
        ? sql`${column} = ${values[0]}::${sql.raw(cast)}`
        : sql`${column} = any(${values}::${sql.raw(cast)}[])`;
    });
  oneOf('project_id', 'uuid');
  oneOf('status', 'text');
  oneOf('status_category', 'text');
  oneOf('creator_id', 'uuid');
  oneOf('milestone_id', 'uuid');
  oneOf('parent_id', 'uuid');
  oneOf('key', 'text');
  add(filter.priority, () => sql`t.priority = any(${priorityNumbers(filter.priority!)}::smallint[])`);
  add(filter.assignee_id, () =>
    filter.assignee_id === 'none'
      ? sql`t.assignee_ids = '{}'`
      : sql`t.assignee_ids && ${filter.assignee_id!.split(',')}::uuid[]`,
  );
  add(filter.label, () => sql`t.labels && ${filter.label!.split(',')}::text[]`);
  add(filter.due_before, () => sql`t.due_at < ${filter.due_before}::timestamptz`);
  add(filter.due_after, () => sql`t.due_at >= ${filter.due_after}::timestamptz`);
  add(filter.is_overdue, () => {
    const overdue = sql<boolean>`(t.due_at < now() and t.status_category not in ('done', 'cancelled'))`;
    return filter.is_overdue ? overdue : sql<boolean>`coalesce(not ${overdue}, true)`;
  });
  add(
    filter.q,
    () => sql`(t.search @@ websearch_to_tsquery('simple', ${filter.q}) or t.title ilike ${`%${filter.q}%`})`,
  );
  return conditions;
}

function priorityNumbers(names: string): number[] {
  return names.split(',').map((name) => {
    const number = (priorities as readonly string[]).indexOf(name);
    if (number < 0) {
      throw new BadParameter('priority', 'unknown_value', `"${name}" is no priority. Use: ${priorities.join(', ')}.`);
    }
    return number;
  });
}
