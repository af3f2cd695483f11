import type { AssignmentPolicy } from '#assignment/index';
import { priorities } from '#tasks/index';
import { type RawBuilder, sql } from 'kysely';

/** The name of a task's priority. */
export const priorityName = sql`(${sql.lit(`{${priorities.join(',')}}`)}::text[])[t.priority + 1]`;

/** Whether a task still asks for work. */
export const isOpen = sql<boolean>`t.status_category not in ('done', 'cancelled')`;

/** Whether an open task's due moment has passed. */
export const isOverdue = sql<boolean>`(${isOpen} and coalesce(t.due_at < now(), false))`;

/** Whether an open task waits for another one that must end or begin before it may begin. */
export const isBlocked = sql<boolean>`(${isOpen} and exists (
  select from task_dependencies d
  join tasks b on b.organization_id = d.organization_id and b.id = d.depends_on_id
  where d.organization_id = t.organization_id and d.task_id = t.id and d.kind in ('FS', 'SS')
    and b.status_category not in ('done', 'cancelled')
    and (d.kind = 'FS' or b.status_category in ('backlog', 'todo'))))`;

/** Percent done of a project, of its counters `c`. */
export const projectProgress = sql`case when c.tasks_total = 0 then 0
  else round(100.0 * c.tasks_done / c.tasks_total) end`;

/** Hours a week that a task takes of each assignee: its effort over its people and the weeks it has left. */
export const weeklyHoursOf = (policy: AssignmentPolicy, now: Temporal.Instant): RawBuilder<number> => sql<number>`
  (coalesce(t.estimate_hours, ${policy.defaultHours}::numeric * t.difficulty / 5) / cardinality(t.assignee_ids)
    / greatest(1, coalesce(extract(epoch from t.due_at - ${now.toString()}::timestamptz) / ${sql.lit(7 * 24 * 3600)},
      ${policy.horizonDays}::numeric / 7)))`;
