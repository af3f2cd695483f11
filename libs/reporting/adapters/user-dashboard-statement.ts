import type { AssignmentPolicy } from '#assignment/index';
import type { Actor } from '#kernel/index';
import { type RawBuilder, sql } from 'kysely';
import { isOverdue, priorityName, projectProgress, weeklyHoursOf } from './fragments.ts';
import type { Sight } from './sight.ts';
import type { ActiveProjectBody, ActiveTaskBody } from './user-dashboard.dto.ts';

const PROJECTS = 50;
const TASKS = 200;
const SKILLS = 5;

/** A person's dashboard as the database knows it; levels and ratios are added by policy. */
export interface UserDashboardRow {
  name: string;
  weekly_hours: number;
  active_projects: ActiveProjectBody[];
  active_tasks: ActiveTaskBody[];
  performance: { score: number; tasks_completed: number; tasks_on_time: number } | null;
  top_skills: { skill: string; proficiency: number }[];
  open_tasks: number;
  planned_hours: number;
}

/** All of a person's dashboard in one statement, as far as the actor may see; no row for no member. */
export function userDashboardStatement(
  actor: Actor,
  userId: string,
  sight: Sight,
  policy: AssignmentPolicy,
  now: Temporal.Instant,
): RawBuilder<UserDashboardRow> {
  const organization = sql`${actor.organizationId}::uuid`;
  return sql<UserDashboardRow>`
    with own as materialized (
      select t.id, t.key, t.title, t.project_id, t.status, t.status_category, t.priority as urgency, t.due_at,
        ${priorityName} as priority, t.due_date, ${isOverdue} as is_overdue, ${sight.of(actor, 'Task')} as is_visible,
        ${weeklyHoursOf(policy, now)} as hours
      from open_tasks_of(${userId}) o join tasks t on t.organization_id = ${organization} and t.id = o
    ), near as (
      select project_id from own
      union select project_id from project_members where organization_id = ${organization} and user_id = ${userId}
      union select id from projects where organization_id = ${organization} and lead_id = ${userId}
    ), active as (
      select p.id, p.key, p.title, p.status, p.health, p.due_date, ${projectProgress} as progress
      from projects p join project_counters c on c.organization_id = p.organization_id and c.project_id = p.id
      where p.organization_id = ${organization} and p.id in (select project_id from near) and p.status = 'active'
        and p.archived_at is null and ${sight.of(actor, 'Project')}
      order by p.title, p.id limit ${sql.lit(PROJECTS)}
    ), shown as (
      select id, key, title, project_id, status, status_category, priority, due_date, is_overdue, due_at, urgency
      from own where is_visible order by due_at, urgency desc, id limit ${sql.lit(TASKS)}
    ), best as (
      select s.name as skill, p.proficiency
      from skill_profiles p join skills s on s.organization_id = p.organization_id and s.id = p.skill_id
      where p.organization_id = ${organization} and p.user_id = ${userId}
      order by p.proficiency desc, lower(s.name) limit ${sql.lit(SKILLS)}
    )
    select m.name, m.weekly_hours,
      (select coalesce(jsonb_agg(to_jsonb(active) order by title, id), '[]') from active) as active_projects,
      (select coalesce(jsonb_agg(to_jsonb(shown) - '{due_at,urgency}'::text[] order by due_at, urgency desc, id), '[]')
        from shown) as active_tasks,
      (select jsonb_build_object('score', score, 'tasks_completed', tasks_completed, 'tasks_on_time', tasks_on_time)
        from performances where organization_id = ${organization} and user_id = ${userId}) as performance,
      (select coalesce(jsonb_agg(to_jsonb(best) order by proficiency desc, lower(skill)), '[]') from best) as top_skills,
      (select count(*) from own) as open_tasks, (select coalesce(sum(hours), 0) from own) as planned_hours
    from members m where m.organization_id = ${organization} and m.user_id = ${userId}`;
}
