import { newId } from '#kernel/index';
import type { Priority } from '#scoring/index';
import { sql } from 'kysely';
import type { Database } from '#platform/postgres/database';
import { currentOrganizationId } from '#platform/postgres/scope';
import type { FinishedTask } from '../domain/finished-task.ts';
import type { PerformanceStep, Progress, SkillStep } from '../domain/learner.ts';
import { type LearningLog, type Logged, type Standing, startsOf } from '../domain/learning-log.ts';

const priorities: readonly Priority[] = ['low', 'medium', 'high', 'urgent', 'critical'];

interface TaskRow {
  id: string;
  key: string;
  title: string;
  project_id: string;
  difficulty: number;
  priority: number;
  required_skills: { skill_id: string; name: string }[];
  due_at: string | null;
  completed_at: string;
  estimate_hours: number | null;
  actual_hours: number;
  result: Record<string, unknown> | null;
}

/** The task as learning sees it; skills that have left the catalogue teach nothing. */
export async function finishedTask(database: Database, taskId: string): Promise<FinishedTask | undefined> {
  const row = await database.row<TaskRow>(sql`
    select id, key, title, project_id, difficulty, priority, due_at, completed_at, estimate_hours, actual_hours, result,
      (select coalesce(jsonb_agg(jsonb_build_object('skill_id', s.id, 'name', s.name) order by s.id), '[]')
        from jsonb_to_recordset(t.required_skills) need(skill_id uuid)
        join skills s on s.organization_id = t.organization_id and s.id = need.skill_id) as required_skills
    from tasks t
    where organization_id = ${currentOrganizationId()} and id = ${taskId} and completed_at is not null`);
  if (!row) return undefined;
  return {
    id: row.id,
    key: row.key,
    title: row.title,
    projectId: row.project_id,
    difficulty: row.difficulty,
    priority: priorities[row.priority] ?? 'medium',
    requiredSkills: row.required_skills,
    dueAt: row.due_at ? Temporal.Instant.from(row.due_at) : null,
    completedAt: Temporal.Instant.from(row.completed_at),
    estimateHours: row.estimate_hours,
    actualHours: row.actual_hours,
    result: row.result ?? {},
  };
}

/** Logs every step and moves what follows from it, all in one statement. */
export async function saveProgress(database: Database, organizationId: string, progress: readonly Progress[]) {
  const steps = progress.flatMap(({ userId, at, skills }) =>
    skills.map(({ skillId, taskId, before, after, reason }) => {
      const used_at = taskId === null ? null : at.toString();
      return { id: newId(), user_id: userId, skill_id: skillId, task_id: taskId, before, after, reason, at, used_at };
    }),
  );
  const dropped = progress.flatMap(({ userId, dropped }) => dropped.map((id) => ({ user_id: userId, skill_id: id })));
  const judged = progress.flatMap(({ userId, at, performance }) => {
    if (!performance) return [];
    const { taskId, components, taskScore, onTime, before, after } = performance;
    const score = { components, task_score: taskScore, on_time: onTime, before, after };
    return [{ id: newId(), user_id: userId, task_id: taskId, at, ...score }];
  });
  if (steps.length + dropped.length + judged.length === 0) return;
  await database.rows(sql`
    with steps as (
      select * from jsonb_to_recordset(${JSON.stringify(steps)}::jsonb) as s(id uuid, user_id uuid, skill_id uuid,
        task_id uuid, before numeric, after numeric, reason jsonb, at timestamptz, used_at timestamptz)
    ), judged as (
      select * from jsonb_to_recordset(${JSON.stringify(judged)}::jsonb) as j(id uuid, user_id uuid, task_id uuid,
        components jsonb, task_score numeric, on_time boolean, before numeric, after numeric, at timestamptz)
    ), gone as (
      select * from jsonb_to_recordset(${JSON.stringify(dropped)}::jsonb) as g(user_id uuid, skill_id uuid)
    ), logged as (
      insert into skill_changes (organization_id, id, user_id, skill_id, task_id, before, after, reason, occurred_at)
      select ${organizationId}, id, user_id, skill_id, task_id, before, after, reason, at from steps
    ), profiled as (
      insert into skill_profiles as p (organization_id, user_id, skill_id, proficiency, last_used_at, updated_at)
      select ${organizationId}, user_id, skill_id, after, used_at, at from steps
      on conflict (organization_id, user_id, skill_id) do update set proficiency = excluded.proficiency,
        last_used_at = coalesce(excluded.last_used_at, p.last_used_at), updated_at = excluded.updated_at
    ), unprofiled as (
      delete from skill_profiles p using gone
      where p.organization_id = ${organizationId} and p.user_id = gone.user_id and p.skill_id = gone.skill_id
    ), forgotten as (
      delete from skill_changes c using gone
      where c.organization_id = ${organizationId} and c.user_id = gone.user_id and c.skill_id = gone.skill_id
    ), scored as (
      insert into performance_log
        (organization_id, id, user_id, task_id, components, task_score, on_time, before, after, occurred_at)
      select ${organizationId}, id, user_id, task_id, components, task_score, on_time, before, after, at from judged
    )
    insert into performances as p (organization_id, user_id, score, tasks_completed, tasks_on_time, updated_at)
    select ${organizationId}, user_id, after, 1, on_time::int, at from judged
    on conflict (organization_id, user_id) do update set score = excluded.score,
      tasks_completed = p.tasks_completed + 1, tasks_on_time = p.tasks_on_time + excluded.tasks_on_time,
      updated_at = excluded.updated_at`);
}

