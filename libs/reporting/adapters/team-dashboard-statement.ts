import type { AssignmentPolicy } from '#assignment/index';
import type { Actor } from '#kernel/index';
import type { LevelTable } from '#scoring/index';
import { type RawBuilder, sql } from 'kysely';
import { isOpen, isOverdue, priorityName, projectProgress, weeklyHoursOf } from './fragments.ts';
import type { Sight } from './sight.ts';
import type { TeamProjectBody } from './team-dashboard.dto.ts';

const PROJECTS = 50;
const SKILLS = 50;

/** A team's dashboard as the database knows it. */
export interface TeamDashboardRow {
  tasks: TaskCount[];
  people: TeamMember[];
  projects: TeamProjectBody[];
  weeks: { week: string; tasks: number; score: number | null; judged: number; on_time: number }[];
  pace: { last_week: number; week_before: number; last_month: number; median_days: number | null; hours: number };
  skills: { skill: string; level: number; people: number; proficiency: number }[];
}

/** How many tasks share a category and a priority. */
export interface TaskCount {
  status_category: string;
  priority: string;
  tasks: number;
  overdue: number;
  unassigned: number;
}

/** A person of the team. */
export interface TeamMember {
  user_id: string;
  name: string;
  weekly_hours: number;
  score: number | null;
  tasks_completed: number;
  tasks_on_time: number;
  open_tasks: number;
  planned_hours: number;
}

/** What is asked of whom, and by which policies it is read. */
export interface TeamQuestion {
  actor: Actor;
  projectId?: string;
  policy: AssignmentPolicy;
  levels: LevelTable;
  now: Temporal.Instant;
  /** The first day of the trend. */
  since: string;
}

