import type { Actor } from '#kernel/index';
import type { StatusCategory } from '#projects/index';
import { type RawBuilder, sql } from 'kysely';
import type { Arrivals, Move } from '../domain/flow.ts';
import type { Span } from '../domain/periods.ts';
import { isBlocked, isOpen, isOverdue, projectProgress } from './fragments.ts';
import type { Sight } from './sight.ts';

/** How long tasks took, in days. */
export interface Durations {
  tasks: number;
  mean: number | null;
  percentiles: [p50: number, p85: number, p95: number] | null;
}

/** What the database knows of a project's course. */
export interface ProjectMetricsRow {
  may_analyze: boolean;
  progress: number;
  counts: Record<'total' | 'overdue' | 'blocked' | 'unassigned', number>;
  statuses: { status: string; name: string; status_category: StatusCategory; tasks: number }[];
  effort: Record<'estimate_hours' | 'actual_hours' | 'remaining_hours' | 'logged_hours', number>;
  costs: { currency: string; minor: number; tasks: number }[];
  arrivals: Arrivals[];
  moves: Move<StatusCategory>[];
  lead: Durations;
  cycle: Durations;
}

/**
 * A project's course in one statement that reads its tasks and its board's history once each, as far as the actor may
 * see; no row where the project is not for them. Where a task stood before its first recorded move is where that move
 * began; a task that was stored as finished went straight there.
 */
export function projectMetricsStatement(
  actor: Actor,
  projectId: string,
  { start, periods }: Span,
  sight: Sight,
): RawBuilder<ProjectMetricsRow> {
  const organization = sql`${actor.organizationId}::uuid`;
  const bounds = sql`${[start, ...periods.map(({ end }) => end)].map(String)}::timestamptz[]`;
  const end = sql`${periods.at(-1)!.end.toString()}::timestamptz`;
  const period = (moment: string) => sql`width_bucket(${sql.ref(moment)}, ${bounds})`;
  const all = (rows: RawBuilder<unknown>) => sql`(select coalesce(jsonb_agg(to_jsonb(r)), '[]') from (${rows}) r)`;
  const one = (row: RawBuilder<unknown>) => sql`(select to_jsonb(r) from (${row}) r)`;
  const durations = (from: string) => {
    const days = sql`extract(epoch from completed_at - ${sql.ref(from)})::float8 / 86400`;
    return one(sql`
      select count(*) as tasks, avg(${days}) as mean,
        percentile_cont(array[0.5, 0.85, 0.95]) within group (order by ${days}) as percentiles
      from work where completed_at >= ${start.toString()}::timestamptz and completed_at < ${end}
        and completed_at >= ${sql.ref(from)}`);
  };
  return sql<ProjectMetricsRow>`
    with moved as materialized (
      select a.subject_id::uuid as task_id, a.position, a.occurred_at as at,
        coalesce(b.category, 'todo') as "from", coalesce(s.category, 'todo') as "to"
      from audit_entries a
      left join statuses b on b.organization_id = a.organization_id and b.project_id = a.project_id
        and b.key = a.changes->'status'->>0
      left join statuses s on s.organization_id = a.organization_id and s.project_id = a.project_id
        and s.key = a.changes->'status'->>1
      where a.organization_id = ${organization} and a.project_id = ${projectId} and a.action = 'task.status_changed'
    ), starts as materialized (
      select task_id, (array_agg("from" order by position))[1] as began_in,
        min(at) filter (where "to" in ('in_progress', 'review')) as started_at
      from moved group by task_id
    ), work as materialized (
      select t.id, t.status, t.status_category, t.created_at, t.completed_at, coalesce(t.estimate_hours, 0) as estimate,
        t.actual_hours, t.assignee_ids, ${isOpen} as is_open, ${isOverdue} as is_overdue, ${isBlocked} as is_blocked,
        case when t.completed_at > t.created_at then 'todo' else t.status_category end as stored_in,
        m.began_in, m.started_at,
        ${sight.field(actor, 'Task', 'cost', sql`t.cost_minor`)} as cost_minor, t.cost_currency
      from tasks t left join starts m on m.task_id = t.id
      where t.organization_id = ${organization} and t.project_id = ${projectId} and ${sight.of(actor, 'Task')}
    ), steps as (
      select created_at as at, null as "from", coalesce(began_in, stored_in) as "to" from work
      union all
      select completed_at, stored_in, status_category from work where began_in is null and completed_at > created_at
      union all
      select v.at, v."from", v."to" from moved v join work w on w.id = v.task_id
    )
    select ${sight.of(actor, 'Project', 'analyze')} as may_analyze, ${projectProgress} as progress,
      ${one(sql`
        select count(*) as total, count(*) filter (where is_overdue) as overdue,
          count(*) filter (where is_blocked) as blocked,
          count(*) filter (where is_open and assignee_ids = '{}') as unassigned from work`)} as counts,
      ${all(sql`
        select s.key as status, s.name, s.category as status_category, count(w.id) as tasks
        from statuses s left join work w on w.status = s.key
        where s.organization_id = ${organization} and s.project_id = ${projectId}
        group by s.key, s.name, s.category, s.place order by s.place`)} as statuses,
      ${one(sql`
        select coalesce(sum(estimate), 0) as estimate_hours, coalesce(sum(actual_hours), 0) as actual_hours,
          coalesce(sum(greatest(0, estimate - actual_hours)) filter (where is_open), 0) as remaining_hours,
          (select coalesce(sum(e.hours), 0) from time_entries e
            where e.organization_id = ${organization} and e.task_id in (select id from work)) as logged_hours
        from work`)} as effort,
      ${all(sql`
        select cost_currency as currency, sum(cost_minor) as minor, count(*) as tasks from work
        where cost_minor is not null group by cost_currency order by cost_currency`)} as costs,
      ${all(sql`
        select period, sum(created) as created, sum(created_hours) as created_hours, sum(completed) as completed,
          sum(completed_hours) as completed_hours
        from (
          select ${period('created_at')} as period, 1 as created, estimate as created_hours, 0 as completed,
            0 as completed_hours from work where status_category <> 'cancelled'
          union all
          select ${period('completed_at')}, 0, 0, 1, estimate from work where completed_at is not null
        ) flow group by period`)} as arrivals,
      ${all(sql`select ${period('at')} as period, "from", "to", count(*) as tasks from steps group by 1, 2, 3`)} as moves,
      ${durations('created_at')} as lead, ${durations('started_at')} as cycle
    from projects p join project_counters c on c.organization_id = p.organization_id and c.project_id = p.id
    where p.organization_id = ${organization} and p.id = ${projectId} and ${sight.of(actor, 'Project')}`;
}