interface LogRow {
  skills:
    (Omit<SkillStep, 'skillId' | 'taskId'> & { id: string; at: string; skill_id: string; task_id: string })[] | null;
  performance:
    | (Pick<PerformanceStep, 'components' | 'before' | 'after'> & {
        id: string;
        at: string;
        task_id: string;
        task_score: number;
        on_time: boolean;
      })[]
    | null;
}

/** The log of one person, oldest first: in the order in which the steps were taken. */
export async function learningLog(database: Database, organizationId: string, userId: string): Promise<LearningLog> {
  const row = await database.row<LogRow>(sql`
    select (select jsonb_agg(jsonb_build_object('id', id, 'skill_id', skill_id, 'task_id', task_id, 'before', before,
          'after', after, 'reason', reason, 'at', occurred_at) order by place)
        from skill_changes where organization_id = ${organizationId} and user_id = ${userId}) as skills,
      (select jsonb_agg(jsonb_build_object('id', id, 'task_id', task_id, 'components', components,
          'task_score', task_score, 'on_time', on_time, 'before', before, 'after', after, 'at', occurred_at) order by place)
        from performance_log where organization_id = ${organizationId} and user_id = ${userId}) as performance`);
  const skills = (row?.skills ?? []).map(({ skill_id, task_id, at, ...step }): SkillStep & Logged => {
    return { ...step, skillId: skill_id, taskId: task_id, at: Temporal.Instant.from(at) };
  });
  const performance = (row?.performance ?? []).map(({ task_id, task_score, on_time, at, ...step }) => {
    return { ...step, taskId: task_id, taskScore: task_score, onTime: on_time, at: Temporal.Instant.from(at) };
  });
  return { userId, starts: startsOf(skills), skills, performance };
}

/** Puts a worked-out log in the place of the stored one, with what follows from it. */
export async function rewriteLog(
  database: Database,
  organizationId: string,
  { userId, skills, performance }: LearningLog,
  { proficiencies, score, tasksCompleted, tasksOnTime }: Standing,
): Promise<void> {
  const steps = [
    ...skills.map(({ id, before, after }) => ({ id, before, after, task_score: null })),
    ...performance.map(({ id, before, after, taskScore }) => ({ id, before, after, task_score: taskScore })),
  ];
  const stepped = new Set(skills.map(({ skillId }) => skillId));
  const profiles = [...proficiencies].map(([skill_id, proficiency]) => {
    return { skill_id, proficiency, stays: proficiency > 0 || stepped.has(skill_id) };
  });
  const own = sql`organization_id = ${organizationId} and user_id = ${userId}`;
  await database.rows(sql`
    with kept as (
      select * from jsonb_to_recordset(${JSON.stringify(steps)}::jsonb)
        as k(id uuid, before numeric, after numeric, task_score numeric)
    ), profiles as (
      select * from jsonb_to_recordset(${JSON.stringify(profiles)}::jsonb)
        as p(skill_id uuid, proficiency numeric, stays boolean)
    ), skill_steps as (
      update skill_changes c set before = kept.before, after = kept.after from kept where ${own} and c.id = kept.id
    ), performance_steps as (
      update performance_log l set before = kept.before, after = kept.after, task_score = kept.task_score
      from kept where ${own} and l.id = kept.id
    ), moved as (
      update skill_profiles s set proficiency = profiles.proficiency, updated_at = now()
      from profiles where ${own} and s.skill_id = profiles.skill_id and profiles.stays
        and s.proficiency <> profiles.proficiency
    ), unprofiled as (
      delete from skill_profiles s using profiles where ${own} and s.skill_id = profiles.skill_id and not profiles.stays
    ), dropped as (
      delete from performance_log where ${own} and id not in (select id from kept)
    ), forgotten as (
      delete from skill_changes where ${own} and id not in (select id from kept)
    )
    update performances set score = ${score}, tasks_completed = ${tasksCompleted}, tasks_on_time = ${tasksOnTime},
      updated_at = now() where ${own}`);
}
