import type { AssignmentPolicy } from '#assignment/index';
import { type RawBuilder, sql } from 'kysely';

/**
 * Open tasks and hours of work a week by person: each task's effort over its assignees and the weeks it has left, as
 * `hoursOf` and `weeksLeft` have it. Reads only tasks that somebody has in hand; with `userIds`, only theirs.
 */
export function workInHand(
  organizationId: string,
  policy: AssignmentPolicy,
  now: Temporal.Instant,
  { userIds, exceptTaskId = null }: { userIds?: readonly string[]; exceptTaskId?: string | null } = {},
): RawBuilder<unknown> {
  const week = sql.lit(7 * 24 * 3600);
  return sql`
    select a.user_id, count(*) as open_tasks,
      sum(coalesce(t.estimate_hours, ${policy.defaultHours}::numeric * t.difficulty / 5) / cardinality(t.assignee_ids)
        / greatest(1, coalesce(extract(epoch from t.due_at - ${now.toString()}::timestamptz) / ${week},
          ${policy.horizonDays}::numeric / 7))) as hours
    from tasks t cross join lateral unnest(t.assignee_ids) as a(user_id)
    where t.organization_id = ${organizationId} and t.assignee_ids <> '{}'
      and t.status_category in ('backlog', 'todo', 'in_progress', 'review')
      and t.id is distinct from ${exceptTaskId}::uuid ${userIds ? sql`and t.assignee_ids && ${[...userIds]}::uuid[]` : sql``}
    group by a.user_id`;
}
