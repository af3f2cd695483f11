import type { AssignmentPolicy } from '#assignment/index';
import { Injectable } from '@nestjs/common';
import { type RawBuilder, sql } from 'kysely';
import { Database } from '#platform/postgres/database';
import { currentOrganizationId } from '#platform/postgres/scope';
import { UnitOfWork } from '#platform/postgres/unit-of-work';
import type { AssignableTask } from '../domain/assignable-task.ts';
import type { CandidateFacts } from '../domain/assignment-candidate.ts';
import { AssignmentCandidates } from '../domain/assignment-candidates.ts';
import { mayWorkOn } from './assignment-eligibility.ts';
import { workInHand } from './workload-statement.ts';

interface Row {
  user_id: string;
  name: string;
  time_zone: string;
  weekly_hours: number;
  hours: number | null;
  open_tasks: number | null;
  score: number | null;
  tasks_completed: number | null;
  skills: { skill: string; proficiency: number; used_at: string[] | null }[] | null;
  absences: { starts_on: string; ends_on: string }[] | null;
  last_assigned_at: string | null;
}

interface Question {
  who: RawBuilder<boolean>;
  /** The people, where their ids are known. */
  userIds?: readonly string[];
  /** Absent: all that they have. */
  skillIds?: readonly string[];
  exceptTaskId?: string;
}

@Injectable()
export class PostgresAssignmentCandidates extends AssignmentCandidates {
  constructor(
    private readonly database: Database,
    private readonly unitOfWork: UnitOfWork,
  ) {
    super();
  }

  forTask(task: AssignableTask, policy: AssignmentPolicy, now: Temporal.Instant): Promise<CandidateFacts[]> {
    const skillIds = task.requiredSkills.map(({ skill_id }) => skill_id);
    const who = mayWorkOn(sql`${task.projectId}::uuid`);
    return this.ask({ who, skillIds, exceptTaskId: task.id }, policy, now);
  }

  async person(userId: string, policy: AssignmentPolicy, now: Temporal.Instant): Promise<CandidateFacts | undefined> {
    const who = sql<boolean>`m.status = 'active' and m.user_id = ${userId}`;
    const [person] = await this.ask({ who, userIds: [userId] }, policy, now);
    return person;
  }

  /**
   * Whoever looks for the best person keeps all others of the organization from assigning; whoever names a person keeps
   * the others from that person only. One lock or two, always in this order, so that nobody waits in a circle.
   */
  async serialize(userId?: string): Promise<void> {
    await this.unitOfWork.manager();
    const key = (text: string) => sql`hashtextextended(${text}, 0)`;
    const organization = key(`assignment ${currentOrganizationId()}`);
    if (!userId) {
      await this.database.rows(sql`select pg_advisory_xact_lock(${organization})`);
      return;
    }
    await this.database.rows(sql`select pg_advisory_xact_lock_shared(${organization})`);
    await this.database.rows(sql`select pg_advisory_xact_lock(${key(`assignment ${userId}`)})`);
  }

  private async ask(
    { who, userIds, skillIds, exceptTaskId }: Question,
    policy: AssignmentPolicy,
    now: Temporal.Instant,
  ) {
    const organizationId = currentOrganizationId();
    const some = skillIds ? sql`and s.skill_id = any(${[...skillIds]}::uuid[])` : sql``;
    const rows = await this.database.rows<Row>(sql`
      with people as materialized (
        select m.organization_id, m.user_id, m.name, m.weekly_hours, coalesce(m.time_zone, g.time_zone) as time_zone
        from members m join organizations g on g.organization_id = m.organization_id
        where m.organization_id = ${organizationId} and m.kind = 'person' and ${who}
      ), work as materialized (
        ${workInHand(organizationId, policy, now, { userIds, exceptTaskId })}
      )
      select m.user_id, m.name, m.time_zone, m.weekly_hours, work.hours, work.open_tasks, p.score, p.tasks_completed,
        (select jsonb_agg(jsonb_build_object('skill', s.skill_id, 'proficiency', s.proficiency, 'used_at', (
            select jsonb_agg(c.occurred_at) from skill_changes c
            where c.organization_id = s.organization_id and c.user_id = s.user_id and c.skill_id = s.skill_id
              and c.task_id is not null and c.occurred_at > ${now.toString()}::timestamptz - interval '1 year')))
          from skill_profiles s
          where s.organization_id = m.organization_id and s.user_id = m.user_id ${some}) as skills,
        (select jsonb_agg(jsonb_build_object('starts_on', a.starts_on, 'ends_on', a.ends_on)) from absences a
          where a.organization_id = m.organization_id and a.user_id = m.user_id
            and a.ends_on >= (${now.toString()}::timestamptz at time zone m.time_zone)::date) as absences,
        (select max(a.assigned_at) from assignments a
          where a.organization_id = m.organization_id and a.user_id = m.user_id) as last_assigned_at
      from people m
      left join work on work.user_id = m.user_id
      left join performances p on p.organization_id = m.organization_id and p.user_id = m.user_id
      order by m.user_id`);
    return rows.map(factsOf);
  }
}

function factsOf(row: Row): CandidateFacts {
  const { user_id, time_zone, weekly_hours, score, tasks_completed, last_assigned_at } = row;
  return {
    userId: user_id,
    name: row.name,
    timeZone: time_zone,
    hoursPerWeek: weekly_hours,
    hoursInHand: row.hours ?? 0,
    openTasks: row.open_tasks ?? 0,
    performance: score === null ? null : { score, count: tasks_completed ?? 0 },
    skills: (row.skills ?? []).map(({ skill, proficiency, used_at }) => {
      return { skill, proficiency, usedAt: (used_at ?? []).map((at) => Temporal.Instant.from(at)) };
    }),
    absences: (row.absences ?? []).map(({ starts_on, ends_on }) => ({ startsOn: starts_on, endsOn: ends_on })),
    lastAssignedAt: last_assigned_at ? Temporal.Instant.from(last_assigned_at) : null,
  };
}