/** All of a team's dashboard in one statement that reads the tasks once, as far as the actor may see and analyze. */
export function teamDashboardStatement(question: TeamQuestion, sight: Sight): RawBuilder<TeamDashboardRow> {
  const { actor, projectId, policy, levels, now, since } = question;
  const organization = sql`${actor.organizationId}::uuid`;
  const zone = sql`${actor.timeZone}::text`;
  const week = (moment: string) => sql`date_trunc('week', ${sql.ref(moment)} at time zone ${zone})::date`;
  const all = (rows: RawBuilder<unknown>) => sql`(select coalesce(jsonb_agg(to_jsonb(r)), '[]') from (${rows}) r)`;
  const ago = (days: number) => sql`${now.toString()}::timestamptz - ${sql.lit(`${days} days`)}::interval`;
  return sql<TeamDashboardRow>`
    with seen as materialized (
      select p.id, p.key, p.title, p.status, p.health, p.due_date, p.lead_id, ${projectProgress} as progress
      from projects p join project_counters c on c.organization_id = p.organization_id and c.project_id = p.id
      where p.organization_id = ${organization} and p.archived_at is null
        ${projectId ? sql`and p.id = ${projectId}` : sql``}
        and ${sight.of(actor, 'Project')} and ${sight.of(actor, 'Project', 'analyze')}
    ), work as materialized (
      select t.id, t.project_id, t.status_category, ${priorityName} as priority, t.assignee_ids, t.created_at,
        t.completed_at, ${isOpen} as is_open, ${isOverdue} as is_overdue,
        case when ${isOpen} and t.assignee_ids <> '{}' then ${weeklyHoursOf(policy, now)} end as hours
      from tasks t where t.organization_id = ${organization} and t.project_id in (select id from seen)
        and ${sight.of(actor, 'Task')}
    ), busy as materialized (
      select a.user_id, count(*) filter (where w.is_open) as open_tasks, sum(w.hours) as hours
      from work w cross join lateral unnest(w.assignee_ids) a(user_id) group by a.user_id
    ), people as materialized (
      select m.user_id, m.name, m.weekly_hours, f.score, coalesce(f.tasks_completed, 0) as tasks_completed,
        coalesce(f.tasks_on_time, 0) as tasks_on_time, coalesce(b.open_tasks, 0) as open_tasks,
        coalesce(b.hours, 0) as planned_hours
      from members m left join busy b on b.user_id = m.user_id
      left join performances f on f.organization_id = m.organization_id and f.user_id = m.user_id
      where m.organization_id = ${organization} and m.status = 'active' and m.kind = 'person'
        and ${sight.of(actor, 'Member')} and ${sight.of(actor, 'Performance')}
        ${
          projectId
            ? sql`and (b.user_id is not null or m.user_id in (select lead_id from seen) or exists (
                select from project_members j where j.organization_id = m.organization_id
                  and j.project_id = ${projectId} and j.user_id = m.user_id))`
            : sql``
        }
    ), judged as (
      select ${week('l.occurred_at')} as week, avg(l.task_score) as score, count(*) as judged,
        count(*) filter (where l.on_time) as on_time
      from performance_log l
      where l.organization_id = ${organization} and l.occurred_at >= ${since}::date::timestamp at time zone ${zone}
        and l.user_id in (select user_id from people) and l.task_id in (select id from work)
      group by 1
    ), finished as (
      select ${week('w.completed_at')} as week, count(*) as tasks from work w
      where w.completed_at >= ${since}::date::timestamp at time zone ${zone} group by 1
    )
    select ${all(sql`
        select status_category, priority, count(*) as tasks, count(*) filter (where is_overdue) as overdue,
          count(*) filter (where is_open and assignee_ids = '{}') as unassigned
        from work group by status_category, priority`)} as tasks,
      ${all(sql`select * from people order by score desc nulls last, name, user_id`)} as people,
      ${all(sql`
        select s.id, s.key, s.title, s.status, s.health, s.progress, s.due_date,
          coalesce(n.open_tasks, 0) as open_tasks, coalesce(n.overdue_tasks, 0) as overdue_tasks
        from seen s left join (
          select project_id, count(*) filter (where is_open) as open_tasks,
            count(*) filter (where is_overdue) as overdue_tasks from work group by project_id) n on n.project_id = s.id
        order by coalesce(n.open_tasks, 0) desc, s.title, s.id limit ${sql.lit(PROJECTS)}`)} as projects,
      ${all(sql`
        select coalesce(f.week, j.week) as week, coalesce(f.tasks, 0) as tasks, j.score, coalesce(j.judged, 0) as judged,
          coalesce(j.on_time, 0) as on_time
        from finished f full join judged j on j.week = f.week`)} as weeks,
      (select to_jsonb(r) from (
        select count(*) filter (where completed_at > ${ago(7)}) as last_week,
          count(*) filter (where completed_at > ${ago(14)} and completed_at <= ${ago(7)}) as week_before,
          count(*) filter (where completed_at > ${ago(28)}) as last_month,
          percentile_cont(0.5) within group (order by extract(epoch from completed_at - created_at) / 86400)
            filter (where completed_at > ${ago(28)}) as median_days,
          (select coalesce(sum(e.hours), 0) from time_entries e where e.organization_id = ${organization}
            and e.started_at > ${ago(7)} and e.task_id in (select id from work)) as hours
        from work) r) as pace,
      ${all(sql`
        select s.name as skill, width_bucket(k.proficiency, ${levels.map(({ from }) => from)}::numeric[]) - 1 as level,
          count(*) as people, avg(k.proficiency) as proficiency
        from skill_profiles k join skills s on s.organization_id = k.organization_id and s.id = k.skill_id
        where k.organization_id = ${organization} and k.user_id in (select user_id from people)
          and s.id in (select p.skill_id from skill_profiles p where p.organization_id = ${organization}
            and p.user_id in (select user_id from people) group by p.skill_id order by count(*) desc, p.skill_id
            limit ${sql.lit(SKILLS)})
        group by s.id, s.name, 2`)} as skills`;
}
